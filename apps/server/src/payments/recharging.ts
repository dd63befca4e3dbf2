import { checkRecharge } from "@callboard/domain/recharge";
import { BILLING } from "@callboard/domain/usage";
import { stmt } from "../db.ts";
import { standing } from "../postings.ts";
import { scopeIn } from "../runs/scope.ts";
import { commit } from "../store.ts";
import type { World } from "../world.ts";
import { factsFrom, rechargeNeeds } from "./facts.ts";
import { limitLetters } from "./letters.ts";

/** Accounts whose balance is below their threshold, and those with a recharge that is not over. */
const WANTING = `SELECT k.account FROM keys k JOIN records r ON r.account = k.account AND r.kind = k.kind AND r.id = k.id
  WHERE k.kind = 'rechargeSettings' AND k.name = 'on' AND k.value = 'yes'
  AND ${standing("(k.account || '/balance')")} < r.data ->> '$.threshold'
  UNION SELECT account FROM keys WHERE kind = 'recharge' AND name = 'open' AND value = 'open'`;

/** Looks after every account that may need it. Answers how many records moved. */
export async function keepRecharges(world: World, stopped: () => boolean = () => false): Promise<number> {
  const [accounts] = await world.db.read([stmt(WANTING)]);
  let moved = 0;
  for (const { account } of accounts!) if (!stopped()) moved += await rechargeIn(world, account);
  return moved;
}

/** Does for one account what its balance, its cards and its cap say now. */
async function rechargeIn(world: World, account: string): Promise<number> {
  const scope = scopeIn(world, account, BILLING);
  const needs = rechargeNeeds(account);
  return commit<typeof needs, number>(scope, needs, (found, given) => {
    const { effects, limitReached } = checkRecharge(factsFrom(found, given.now), given);
    const { account: own, told, terms } = found;
    const mailed = {
      account: own.data.name,
      told,
      sum: found.balance,
      currency: terms.data.currency,
    };
    const letters = limitReached ? limitLetters(world, scope, mailed, limitReached) : [];
    return { effects: [...effects, ...letters], answer: effects.length };
  });
}

const WAKING = ["balance", "card", "wallet", "rechargeSettings", "charge", "lifecycle"];

/** A chore that looks at once where something moved, and at everybody from time to time. */
export function rechargeChore(world: World, all: (world: World, stopped: () => boolean) => Promise<unknown>) {
  const moved = new Set<string>();
  world.feed.onWrite(({ kind, account }) => void (WAKING.includes(kind) && moved.add(account)));
  return async (_world: World, stopped: () => boolean): Promise<void> => {
    const accounts = [...moved];
    moved.clear();
    const [wanting] =
      accounts.length === 0
        ? [[]]
        : await world.db.read([
            stmt(
              `SELECT account FROM (${WANTING}) WHERE account IN (SELECT value FROM json_each(?))`,
              JSON.stringify(accounts),
            ),
          ]);
    for (const { account } of wanting!) if (!stopped()) await rechargeIn(world, account);
    await all(world, stopped);
  };
}
