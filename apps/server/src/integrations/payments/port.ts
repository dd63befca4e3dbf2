import type { ProviderCard } from "@callboard/domain/cards/schema";
import type { Provider } from "@callboard/domain/cards/types";
import type { Instant } from "@callboard/domain/core/time";
import type { Actor } from "@callboard/domain/core/actor";

/** A request for the page on which a person enters one card for an account. */
export interface CardPageRequest {
  accountId: string;
  accountName: string;
  /** The person who requested the page. */
  person: string;
  /** The zone for card expiry. */
  zone: string;
}

/** A charge to a card stored at the provider. The same `key` is the same charge, however often it is sent. */
export interface ChargeOrder {
  key: string;
  customer: string;
  cardRef: string;
  cents: number;
  currency: string;
}

/** Identifies a charge: its key, its customer, and the earliest time it was requested. */
export interface ChargeLookup {
  key: string;
  customer: string;
  since: Instant;
}

/** A refund to the card that `charge` charged. */
export interface RefundOrder {
  key: string;
  charge: ChargeLookup;
  cents: number;
}

/** `gone`: the provider no longer stores the card. */
export type DeclineReason = "insufficient funds" | "stolen" | "expired" | "gone" | "other";
/** After these declines a card isn't tried again automatically. */
export const HARD_DECLINES: readonly DeclineReason[] = ["stolen", "expired", "gone"];

/** The outcome of a charge or refund, as far as the provider knows it. */
export type ChargeAnswer =
  | { outcome: "done" }
  | { outcome: "declined"; reason: DeclineReason }
  /** The cardholder must approve it: nothing is charged yet, and it must be canceled. */
  | { outcome: "approval needed" }
  /** Not accepted: too many requests. */
  | { outcome: "busy" }
  /** The key was never received: nothing was done. */
  | { outcome: "not received" }
  /** Accepted, not decided yet. */
  | { outcome: "pending" }
  /** Canceled before anything was charged. */
  | { outcome: "canceled" };

/**
 * An event from the provider. `id`: the event's, the same on every delivery. `at`: when it happened, by the provider's
 * clock. `customer`: the account's customer id there. `by`: the person who asked for the card page.
 */
export type ProviderEvent = { id: string; at: Instant } & (
  | { is: "card added"; customer: string; card: ProviderCard; by: string | null }
  | { is: "card updated"; customer: string; card: ProviderCard }
  /** This charge or refund changed: check its outcome. */
  | { is: "charge changed"; key: string }
);

/** The event isn't from the provider or was altered on the way. */
export class InvalidSignature extends Error {}

/**
 * The port to a card provider. Its methods may throw `IndefiniteAnswer`, or the signal's reason when they are aborted. Card
 * numbers are entered on the provider's page and never pass through here.
 */
export interface CardProvider {
  readonly name: Provider;
  /** The timeout of a request to the provider. */
  readonly timeoutMs: number;
  /** The account's customer id. */
  findOrCreateCustomer(account: { id: string; name: string }, signal: AbortSignal): Promise<string>;
  /** The URL of the provider's page for entering a card. */
  cardPage(customer: string, request: CardPageRequest, signal: AbortSignal): Promise<string>;
  /** Deletes a card. Succeeds if it doesn't exist. */
  removeCard(cardRef: string, signal: AbortSignal): Promise<void>;
  charge(order: ChargeOrder, signal: AbortSignal): Promise<ChargeAnswer>;
  /** The outcome of a charge. */
  checkCharge(charge: ChargeLookup, signal: AbortSignal): Promise<ChargeAnswer>;
  /** Cancels a charge that waits for approval. `done` if it was approved meanwhile. */
  cancelCharge(charge: ChargeLookup, signal: AbortSignal): Promise<ChargeAnswer>;
  refund(order: RefundOrder, signal: AbortSignal): Promise<ChargeAnswer>;
  checkRefund(order: RefundOrder, signal: AbortSignal): Promise<ChargeAnswer>;
  /** Parses a webhook event; null if it is irrelevant. Throws `InvalidSignature`. */
  parseWebhook(body: string, headers: Headers): Promise<ProviderEvent | null>;
}
/** The actor of changes that the provider makes. */
export const PROVIDER_ACTOR: Actor = { as: "job", id: "payments" };
