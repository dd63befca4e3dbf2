import type { Actor } from "@callboard/domain/actor";
import { FoundCard } from "@callboard/domain/cards.schema";
import { cardAdded, cardUpdated, holderHeard } from "@callboard/domain/cardWords";
import { may, type Standing } from "@callboard/domain/access";
import { Failure, refuse } from "@callboard/domain/failure";
import { badInput } from "../bad-input.ts";
import { stmt } from "../db.ts";
import { NONE, one, where } from "../needs.ts";
import { rightsOf, whoIs } from "../rights.ts";
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
  const { customer, at, id: message } = event;
  const card = cardHeard(event.card);
  const account = await accountOf(world, customer);
  // Of a customer that nobody here has, there is nothing to be kept.
  if (account === null) return;
  const by: Actor = event.is === "card added" && event.by !== null ? { as: "person", id: event.by } : PROVIDER;
  const { name: provider } = world.payments;
  const command = {
    actor: `provider:${provider}`,
    procedure: "payments",
    key: message,
    hash: `${message} ${card.ref}`,
  };
  const scope = { ...scopeIn(world, account, by), command };
  const needs = {
    wallet: one("wallet", account),
    cards: where("card", "account"),
    heard: heardOf(provider, customer),
    rights: by === PROVIDER ? NONE : rightsOf(whoIs(by)),
  };
  const taken = commit(scope, needs, ({ wallet, cards, heard, rights }, { newId }) => [
    ...checkMay(rights),
    ...(event.is === "card added"
      ? cardAdded(account, wallet, cards, { card, at }, heard, newId(), by)
      : cardUpdated(cards, { card, at }, heard, by)),
    keepHeard({ provider, customer }, card, { at, isAdded: event.is === "card added" }),
  ]);
  await taken.catch(async (error: unknown) => {
    if (!(error instanceof Failure) || error.code === "busy") throw error;
    // What is not kept here charges nobody: the provider lets it go as well.
    if (event.is === "card added") await forget(world, card.ref);
    throw error.key === "call.keyReused" ? new Failure("conflict", "cards.pageUsed", {}) : error;
  });
}

/** Every provider's word passes here. Throws `invalid` where it is no card; the name on it is whatever somebody typed. */
function cardHeard(told: FoundCard): FoundCard {
  const read = FoundCard.safeParse({ ...told, holder: holderHeard(told.holder) });
  if (!read.success) throw badInput(read.error) ?? read.error;
  return read.data;
}

/** Whoever asked for the page may have lost the right to it while it was open. */
function checkMay(rights: Standing | null): [] {
  return rights === null || may(rights, "manage money") ? [] : refuse("forbidden", "cards.pageLost");
}

async function forget({ payments, log }: World, ref: string): Promise<void> {
  await payments
    .forget(ref, AbortSignal.timeout(payments.patienceMs))
    .catch(() => log.warn({ ref }, "the payment provider was not told that a card is not kept"));
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
