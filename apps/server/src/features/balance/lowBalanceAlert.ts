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
 * Alerts every administrator once each time the balance becomes low or falls below zero. Answers how many balances did.
 */
export async function sendLowBalanceAlerts(services: Services, stopped: () => boolean = () => false): Promise<number> {
  const [accounts] = await services.db.read([stmt(LOW_BALANCES_SQL)]);
  let fell = 0;
  for (const { account } of accounts!) if (!stopped() && (await sendLowBalanceAlertIn(services, account))) fell += 1;
  return fell;
}

async function sendLowBalanceAlertIn(services: Services, account: string): Promise<boolean> {
  const scope = systemScope(services, account, BILLING_ACTOR);
  const queries = {
    ...rechargeQueries(account),
    before: findAlertedLevel(account),
  };
  // Most balances haven't changed: checking that first needs no turn in the write queue.
  const seen = await read(scope, queries);
  if (balanceLevels(seen, scope.now).now === balanceLevels(seen, scope.now).before) return false;
  return commit<typeof queries, boolean>(scope, queries, (found, environment) => {
    const { before, now, line } = balanceLevels(found, environment.now);
    if (now === before) return { effects: [], answer: false };
    const kept = saveAlertedLevel(account, now);
    if (now === "fine" || !isWorse(before, now)) return { effects: [kept], answer: false };
    const { currency } = found.terms.data;
    const shown = (micros: number) => formatBalance(money(micros, currency), "en");
    const values = { account: found.account.data.name, balance: shown(found.balance), line: shown(line) };
    const about = {
      subject: message(now === "low" ? "mail.lowSubject" : "mail.overSubject", values),
      text: message(now === "low" ? "mail.lowText" : "mail.overText", values),
    };
    return { effects: [kept, ...moneyMails(services, scope, found, about)], answer: true };
  });
}

type LowBalanceFacts = Facts<ReturnType<typeof rechargeQueries>> & { before: { level: BalanceLevel }[] };

function balanceLevels(found: LowBalanceFacts, at: number): { before: BalanceLevel; now: BalanceLevel; line: number } {
  const { settings, cards, balance, canceled } = rechargeFactsFrom(found, at);
  const line = settings?.data.threshold ?? found.terms.data.recharge.threshold;
  const refills = (settings?.data.on ?? false) && cards.length > 0;
  return { before: found.before[0]?.level ?? "fine", now: balanceLevel({ balance, line, refills, canceled }), line };
}
