import { findAlertedLevel, LOW_BALANCES_SQL, saveAlertedLevel } from "./reads.ts";
import { isWorse, type BalanceLevel, balanceLevel } from "@callboard/domain/balance/lowBalance";
import { money, formatBalance } from "@callboard/domain/core/money";
import { message } from "@callboard/domain/core/message";
import { BILLING_ACTOR } from "@callboard/domain/balance/usage";
import { stmt } from "../../store/database/port.ts";
import { type Facts } from "../../store/queries.ts";
import { systemScope } from "../../store/systemScope.ts";
import { commit, read } from "../../store/commit.ts";
import type { Services } from "../../services.ts";
import { rechargeFactsFrom, rechargeQueries } from "../../store/reads/rechargeFacts.ts";
import { moneyMails } from "./mails.ts";

/**
 * Alerts every administrator once each time the balance becomes low or falls below zero. Returns the number
 * of balances that did.
 */
export async function sendLowBalanceAlerts(
  services: Services,
  isStopped: () => boolean = () => false,
): Promise<number> {
  const [accounts] = await services.db.read([stmt(LOW_BALANCES_SQL)]);
  let alerted = 0;
  for (const { account } of accounts!) if (!isStopped() && (await alertAdministrators(services, account))) alerted += 1;
  return alerted;
}

async function alertAdministrators(services: Services, account: string): Promise<boolean> {
  const scope = systemScope(services, account, BILLING_ACTOR);
  const queries = {
    ...rechargeQueries(account),
    alertedLevel: findAlertedLevel(account),
  };
  // Most balances haven't changed: reading them first keeps them out of the write queue.
  const facts = await read(scope, queries);
  if (balanceLevels(facts, scope.now).now === balanceLevels(facts, scope.now).before) return false;
  return commit<typeof queries, boolean>(scope, queries, (facts, environment) => {
    const { before, now, alertThreshold } = balanceLevels(facts, environment.now);
    if (now === before) return { effects: [], answer: false };
    const saveLevel = saveAlertedLevel(account, now);
    if (now === "fine" || !isWorse(before, now)) return { effects: [saveLevel], answer: false };
    const { currency } = facts.terms.data;
    const format = (micros: number) => formatBalance(money(micros, currency), "en");
    const values = { account: facts.account.data.name, balance: format(facts.balance), line: format(alertThreshold) };
    const content = {
      subject: message(now === "low" ? "mail.lowSubject" : "mail.balanceNegativeSubject", values),
      text: message(now === "low" ? "mail.lowText" : "mail.balanceNegativeText", values),
    };
    return { effects: [saveLevel, ...moneyMails(services, scope, facts, content, "balance", "balance")], answer: true };
  });
}

type LowBalanceFacts = Facts<ReturnType<typeof rechargeQueries>> & { alertedLevel: { level: BalanceLevel }[] };

function balanceLevels(
  facts: LowBalanceFacts,
  at: number,
): { before: BalanceLevel; now: BalanceLevel; alertThreshold: number } {
  const { settings, cards, balance, canceled } = rechargeFactsFrom(facts, at);
  const alertThreshold = settings?.data.threshold ?? facts.terms.data.recharge.threshold;
  const rechargesItself = (settings?.data.enabled ?? false) && cards.length > 0;
  return {
    before: facts.alertedLevel[0]?.level ?? "fine",
    now: balanceLevel({ balance, alertThreshold, rechargesItself, canceled }),
    alertThreshold,
  };
}
