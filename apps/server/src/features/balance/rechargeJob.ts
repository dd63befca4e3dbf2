import { RECHARGE_NEEDED_SQL, rechargeNeededStmt } from "./reads.ts";
import { checkRecharge } from "@callboard/domain/balance/recharge";
import { BILLING_ACTOR } from "@callboard/domain/balance/usage";
import { stmt } from "../../store/database/port.ts";
import { systemScope } from "../../store/systemScope.ts";
import { commit } from "../../store/commit.ts";
import type { Services } from "../../services.ts";
import { rechargeFactsFrom, rechargeQueries } from "../../store/reads/rechargeFacts.ts";
import { limitMails } from "./mails.ts";

/** Runs the recharge of every account that may need one. Returns how many records changed. */
export async function runRecharges(services: Services, isStopped: () => boolean = () => false): Promise<number> {
  const [accounts] = await services.db.read([stmt(RECHARGE_NEEDED_SQL)]);
  let changed = 0;
  for (const { account } of accounts!) if (!isStopped()) changed += await rechargeAccount(services, account);
  return changed;
}

/** Recharges one account as its balance, cards and cap require now. */
async function rechargeAccount(services: Services, account: string): Promise<number> {
  const scope = systemScope(services, account, BILLING_ACTOR);
  const queries = rechargeQueries(account);
  return commit<typeof queries, number>(scope, queries, (facts, environment) => {
    const { effects, limitReached } = checkRecharge(rechargeFactsFrom(facts, environment.now), environment);
    const { account: ownAccount, recipients, terms } = facts;
    const mailContext = {
      account: ownAccount.data.name,
      recipients,
      balanceMicros: facts.balance,
      currency: terms.data.currency,
    };
    const mails = limitReached ? limitMails(services, scope, mailContext, limitReached) : [];
    return { effects: [...effects, ...mails], answer: effects.length };
  });
}

/** A change to a record of these kinds may make a recharge necessary. */
const TRIGGERING_KINDS = ["balance", "card", "wallet", "rechargeSettings", "charge", "lifecycle"];

/** A scheduled task: recharges the accounts that have just changed, then all that need it. */
export function rechargeTask(
  services: Services,
  rechargeAll: (services: Services, isStopped: () => boolean) => Promise<unknown>,
) {
  const changed = new Set<string>();
  services.feed.onInvalidate(({ kind, account }) => void (TRIGGERING_KINDS.includes(kind) && changed.add(account)));
  return async (_services: Services, isStopped: () => boolean): Promise<void> => {
    const accounts = [...changed];
    changed.clear();
    const [dueAccounts] = accounts.length === 0 ? [[]] : await services.db.read([rechargeNeededStmt(accounts)]);
    for (const { account } of dueAccounts!) if (!isStopped()) await rechargeAccount(services, account);
    await rechargeAll(services, isStopped);
  };
}
