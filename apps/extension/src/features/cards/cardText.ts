import type { Outputs } from "../../data/api.ts";
import { DAY } from "@callboard/domain/core/time";
import { sliceCode } from "@callboard/domain/core/text/text";

export type Card = Outputs["cards"]["list"]["cards"][number];

/** `Visa 4242`, or the card's name in this account. */
export const cardText = ({ name, brand, last4 }: Pick<Card, "name" | "brand" | "last4">): string =>
  name === "" ? `${brand} ${last4}` : `${name} (${last4})`;

/** `05/29`, as printed on the card. */
export const expiryText = ({ expMonth, expYear }: Pick<Card, "expMonth" | "expYear">): string =>
  `${String(expMonth).padStart(2, "0")}/${sliceCode(String(expYear), -2)}`;

const SOON_DAYS = 30;

/** A card that can't be tried anyway doesn't count. */
export const expiresSoon = ({ endsAt, state }: Card, now: number): boolean =>
  state === "ok" && endsAt - now <= SOON_DAYS * DAY;
