import type { FoundCard } from "@callboard/domain/cards.schema";
import type { Provider } from "@callboard/domain/cards";

/** Where a card is entered: for one account, by one person, once. Passed through the provider and back unchanged. */
export interface Entering {
  account: string;
  /** The person who asked for the page. */
  by: string;
}

/** A charge of a card that is kept at the provider. The same `key` is the same charge, however often it comes. */
export interface ChargeOrder {
  key: string;
  customer: string;
  card: string;
  cents: number;
  currency: string;
}

/** Money back to the card that a charge took it from; `charge` is that one's key. */
export interface RefundOrder {
  key: string;
  charge: string;
  cents: number;
}

export const DECLINES = ["declined", "funds", "stolen", "expired"] as const;
export type Decline = (typeof DECLINES)[number];
/** A card that is declined so is not tried again by itself. */
export const HARD: readonly Decline[] = ["stolen", "expired"];

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

/** What a provider tells by itself. `customer`: who the account is there. */
export type ProviderEvent =
  | { is: "card added"; customer: string; card: FoundCard; by: string | null }
  | { is: "card updated"; customer: string; card: FoundCard }
  /** Something became of this charge: it is asked about. */
  | { is: "charge changed"; customer: string; key: string };

/** What arrived is not from the provider, or was changed on its way. */
export class NotSigned extends Error {}

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
  cardPage(customer: string, entering: Entering, signal: AbortSignal): Promise<string>;
  /** Lets a card go. One that is not there is gone already. */
  forget(ref: string, signal: AbortSignal): Promise<void>;
  charge(order: ChargeOrder, signal: AbortSignal): Promise<ChargeAnswer>;
  /** What became of the charge with this key. */
  ask(key: string, signal: AbortSignal): Promise<ChargeAnswer>;
  /** Calls off what waits for an approval. `done` where it was approved meanwhile. */
  cancel(key: string, signal: AbortSignal): Promise<ChargeAnswer>;
  refund(order: RefundOrder, signal: AbortSignal): Promise<ChargeAnswer>;
  askRefund(key: string, signal: AbortSignal): Promise<ChargeAnswer>;
  /** What a message to our door says; null where it is nothing to us. Throws `NotSigned`. */
  hear(body: string, headers: Headers): ProviderEvent | null;
}
