import { NEEDS_RECHARGE_SQL, needsRechargeStmt } from "./reads.ts";
import { checkRecharge } from "@callboard/domain/balance/recharge";
import { BILLING_ACTOR } from "@callboard/domain/balance/usage";
import { stmt } from "../../store/database/port.ts";
import { systemScope } from "../../store/systemScope.ts";
import { commit } from "../../store/commit.ts";
import type { Services } from "../../services.ts";
import { rechargeFactsFrom, rechargeQueries } from "../../store/reads/rechargeFacts.ts";
import { limitMails } from "./mails.ts";

/** Runs the recharge of every account that may need one. Answers how many records changed. */
export async function runRecharges(services: Services, stopped: () => boolean = () => false): Promise<number> {
  const [accounts] = await services.db.read([stmt(NEEDS_RECHARGE_SQL)]);
  let moved = 0;
  for (const { account } of accounts!) if (!stopped()) moved += await rechargeAccount(services, account);
  return moved;
}

/** Recharges one account as its balance, cards and cap require now. */
async function rechargeAccount(services: Services, account: string): Promise<number> {
  const scope = systemScope(services, account, BILLING_ACTOR);
  const queries = rechargeQueries(account);
  return commit<typeof queries, number>(scope, queries, (found, environment) => {
    const { effects, limitReached } = checkRecharge(rechargeFactsFrom(found, environment.now), environment);
    const { account: own, told, terms } = found;
    const mailed = {
      account: own.data.name,
      told,
      sum: found.balance,
      currency: terms.data.currency,
    };
    const letters = limitReached ? limitMails(services, scope, mailed, limitReached) : [];
    return { effects: [...effects, ...letters], answer: effects.length };
  });
}

const WAKING_KINDS = ["balance", "card", "wallet", "rechargeSettings", "charge", "lifecycle"];

/** A scheduled task: recharges the accounts that have just changed, then runs `all`. */
export function rechargeTask(
  services: Services,
  all: (services: Services, stopped: () => boolean) => Promise<unknown>,
) {
  const moved = new Set<string>();
  services.feed.onWrite(({ kind, account }) => void (WAKING_KINDS.includes(kind) && moved.add(account)));
  return async (_world: Services, stopped: () => boolean): Promise<void> => {
    const accounts = [...moved];
    moved.clear();
    const [wanting] = accounts.length === 0 ? [[]] : await services.db.read([needsRechargeStmt(accounts)]);
    for (const { account } of wanting!) if (!stopped()) await rechargeAccount(services, account);
    await all(services, stopped);
  };
}
