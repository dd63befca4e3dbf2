import type { Actor } from "@callboard/domain/core/actor";
import { ProviderCard } from "@callboard/domain/cards/schema";
import { addCard, updateCard, cleanHolderName } from "@callboard/domain/cards/providerUpdates";
import { may, type Membership } from "@callboard/domain/core/permissions";
import { Failure, fail } from "@callboard/domain/core/failure";
import { badInput } from "../../rpc/badInput.ts";
import { NO_QUERY, findOne, findAll } from "../../store/queries.ts";
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
  const { customer, at, id: messageId } = event;
  const card = checkCard(event.card);
  const account = await findCustomerAccount(services, customer);
  // Nothing to save for a customer that nobody here has.
  if (account === null) return;
  const by: Actor = event.is === "card added" && event.by !== null ? { as: "person", id: event.by } : PROVIDER_ACTOR;
  const { name: provider } = services.payments;
  // The message's id is the idempotency key, so that a repeated message changes nothing.
  const command = {
    actor: `provider:${provider}`,
    procedure: "payments",
    key: messageId,
    hash: `${messageId} ${card.providerRef}`,
  };
  const scope = { ...systemScope(services, account, by), command };
  const queries = {
    wallet: findOne("wallet", account),
    cards: findAll("card"),
    knownCards: findProviderCards(provider, customer),
    membership: by === PROVIDER_ACTOR ? NO_QUERY : findMembership(subjectOf(by)),
  };
  const saved = commit(scope, queries, ({ wallet, cards, knownCards, membership }, { newId }) => [
    ...checkPermission(membership),
    ...(event.is === "card added"
      ? addCard(account, wallet, cards, { card, at }, knownCards, newId(), by)
      : updateCard(cards, { card, at }, knownCards, by)),
    saveProviderCard({ account, provider, customer }, card, { at, isAdded: event.is === "card added" }),
  ]);
  await saved.catch(async (error: unknown) => {
    if (!(error instanceof Failure) || error.code === "busy") throw error;
    // A card that isn't saved here must not be chargeable: the provider forgets it too.
    if (event.is === "card added") await forgetCard(services, card.providerRef);
    throw error.key === "api.idempotencyKeyReused" ? new Failure("conflict", "cards.pageUsed", {}) : error;
  });
}

/** Checks every card that a provider sends. Throws `invalid` if it isn't one; the name on it is free text. */
function checkCard(card: ProviderCard): ProviderCard {
  const parsed = ProviderCard.safeParse({ ...card, holder: cleanHolderName(card.holder) });
  if (!parsed.success) throw badInput(parsed.error) ?? parsed.error;
  return parsed.data;
}

/** The person who opened the page may have lost the permission meanwhile. */
function checkPermission(membership: Membership | null): [] {
  return membership === null || may(membership, "manage money") ? [] : fail("forbidden", "cards.pageForbidden");
}

async function forgetCard({ payments, log }: Services, ref: string): Promise<void> {
  await payments
    .removeCard(ref, AbortSignal.timeout(payments.timeoutMs))
    .catch(() => log.warn({ ref }, "could not ask the payment provider to delete a card that was not saved"));
}
