import { payerOf } from "@callboard/domain/account";
import { daysAfter } from "@callboard/domain/calendar";
import { ordered } from "@callboard/domain/fields.schema";
import { heldAt } from "@callboard/domain/former";
import { book } from "@callboard/domain/ledger";
import { phrase } from "@callboard/domain/phrase";
import { type Billed, GRACE_DAYS, renewDue, UNPAID_HOLD_DAYS } from "@callboard/domain/renewals";
import { startSubscription } from "@callboard/domain/subscription";
import { DAY, type Instant } from "@callboard/domain/time";
import { BILLING } from "@callboard/domain/usage";
import { consoleLink } from "./consoleLink.ts";
import { type Row, stmt } from "./db.ts";
import { administrators, type Recipient } from "./mail/administrators.ts";
import { former } from "./former.ts";
import { letterEffects } from "./mail/letters.ts";
import { known, maybe, one, these } from "./needs.ts";
import { balance } from "./bookNeeds.ts";
import { scopeIn } from "./runs/scope.ts";
import type { Scope } from "./scope.ts";
import { commit, look } from "./store.ts";
import type { World } from "./world.ts";

/** So many numbers of an account are renewed in one commit. */
const AT_ONCE = 100;

/** No month is shorter: what is charged in such a stretch of time does not fall due in it once more. */
const STRETCH = 21 * DAY;
const PAGE = 1000;
const DUE = `SELECT value, account, kind, id FROM keys WHERE kind IN ('number', 'subscription') AND name = 'due'
  AND value >= ?1 AND value <= ?2 AND (value, account, kind, id) > (?1, ?3, ?4, ?5) ORDER BY value, account, kind, id LIMIT ${PAGE}`;
/** Numbers that wait for money: in grace in the order in which they fell due, or held. */
const UNPAID = `SELECT k.account, k.kind, k.id FROM keys k JOIN records r ON r.account = k.account AND r.kind = k.kind AND r.id = k.id
  WHERE k.kind = 'number' AND k.name = 'unpaid' AND k.value = 'yes' AND (r.data ->> '$.standing.is' = 'held') = ?
  ORDER BY r.data ->> '$.renewsAt', k.account, k.id`;

/**
 * Charges what time alone makes due: a further month of numbers and subscriptions, in the order in which they fell due.
 * Each due day is paid once, whoever looks and however often. What waits in grace fell due before; what is held begins
 * a month of today, and comes last.
 */
export async function bill(world: World, stopped: () => boolean = () => false): Promise<number> {
  let moved = await renewAll(world, await unpaid(world, false), stopped);
  for (let place = FIRST; !stopped();) {
    const due = await dueBehind(world, place);
    const last = due.at(-1);
    if (!last) break;
    moved += await renewAll(world, due, stopped);
    place = last as Place;
  }
  return moved + (await renewAll(world, await unpaid(world, true), stopped));
}

const unpaid = async (world: World, held: boolean): Promise<Row[]> =>
  (await world.db.read([stmt(UNPAID, Number(held))]))[0]!;

interface Place {
  value: string;
  account: string;
  kind: string;
  id: string;
}
const FIRST: Place = { value: "", account: "", kind: "", id: "" };

/** What is due behind this place: a page of it, and no more than in which nothing falls due twice. */
async function dueBehind(world: World, { value, account, kind, id }: Place): Promise<Row[]> {
  const [due] = await world.db.read([stmt(DUE, value, ordered(world.now()), account, kind, id)]);
  const until = Number(due![0]?.value ?? 0) + STRETCH;
  return due!.filter((row) => Number(row.value) < until);
}

async function renewAll(world: World, due: readonly Row[], stopped: () => boolean): Promise<number> {
  let moved = 0;
  for (const part of parts(due)) {
    // Where another balance has come to pay meanwhile, it is asked anew.
    for (let done: number | null = null; done === null && !stopped();) {
      done = await renew(world, part);
      moved += done ?? 0;
    }
  }
  return moved;
}

interface Part {
  account: string;
  subscription: boolean;
  numbers: string[];
}

/** What follows one another of one account is one commit, as far as it is not too much. */
function parts(due: readonly Row[]): Part[] {
  const found: Part[] = [];
  for (const { account, kind, id } of due) {
    let last = found.at(-1);
    if (last?.account !== account || last!.numbers.length === AT_ONCE) {
      last = { account, subscription: false, numbers: [] };
      found.push(last);
    }
    if (kind === "subscription") last!.subscription = true;
    else last!.numbers.push(id);
  }
  return found;
}

/** Answers how many records moved; null where another balance pays than when it was looked. */
async function renew(world: World, { account: id, subscription: isDue, numbers: ids }: Part): Promise<number | null> {
  const base: Scope = { ...scopeIn(world, id, BILLING), calm: true };
  const { account: settings } = await look(base, { account: one("account", id) });
  const payer = payerOf(id, settings.data);
  const scope = { ...base, reach: payer === id ? [] : [payer] };
  const needs = {
    numbers: these("number", ids),
    account: one("account", id),
    paying: one("account", payer, payer),
    terms: one("terms", id),
    before: former("terms", () => 0),
    lifecycle: one("lifecycle", id),
    subscription: known("subscription", id),
    sum: balance(book(payer, "balance")),
    told: administrators([id, payer]),
  };
  return commit<typeof needs, number | null>(scope, needs, (facts, given) => {
    const { account, paying, terms, before, numbers, lifecycle, subscription, sum, told } = facts;
    if (payerOf(id, account.data) !== payer) return { effects: [], answer: null };
    const { zone } = account.data;
    const termsAt = (at: Instant) => heldAt(before, terms.data, at);
    const service = { lifecycle: lifecycle.data, balanceMicros: sum, parkedServes: terms.data.parkedServes };
    const billed: Billed = { account: id, zone, payer, currency: terms.data.currency, termsAt, service };
    const renewed = renewDue(billed, { subscription: isDue ? subscription : null, numbers }, given);
    const names = { account: account.data.name, payer: paying.data.name };
    const letters = [
      ...letter(world, scope, told, names, "grace", renewed.unpaid, daysAfter(given.now, GRACE_DAYS, zone)),
      ...letter(world, scope, told, names, "held", renewed.held, daysAfter(given.now, UNPAID_HOLD_DAYS, zone)),
    ];
    const { effects } = renewed;
    return { effects: [...effects, ...letters], answer: effects.filter(({ do: what }) => what === "save").length };
  });
}

/** One mail to each administrator about all numbers that it happened to at once. */
function letter(
  world: World,
  scope: Scope,
  told: readonly Recipient[],
  names: { account: string; payer: string },
  about: "grace" | "held",
  numbers: readonly string[],
  until: number,
) {
  if (numbers.length === 0) return [];
  const count = numbers.length === 1 ? "1 number" : `${numbers.length} numbers`;
  const values = { ...names, count, numbers: numbers.join(", "), until };
  const subject = phrase(about === "grace" ? "mail.graceSubject" : "mail.heldSubject", values);
  const text = phrase(about === "grace" ? "mail.graceText" : "mail.heldText", values);
  const link = consoleLink(world.publicUrl, scope.account, "balance");
  return told.flatMap((recipient) =>
    letterEffects(world, scope, { account: scope.account, ...recipient, subject, text, link }),
  );
}

/** Accounts from before there were subscriptions: their first charge is the next one that lies ahead. */
export async function startMissing(world: World): Promise<void> {
  const [accounts] = await world.db.read([
    stmt(`SELECT r.account FROM records r WHERE r.kind = 'account' AND r.data ->> '$.agency' IS NULL
      AND NOT EXISTS (SELECT 1 FROM records s WHERE s.account = r.account AND s.kind = 'subscription' AND s.id = r.account)`),
  ]);
  for (const { account } of accounts!) {
    const needs = {
      settings: one("account", account),
      terms: one("terms", account),
      subscription: maybe("subscription", account),
    };
    await commit(scopeIn(world, account, BILLING), needs, ({ settings, terms, subscription }, { now }) =>
      subscription ? [] : [startSubscription(account, settings.data.zone, terms.data.since, now)],
    );
  }
}
