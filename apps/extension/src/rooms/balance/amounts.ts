import { decimal, parseMoney } from "@callboard/domain/money";

/** What stands in a field for an amount. */
export const typedOf = (micros: number): string => decimal(micros);

/** What was typed, in micros; null where it is no amount. */
export const microsOf = (typed: string): number | null => parseMoney(typed);

const SIGNS: Record<string, string> = { USD: "$", EUR: "€", GBP: "£", CAD: "$", AUD: "$" };
export const signOf = (currency: string): string => SIGNS[currency] ?? currency;
