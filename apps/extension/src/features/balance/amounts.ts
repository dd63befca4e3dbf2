import { toDecimal, parseMoney } from "@callboard/domain/core/money";

/** The text of an amount in an input field. */
export const amountText = (micros: number): string => toDecimal(micros);

/** The typed amount in micros; null if it is invalid. */
export const parseAmount = (typed: string): number | null => parseMoney(typed);

const CURRENCY_SYMBOLS: Record<string, string> = { USD: "$", EUR: "€", GBP: "£", CAD: "$", AUD: "$" };
export const currencySymbol = (currency: string): string => CURRENCY_SYMBOLS[currency] ?? currency;
