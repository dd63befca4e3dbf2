import { isFall, type Level, levelOf } from "@callboard/domain/lowBalance";
import { money, showBalance } from "@callboard/domain/money";
import { phrase } from "@callboard/domain/phrase";
import { BILLING } from "@callboard/domain/usage";
import { stmt } from "../db.ts";
import { type Facts, rows } from "../needs.ts";
import { standing } from "../postings.ts";
import { accessWrite } from "../rooms/access/people.ts";
import { scopeIn } from "../runs/scope.ts";
import { commit, look } from "../store.ts";
import type { World } from "../world.ts";
import { factsFrom, rechargeNeeds } from "./facts.ts";
import { tell } from "./letters.ts";

/** Accounts with a balance of their own that is below its line, and those that were told so. */
const BELOW = `SELECT a.id AS account FROM records a
  LEFT JOIN records s ON s.account = a.id AND s.kind = 'rechargeSettings' AND s.id = a.id
  JOIN records t ON t.account = a.id AND t.kind = 'terms' AND t.id = a.id
  WHERE a.kind = 'account' AND a.data ->> '$.balanceFrom' = 'own'
  AND ${standing("(a.id || '/balance')")} < coalesce(s.data ->> '$.threshold', t.data ->> '$.recharge.threshold', 0)
  UNION SELECT account FROM low_balances`;

/** Tells every administrator of a balance that has become low, or fallen below zero: once for each fall. Answers how many fell. */
export async function tellLow(world: World, stopped: () => boolean = () => false): Promise<number> {
  const [accounts] = await world.db.read([stmt(BELOW)]);
  let fell = 0;
  for (const { account } of accounts!) if (!stopped() && (await tellIn(world, account))) fell += 1;
  return fell;
}

async function tellIn(world: World, account: string): Promise<boolean> {
  const scope = scopeIn(world, account, BILLING);
  const needs = {
    ...rechargeNeeds(account),
    before: rows<{ level: Level }>("SELECT level FROM low_balances WHERE account = ?", account),
  };
  // Most stay as they are: that is seen without taking anybody's turn.
  const seen = await look(scope, needs);
  if (standingOf(seen, scope.now).now === standingOf(seen, scope.now).before) return false;
  return commit<typeof needs, boolean>(scope, needs, (found, given) => {
    const { before, now, line } = standingOf(found, given.now);
    if (now === before) return { effects: [], answer: false };
    const kept =
      now === "fine"
        ? accessWrite("DELETE FROM low_balances WHERE account = ?", account)
        : accessWrite("INSERT OR REPLACE INTO low_balances (account, level) VALUES (?, ?)", account, now);
    if (now === "fine" || !isFall(before, now)) return { effects: [kept], answer: false };
    const { currency } = found.terms.data;
    const shown = (micros: number) => showBalance(money(micros, currency), "en");
    const values = { account: found.account.data.name, balance: shown(found.balance), line: shown(line) };
    const about = {
      subject: phrase(now === "low" ? "mail.lowSubject" : "mail.overSubject", values),
      text: phrase(now === "low" ? "mail.lowText" : "mail.overText", values),
    };
    return { effects: [kept, ...tell(world, scope, found, about)], answer: true };
  });
}

type Found = Facts<ReturnType<typeof rechargeNeeds>> & { before: { level: Level }[] };

function standingOf(found: Found, at: number): { before: Level; now: Level; line: number } {
  const { settings, cards, balance, canceled } = factsFrom(found, at);
  const line = settings?.data.threshold ?? found.terms.data.recharge.threshold;
  const refills = (settings?.data.on ?? false) && cards.length > 0;
  return { before: found.before[0]?.level ?? "fine", now: levelOf({ balance, line, refills, canceled }), line };
}
