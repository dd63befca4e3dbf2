import type { Actor } from "@callboard/domain/actor";
import { declineReversed } from "@callboard/domain/chargeEndings";
import type { Effect } from "@callboard/domain/decision";
import { askAgain, type Errand } from "@callboard/domain/errands";
import { book } from "@callboard/domain/ledger";
import { chargeOf } from "@callboard/domain/recharge";
import { refundFailed } from "@callboard/domain/refunds";
import { stmt } from "../db.ts";
import { entryUnder } from "../entries.ts";
import { refundSought } from "../errands/refunding.ts";
import { administrators } from "../mail/administrators.ts";
import { known, one } from "../needs.ts";
import { balance } from "../bookNeeds.ts";
import { scopeIn } from "../runs/scope.ts";
import type { Scope } from "../scope.ts";
import { commit, look } from "../store.ts";
import type { World } from "../world.ts";
import { soughtFor } from "./facts.ts";
import { failedLetters, reversedLetters } from "./letters.ts";
import type { ChargeAnswer } from "./port.ts";

/** What the provider does by itself. */
export const PROVIDER: Actor = { as: "job", id: "payments" };
const TRIES = 5;

/**
 * Something became of a charge or a refund. It is found by its own key, whoever has the cards by now, and nobody is
 * believed by a word: the provider is asked what became of it, and its answer counts for the very version that it was
 * asked about. So it does not matter in which order messages come, nor how often.
 */
export async function chargeChanged(world: World, key: string): Promise<void> {
  const account = await accountOf(world, key);
  if (account === null) return;
  const scope = scopeIn(world, account, PROVIDER);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { charge } = await look(scope, { charge: known("charge", key) });
    if (!charge || charge.data.endedAt === null) return charge ? askedAgain(scope, charge) : undefined;
    const isRefund = charge.data.what === "refund card";
    const said = isRefund
      ? await world.payments.askRefund(refundSought(charge), AbortSignal.timeout(world.payments.patienceMs))
      : await world.payments.ask(soughtFor(charge), AbortSignal.timeout(world.payments.patienceMs));
    if (!isNews(charge, said)) return;
    if (await (isRefund ? failed(world, scope, charge) : reversed(world, scope, charge))) return;
  }
}

/** A payment that was declined was made after all, or a refund that was made came back. */
const isNews = ({ data }: Errand, { is }: ChargeAnswer): boolean =>
  data.what === "refund card"
    ? data.state === "settled" && is === "declined"
    : data.state === "declined" && is === "done";

/** One that is open is asked about by its errand: now, where its outcome is unknown. */
async function askedAgain(scope: Scope, { id }: Errand): Promise<void> {
  await commit(scope, { charge: known("charge", id) }, ({ charge }, { now }) =>
    charge?.data.state === "unknown" ? askAgain(charge, now) : [],
  );
}

const around = (account: string) => ({
  own: one("account", account),
  terms: one("terms", account),
  told: administrators([account]),
  sum: balance(book(account, "balance")),
});

function reversed(world: World, scope: Scope, asked: Errand): Promise<boolean> {
  const { account, id } = asked;
  const needs = { ...around(account), charge: one("charge", id), recharge: one("recharge", chargeOf(asked).recharge) };
  return commit<typeof needs, boolean>(scope, needs, ({ charge, recharge, own, terms, told, sum }, { now }) => {
    if (charge.version !== asked.version) return { effects: [], answer: false };
    const mailed = { account: own.data.name, told, sum, currency: terms.data.currency };
    const effects = declineReversed(charge, { account, recharge }, now);
    return { effects: [...effects, ...reversedLetters(world, scope, mailed, charge)], answer: true };
  });
}

function failed(world: World, scope: Scope, asked: Errand): Promise<boolean> {
  const { account, id } = asked;
  const needs = { ...around(account), refund: one("charge", id), entry: entryUnder(`refund:${id}`) };
  return commit<typeof needs, boolean>(scope, needs, ({ refund, entry, own, terms, told, sum }, { now }) => {
    if (refund.version !== asked.version || entry === null) return { effects: [], answer: false };
    const mailed = { account: own.data.name, told, sum, currency: terms.data.currency };
    const effects: Effect[] = refundFailed(refund, entry, now);
    return { effects: [...effects, ...failedLetters(world, scope, mailed, refund)], answer: true };
  });
}

async function accountOf({ db }: World, key: string): Promise<string | null> {
  const [rows] = await db.read([stmt("SELECT account FROM records WHERE kind = 'charge' AND id = ?", key)]);
  return rows![0]?.account ?? null;
}
