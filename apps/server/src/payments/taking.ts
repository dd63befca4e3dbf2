import type { Actor } from "@callboard/domain/actor";
import { cardAdded, cardUpdated } from "@callboard/domain/cardWords";
import { stmt } from "../db.ts";
import { one, where } from "../needs.ts";
import { scopeIn } from "../runs/scope.ts";
import { commit } from "../store.ts";
import type { World } from "../world.ts";
import { chargeChanged, PROVIDER } from "./changed.ts";
import { heardOf, keepHeard } from "./heardCards.ts";
import type { ProviderEvent } from "./port.ts";

/** Takes what the provider tells. A message that comes again, by its id, does nothing again. */
export const take = (world: World, event: ProviderEvent): Promise<void> =>
  event.is === "charge changed" ? chargeChanged(world, event.key) : cardTold(world, event);

async function cardTold(world: World, event: Exclude<ProviderEvent, { is: "charge changed" }>): Promise<void> {
  const { customer, card, at, id: message } = event;
  const account = await accountOf(world, customer);
  // Of a customer that nobody here has, there is nothing to be kept.
  if (account === null) return;
  const by: Actor = event.is === "card added" && event.by !== null ? { as: "person", id: event.by } : PROVIDER;
  const { name: provider } = world.payments;
  const command = { actor: `provider:${provider}`, procedure: "payments", key: message, hash: message };
  const scope = { ...scopeIn(world, account, by), command };
  const needs = {
    wallet: one("wallet", account),
    cards: where("card", "account"),
    heard: heardOf(provider, customer),
  };
  await commit(scope, needs, ({ wallet, cards, heard }, { newId }) => [
    ...(event.is === "card added"
      ? cardAdded(account, wallet, cards, { card, at }, heard, newId(), by)
      : cardUpdated(cards, { card, at }, heard, by)),
    keepHeard({ provider, customer }, { ref: card.ref, fingerprint: card.fingerprint, at }),
  ]);
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
