import type { Actor } from "@callboard/domain/core/actor";
import { ProviderCard } from "@callboard/domain/cards/schema";
import { addCard, updateCard, cleanHolderName } from "@callboard/domain/cards/providerUpdates";
import { may, type Membership } from "@callboard/domain/core/permissions";
import { Failure, fail } from "@callboard/domain/core/failure";
import { badInput } from "../../rpc/badInput.ts";
import { NO_QUERY, findOne, findMany } from "../../store/queries.ts";
import { findMembership, subjectOf } from "../../auth/memberships.ts";
import { systemScope } from "../../store/systemScope.ts";
import { commit } from "../../store/commit.ts";
import type { Services } from "../../services.ts";
import { PROVIDER_ACTOR } from "../../integrations/payments/port.ts";
import { findProviderCards, saveProviderCard, findCustomerAccount } from "./reads.ts";
import type { ProviderEvent } from "../../integrations/payments/port.ts";

/** Handles the provider's message about a card. A message that arrives again has no further effect. */
export async function handleCardEvent(
  services: Services,
  event: Exclude<ProviderEvent, { is: "charge changed" }>,
): Promise<void> {
  const { customer, at, id: message } = event;
  const card = checkCard(event.card);
  const account = await findCustomerAccount(services, customer);
  // Nothing to save for a customer that nobody here has.
  if (account === null) return;
  const by: Actor = event.is === "card added" && event.by !== null ? { as: "person", id: event.by } : PROVIDER_ACTOR;
  const { name: provider } = services.payments;
  const command = {
    actor: `provider:${provider}`,
    procedure: "payments",
    key: message,
    hash: `${message} ${card.ref}`,
  };
  const scope = { ...systemScope(services, account, by), command };
  const queries = {
    wallet: findOne("wallet", account),
    cards: findMany("card", "account"),
    heard: findProviderCards(provider, customer),
    rights: by === PROVIDER_ACTOR ? NO_QUERY : findMembership(subjectOf(by)),
  };
  const taken = commit(scope, queries, ({ wallet, cards, heard, rights }, { newId }) => [
    ...checkPermission(rights),
    ...(event.is === "card added"
      ? addCard(account, wallet, cards, { card, at }, heard, newId(), by)
      : updateCard(cards, { card, at }, heard, by)),
    saveProviderCard({ provider, customer }, card, { at, isAdded: event.is === "card added" }),
  ]);
  await taken.catch(async (error: unknown) => {
    if (!(error instanceof Failure) || error.code === "busy") throw error;
    // A card that isn't saved here must not be chargeable: the provider forgets it too.
    if (event.is === "card added") await forgetCard(services, card.ref);
    throw error.key === "call.keyReused" ? new Failure("conflict", "cards.pageUsed", {}) : error;
  });
}

/** Checks every card that a provider sends. Throws `invalid` if it isn't one; the name on it is free text. */
function checkCard(told: ProviderCard): ProviderCard {
  const read = ProviderCard.safeParse({ ...told, holder: cleanHolderName(told.holder) });
  if (!read.success) throw badInput(read.error) ?? read.error;
  return read.data;
}

/** The person who opened the page may have lost the permission meanwhile. */
function checkPermission(rights: Membership | null): [] {
  return rights === null || may(rights, "manage money") ? [] : fail("forbidden", "cards.pageLost");
}

async function forgetCard({ payments, log }: Services, ref: string): Promise<void> {
  await payments
    .forget(ref, AbortSignal.timeout(payments.patienceMs))
    .catch(() => log.warn({ ref }, "could not ask the payment provider to delete a card that was not saved"));
}
