import { cardAdded, cardUpdated } from "@callboard/domain/cards";
import type { Actor } from "@callboard/domain/actor";
import { Failure } from "@callboard/domain/failure";
import { type Context, Hono } from "hono";
import { stmt } from "../db.ts";
import { one, where } from "../needs.ts";
import { broken, refused } from "../refusal.ts";
import { scopeIn } from "../runs/scope.ts";
import { commit } from "../store.ts";
import type { World } from "../world.ts";
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
      const event = payments.hear(body, c.req.raw.headers);
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
  const scope = scopeIn(world, account, by);
  const needs = { wallet: one("wallet", account), cards: where("card", "account") };
  await commit(scope, needs, ({ wallet, cards }, { newId }) => {
    if (event.is === "card added") return cardAdded(account, wallet, cards, event.card, newId(), by);
    const card = cards.find(({ data }) => data.ref === event.card.ref);
    return card ? cardUpdated(card, event.card, by) : [];
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
