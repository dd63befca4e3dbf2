import { HOLD_DAYS, HOLD_DAYS_MAX, holdCost } from "@callboard/domain/holding";
import { DAY } from "@callboard/domain/time";
import type { Answers, Inputs } from "../../api.ts";

export type Leaving = Answers["lifecycle"]["numbers"];
export type LeavingNumber = Leaving["numbers"][number];
type Asked = NonNullable<Inputs["lifecycle"]["proposeCancel"]>;
export type Parting = NonNullable<Asked["others"]>;

/** What somebody has chosen so far; days as they were typed. */
export interface Choice {
  is: "hold" | "release" | "move";
  days: string;
  to: string;
}

export const FIRST: Choice = { is: "hold", days: String(HOLD_DAYS), to: "" };

export const daysOf = ({ days }: Choice): number => (/^\d{1,4}$/.test(days.trim()) ? Number(days) : Number.NaN);
export const isOdd = (choice: Choice): boolean => {
  const days = daysOf(choice);
  return choice.is === "hold" && !(days >= 1 && days <= HOLD_DAYS_MAX);
};

export function partingOf(choice: Choice): Parting {
  if (choice.is === "move") return { is: "move", to: choice.to };
  return choice.is === "hold" ? { is: "hold", days: daysOf(choice) } : { is: "release" };
}

/** Null where there is nothing to say about it: it is held or leaving already. */
export function priceOf(number: LeavingNumber, choice: Choice, { now, currency }: Leaving): number | null {
  if (number.is !== "active" || choice.is !== "hold" || isOdd(choice)) return null;
  return holdCost(number.feeMicros, currency, number.paidTo, now + daysOf(choice) * DAY);
}
