import { daysAfter } from "@callboard/domain/calendar";
import { HOLD_DAYS, HOLD_DAYS_MAX, holdCost } from "@callboard/domain/holding";
import { money } from "@callboard/domain/money";
import type { Answers, Inputs } from "../../api.ts";

export type Leaving = Answers["lifecycle"]["numbers"];
export type LeavingNumber = Leaving["numbers"][number];
type Asked = NonNullable<Inputs["lifecycle"]["proposeCancel"]>;
export type Parting = NonNullable<Asked["others"]>;

/** What somebody has chosen so far; days as they were typed. */
export interface Choice {
  is: "hold" | "release" | "move" | "forward";
  days: string;
  /** The account that it moves to. */
  to: string;
  /** The number that it forwards to, and for how many minutes. */
  phone: string;
  minutes: string;
}

export const FIRST: Choice = { is: "hold", days: String(HOLD_DAYS), to: "", phone: "", minutes: "100" };
const MINUTES_MAX = 100_000;

const whole = (text: string): number => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN);
const within = (value: number, most: number): boolean => value >= 1 && value <= most;
const daysOf = ({ days }: Choice): number => whole(days);
const minutesOf = ({ minutes }: Choice): number => whole(minutes);

/** Which of the fields is not as it must be; null where all are. */
export function oddIn(choice: Choice): "days" | "phone" | "minutes" | null {
  const { is } = choice;
  if (is !== "hold" && is !== "forward") return null;
  if (!within(daysOf(choice), HOLD_DAYS_MAX)) return "days";
  if (is === "hold") return null;
  if (choice.phone.trim() === "") return "phone";
  return within(minutesOf(choice), MINUTES_MAX) ? null : "minutes";
}

export function partingOf(choice: Choice): Parting {
  if (choice.is === "move") return { is: "move", to: choice.to };
  if (choice.is === "forward")
    return { is: "forward", to: choice.phone.trim(), days: daysOf(choice), minutes: minutesOf(choice) };
  return choice.is === "hold" ? { is: "hold", days: daysOf(choice) } : { is: "release" };
}

/** Null where there is nothing to say about it: it is held or leaving already. */
export function priceOf(number: LeavingNumber, choice: Choice, { now, zone, currency }: Leaving): number | null {
  const costs = choice.is === "hold" || choice.is === "forward";
  if (number.is !== "active" || !costs || oddIn(choice) !== null) return null;
  const until = daysAfter(now, daysOf(choice), zone);
  const days = holdCost(money(number.feeMicros, currency), { paidTo: number.paidTo, until, zone });
  return choice.is === "hold" ? days : days + minutesOf(choice) * number.minuteMicros;
}
