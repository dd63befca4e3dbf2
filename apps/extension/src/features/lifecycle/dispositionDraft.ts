import { daysAfter } from "@callboard/domain/core/calendar";
import { HOLD_DAYS, HOLD_DAYS_MAX, holdCost } from "@callboard/domain/lifecycle/holdCost";
import { money } from "@callboard/domain/core/money";
import type { Outputs, Inputs } from "../../data/api.ts";

export type CancellationNumbers = Outputs["lifecycle"]["numbers"];
export type CancellationNumber = CancellationNumbers["numbers"][number];
type CancelInput = NonNullable<Inputs["lifecycle"]["proposeCancel"]>;
export type Disposition = NonNullable<CancelInput["others"]>;

/** The choice so far; days are kept as typed. */
export interface DispositionDraft {
  is: "hold" | "release" | "move" | "forward";
  days: string;
  /** The account that it moves to. */
  to: string;
  /** The number that it forwards to, and for how many minutes. */
  phone: string;
  minutes: string;
}

export const INITIAL_DRAFT: DispositionDraft = {
  is: "hold",
  days: String(HOLD_DAYS),
  to: "",
  phone: "",
  minutes: "100",
};
const MINUTES_MAX = 100_000;

const parseWhole = (text: string): number => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN);
const isWithin = (value: number, most: number): boolean => value >= 1 && value <= most;
const daysOf = ({ days }: DispositionDraft): number => parseWhole(days);
const minutesOf = ({ minutes }: DispositionDraft): number => parseWhole(minutes);

/** The first invalid field, or null if all are valid. */
export function invalidField(choice: DispositionDraft): "days" | "phone" | "minutes" | null {
  const { is } = choice;
  if (is !== "hold" && is !== "forward") return null;
  if (!isWithin(daysOf(choice), HOLD_DAYS_MAX)) return "days";
  if (is === "hold") return null;
  if (choice.phone.trim() === "") return "phone";
  return isWithin(minutesOf(choice), MINUTES_MAX) ? null : "minutes";
}

export function dispositionOf(choice: DispositionDraft): Disposition {
  if (choice.is === "move") return { is: "move", to: choice.to };
  if (choice.is === "forward")
    return { is: "forward", to: choice.phone.trim(), days: daysOf(choice), minutes: minutesOf(choice) };
  return choice.is === "hold" ? { is: "hold", days: daysOf(choice) } : { is: "release" };
}

/** Null if there is no price to show: the number is held or leaving already. */
export function priceOf(
  number: CancellationNumber,
  choice: DispositionDraft,
  { now, zone, currency }: CancellationNumbers,
): number | null {
  const costs = choice.is === "hold" || choice.is === "forward";
  if (number.is !== "active" || !costs || invalidField(choice) !== null) return null;
  const until = daysAfter(now, daysOf(choice), zone);
  const days = holdCost(money(number.feeMicros, currency), { paidTo: number.paidTo, until, zone });
  return choice.is === "hold" ? days : days + minutesOf(choice) * number.minuteMicros;
}
