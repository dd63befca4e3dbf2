import { payerOf } from "@callboard/domain/account";
import { daysAfter } from "@callboard/domain/calendar";
import { book } from "@callboard/domain/ledger";
import { phrase } from "@callboard/domain/phrase";
import {
  type Billed,
  GRACE_DAYS,
  renewNumbers,
  renewSubscription,
  startSubscription,
  UNPAID_HOLD_DAYS,
} from "@callboard/domain/renewals";
import { BILLING } from "@callboard/domain/usage";
import { consoleLink } from "./consoleLink.ts";
import { type Row, stmt } from "./db.ts";
import { administrators } from "./mail/administrators.ts";
import { letterEffects } from "./mail/letters.ts";
import { balance, known, maybe, one, these } from "./needs.ts";
import { scopeIn } from "./runs/scope.ts";
import type { Scope } from "./scope.ts";
import { commit, look } from "./store.ts";
import type { World } from "./world.ts";

/** So many numbers of an account are renewed in one commit. */
const AT_ONCE = 100;

const DUE = `SELECT account, kind, id FROM keys WHERE kind IN ('number', 'subscription') AND name = 'due' AND value <= ?
  ORDER BY value, account, kind DESC LIMIT 1000`;
const UNPAID =
  "SELECT account, kind, id FROM keys WHERE kind = 'number' AND name = 'unpaid' AND value = 'yes' ORDER BY account, id";

/**
 * Charges what time alone makes due: a further month of numbers and subscriptions, in the order in which they fell due.
 * Each due day is paid once, whoever looks and however often. Goes on until nothing is left to be done.
 */
export async function bill(world: World, stopped: () => boolean = () => false): Promise<number> {
  let done = 0;
  // What was looked at in vain stays due, a number in grace for one: only what moved is looked for again.
  for (let moved = -1; moved !== 0 && !stopped();) {
    moved = 0;
    for (const query of [stmt(DUE, String(world.now()).padStart(16, "0")), stmt(UNPAID)]) {
      const [due] = await world.db.read([query]);
      for (const part of parts(due!)) if (!stopped()) moved += await renew(world, part);
    }
    done += moved;
  }
  return done;
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

/** Answers how many records moved. */
async function renew(world: World, { account: id, subscription: isDue, numbers: ids }: Part): Promise<number> {
  const base: Scope = { ...scopeIn(world, id, BILLING), calm: true };
  const { account: settings } = await look(base, { account: one("account", id) });
  const payer = payerOf(id, settings.data);
  const scope = { ...base, reach: payer === id ? [] : [payer] };
  const needs = {
    numbers: these("number", ids),
    account: one("account", id),
    paying: one("account", payer, payer),
    terms: one("terms", id),
    lifecycle: one("lifecycle", id),
    subscription: known("subscription", id),
    sum: balance(book(payer, "balance")),
    told: administrators([id, payer]),
  };
  return commit<typeof needs, number>(scope, needs, (facts, given) => {
    const { account, paying, terms, numbers, lifecycle, subscription, sum, told } = facts;
    if (payerOf(id, account.data) !== payer) return { effects: [], answer: 1 };
    const { zone } = account.data;
    const service = { lifecycle: lifecycle.data, balanceMicros: sum, parkedServes: terms.data.parkedServes };
    const billed: Billed = { account: id, zone, payer, currency: terms.data.currency, terms: terms.data, service };
    const first = isDue && subscription ? renewSubscription(billed, subscription, given.now) : [];
    const left = first.length > 0 ? { ...service, balanceMicros: sum - spentBy(first) } : service;
    const renewed = renewNumbers({ ...billed, service: left }, numbers, given);
    const names = { account: account.data.name, payer: paying.data.name };
    const letters = [
      ...letter(world, scope, told, names, "grace", renewed.unpaid, daysAfter(given.now, GRACE_DAYS, zone)),
      ...letter(world, scope, told, names, "held", renewed.held, daysAfter(given.now, UNPAID_HOLD_DAYS, zone)),
    ];
    const effects = [...first, ...renewed.effects];
    return { effects: [...effects, ...letters], answer: effects.filter(({ do: what }) => what === "save").length };
  });
}

const spentBy = (effects: readonly { do: string; movement?: { micros: number } }[]): number =>
  effects.reduce((spent, { movement }) => spent + (movement?.micros ?? 0), 0);

/** One mail to each administrator about all numbers that it happened to at once. */
function letter(
  world: World,
  scope: Scope,
  to: readonly string[],
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
  return to.flatMap((email) => letterEffects(world, scope, { account: scope.account, to: email, subject, text, link }));
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
