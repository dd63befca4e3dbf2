import { toDecimal, parseMoney } from "@callboard/domain/core/money";

/** What stands in a field for an amount. */
export const amountText = (micros: number): string => toDecimal(micros);

/** What was typed, in micros; null where it is no amount. */
export const parseAmount = (typed: string): number | null => parseMoney(typed);

const CURRENCY_SYMBOLS: Record<string, string> = { USD: "$", EUR: "€", GBP: "£", CAD: "$", AUD: "$" };
export const currencySymbol = (currency: string): string => CURRENCY_SYMBOLS[currency] ?? currency;
