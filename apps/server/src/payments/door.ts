import { cardAdded, cardUpdated } from "@callboard/domain/cards";
import { askAgain } from "@callboard/domain/errands";
import { book } from "@callboard/domain/ledger";
import { chargeOf } from "@callboard/domain/recharge";
import { declineReversed } from "@callboard/domain/chargeEndings";
import type { Actor } from "@callboard/domain/actor";
import { Failure } from "@callboard/domain/failure";
import { type Context, Hono } from "hono";
import { stmt } from "../db.ts";
import { administrators } from "../mail/administrators.ts";
import { balance, known, one, where } from "../needs.ts";
import { broken, refused } from "../refusal.ts";
import { scopeIn } from "../runs/scope.ts";
import { commit, look } from "../store.ts";
import type { World } from "../world.ts";
import { soughtFor } from "./facts.ts";
import { reversedLetters } from "./letters.ts";
import { NotSigned, type ProviderEvent } from "./port.ts";

const BODY_MAX = 64 * 1024;
/** What the provider does by itself. */
const PROVIDER: Actor = { as: "job", id: "payments" };

/** Where the payment provider tells of what happened. Nothing is believed that it has not signed. */
export function paymentDoor(world: World): Hono {
  const app = new Hono();
  app.post("/:provider", async (c) => {
    const { payments, log } = world;
    if (c.req.param("provider") !== payments.name) return c.notFound();
    try {
      const body = await c.req.text();
      if (body.length > BODY_MAX) return c.body(null, 413);
      const event = await payments.hear(body, c.req.raw.headers);
      if (event !== null) await take(world, event);
      return c.json({ taken: true });
    } catch (error) {
      return answered(c, error, (odd) => log.error({ err: odd }, "a message of the payment provider broke"));
    }
  });
  return app;
}

function answered(c: Context, error: unknown, tell: (error: unknown) => void): Response {
  if (error instanceof NotSigned) return c.body(null, 401);
  if (error instanceof Failure) return refused(c, error);
  tell(error);
  return broken(c, "");
}

/** Told twice is told once: what it says is compared with what is there. */
export async function take(world: World, event: ProviderEvent): Promise<void> {
  const account = await accountOf(world, event.customer);
  // Of a customer that nobody here has, there is nothing to be kept.
  if (account === null) return;
  const by: Actor = event.is === "card added" && event.by !== null ? { as: "person", id: event.by } : PROVIDER;
  if (event.is === "charge changed") return chargeChanged(world, account, event.key);
  const scope = scopeIn(world, account, by);
  const needs = { wallet: one("wallet", account), cards: where("card", "account") };
  await commit(scope, needs, ({ wallet, cards }, { newId }) => {
    if (event.is === "card added") return cardAdded(account, wallet, cards, event.card, newId(), by);
    const card = cards.find(({ data }) => data.ref === event.card.ref);
    return card ? cardUpdated(card, event.card, by) : [];
  });
}

/** Nobody is believed by a word: the provider is asked. An open charge is asked about by its errand. */
async function chargeChanged(world: World, account: string, key: string): Promise<void> {
  const scope = scopeIn(world, account, PROVIDER);
  const { charge } = await look(scope, { charge: known("charge", key) });
  if (!charge) return;
  if (charge.data.state === "unknown") {
    await commit(scope, { charge: known("charge", key) }, ({ charge: now }, given) =>
      now?.data.state === "unknown" ? askAgain(now, given.now) : [],
    );
    return;
  }
  if (charge.data.what !== "charge card" || charge.data.state !== "declined") return;
  const { recharge: id } = chargeOf(charge);
  const answer = await world.payments.ask(soughtFor(charge), AbortSignal.timeout(world.payments.patienceMs));
  if (answer.is !== "done") return;
  const needs = {
    charge: one("charge", key),
    recharge: one("recharge", id),
    own: one("account", account),
    terms: one("terms", account),
    told: administrators([account]),
    sum: balance(book(account, "balance")),
  };
  await commit(scope, needs, ({ charge: declined, recharge, own, terms, told, sum }, { now }) => {
    const effects = declineReversed(declined, { account, recharge }, now);
    if (effects.length === 0) return [];
    const mailed = { account: own.data.name, told, sum, currency: terms.data.currency };
    return [...effects, ...reversedLetters(world, scope, mailed, declined)];
  });
}

async function accountOf({ db, payments }: World, customer: string): Promise<string | null> {
  const [rows] = await db.read([
    stmt(
      "SELECT account FROM keys WHERE space = '' AND kind = 'wallet' AND name = '=customer' AND value = ?",
      `${payments.name}:${customer}`,
    ),
  ]);
  return rows![0]?.account ?? null;
}
