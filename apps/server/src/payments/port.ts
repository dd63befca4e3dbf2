import type { FoundCard } from "@callboard/domain/cards.schema";
import type { Provider } from "@callboard/domain/cards";

/** Where a card is entered: for one account, by one person, once. Passed through the provider and back unchanged. */
export interface Entering {
  account: string;
  /** The person who asked for the page. */
  by: string;
}

/** What a provider tells by itself. `customer`: who the account is there. */
export type ProviderEvent =
  | { is: "card added"; customer: string; card: FoundCard; by: string | null }
  | { is: "card updated"; customer: string; card: FoundCard };

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
  /** What a message to our door says; null where it is nothing to us. Throws `NotSigned`. */
  hear(body: string, headers: Headers): ProviderEvent | null;
}
