import type { ProviderCard } from "@callboard/domain/cards/schema";
import type { Provider } from "@callboard/domain/cards/rules";
import type { Instant } from "@callboard/domain/core/time";
import type { Actor } from "@callboard/domain/core/actor";

/** Where a card is entered: for one account, by one person, once. Passed through the provider and back unchanged. */
export interface CardEntry {
  id: string;
  /** The account's name. */
  account: string;
  /** The person who asked for the page. */
  by: string;
  /** In which the card's last day is counted. */
  zone: string;
}

/** A charge of a card that is kept at the provider. The same `key` is the same charge, however often it comes. */
export interface ChargeOrder {
  key: string;
  customer: string;
  card: string;
  cents: number;
  currency: string;
}

/** Which charge is meant: by its key, of this customer, and not wanted before `since`. */
export interface ChargeLookup {
  key: string;
  customer: string;
  since: Instant;
}

/** Money back to the card that `charge` took it from. */
export interface RefundOrder {
  key: string;
  charge: ChargeLookup;
  cents: number;
}

/** `gone`: the provider keeps no such card any more. */
export type Decline = "declined" | "funds" | "stolen" | "expired" | "gone";
/** A card that is declined so is not tried again by itself. */
export const HARD_DECLINES: readonly Decline[] = ["stolen", "expired", "gone"];

export type ChargeAnswer =
  | { is: "done" }
  | { is: "declined"; reason: Decline }
  /** The cardholder would have to approve it: nothing is charged yet, and it is to be canceled. */
  | { is: "approval" }
  /** Nothing was taken up: too many calls. */
  | { is: "busy" }
  /** The key never arrived: nothing was done. */
  | { is: "unheard" }
  /** Taken up, and not decided yet. */
  | { is: "pending" }
  /** Called off before anything was charged. */
  | { is: "canceled" };

/**
 * What a provider tells by itself. `id`: of the message, the same however often it is sent. `at`: when it happened, by the
 * provider's own clock. `customer`: who the account is there.
 */
export type ProviderEvent = { id: string; at: Instant } & (
  | { is: "card added"; customer: string; card: ProviderCard; by: string | null }
  | { is: "card updated"; customer: string; card: ProviderCard }
  /** Something became of this charge or refund: it is asked about. */
  | { is: "charge changed"; key: string }
);

/** What arrived is not from the provider, or was changed on its way. */
export class InvalidSignature extends Error {}

/**
 * The way to whoever charges cards. Calls may throw `NoAnswer`, or the signal's reason when it is aborted. Card numbers go
 * to the provider's own page and never through here.
 */
export interface CardProvider {
  readonly name: Provider;
  /** How long a call may take. */
  readonly patienceMs: number;
  /** Who the account is at the provider; asked again it is the same one. */
  customer(account: { id: string; name: string }, signal: AbortSignal): Promise<string>;
  /** The address of a page of the provider's on which a card is entered. */
  cardPage(customer: string, entering: CardEntry, signal: AbortSignal): Promise<string>;
  /** Lets a card go. One that is not there is gone already. */
  forget(ref: string, signal: AbortSignal): Promise<void>;
  charge(order: ChargeOrder, signal: AbortSignal): Promise<ChargeAnswer>;
  /** What became of a charge. */
  ask(charge: ChargeLookup, signal: AbortSignal): Promise<ChargeAnswer>;
  /** Calls off what waits for an approval. `done` where it was approved meanwhile. */
  cancel(charge: ChargeLookup, signal: AbortSignal): Promise<ChargeAnswer>;
  refund(order: RefundOrder, signal: AbortSignal): Promise<ChargeAnswer>;
  askRefund(order: RefundOrder, signal: AbortSignal): Promise<ChargeAnswer>;
  /** What a message to our door says; null where it is nothing to us. Throws `NotSigned`. */
  hear(body: string, headers: Headers): Promise<ProviderEvent | null>;
}
/** What the provider does by itself. */
export const PROVIDER_ACTOR: Actor = { as: "job", id: "payments" };
