import { daysAfter } from "@callboard/domain/core/calendar";
import { DEFAULT_HOLD_DAYS, HOLD_DAYS_MAX, holdCost } from "@callboard/domain/lifecycle/holdCost";
import { money } from "@callboard/domain/core/money";
import type { Outputs, Inputs } from "../../data/api.ts";

export type CancellationNumbers = Outputs["lifecycle"]["numbers"];
export type CancellationNumber = CancellationNumbers["numbers"][number];
type CancelInput = NonNullable<Inputs["lifecycle"]["proposeCancel"]>;
export type Disposition = NonNullable<CancelInput["others"]>;

/** The disposition chosen so far. Days and minutes are kept as typed. */
export interface DispositionDraft {
  is: "hold" | "release" | "move" | "forward";
  /** For how many days the number is held or forwarded. */
  days: string;
  /** The account that the number moves to. */
  to: string;
  /** The telephone that the number forwards to. */
  phone: string;
  /** How many minutes are prepaid for forwarded calls. */
  minutes: string;
}

export const INITIAL_DRAFT: DispositionDraft = {
  is: "hold",
  days: String(DEFAULT_HOLD_DAYS),
  to: "",
  phone: "",
  minutes: "100",
};
const MINUTES_MAX = 100_000;

/** The typed number; NaN if it isn't a whole number. */
const parseWholeNumber = (text: string): number => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN);
const isWithin = (value: number, max: number): boolean => value >= 1 && value <= max;
const daysOf = ({ days }: DispositionDraft): number => parseWholeNumber(days);
const minutesOf = ({ minutes }: DispositionDraft): number => parseWholeNumber(minutes);

/** The first invalid field, or null if all are valid. */
export function invalidField(draft: DispositionDraft): "days" | "phone" | "minutes" | null {
  const { is } = draft;
  if (is !== "hold" && is !== "forward") return null;
  if (!isWithin(daysOf(draft), HOLD_DAYS_MAX)) return "days";
  if (is === "hold") return null;
  if (draft.phone.trim() === "") return "phone";
  return isWithin(minutesOf(draft), MINUTES_MAX) ? null : "minutes";
}

export function dispositionOf(draft: DispositionDraft): Disposition {
  if (draft.is === "move") return { is: "move", to: draft.to };
  if (draft.is === "forward")
    return { is: "forward", to: draft.phone.trim(), days: daysOf(draft), minutes: minutesOf(draft) };
  return draft.is === "hold" ? { is: "hold", days: daysOf(draft) } : { is: "release" };
}

/** What a hold or forwarding of the number costs in advance, in micros; null if there is no price. */
export function priceOf(
  number: CancellationNumber,
  draft: DispositionDraft,
  { now, zone, currency }: CancellationNumbers,
): number | null {
  const hasPrice = draft.is === "hold" || draft.is === "forward";
  if (number.is !== "active" || !hasPrice || invalidField(draft) !== null) return null;
  const until = daysAfter(now, daysOf(draft), zone);
  const holdPrice = holdCost(money(number.feeMicros, currency), { paidTo: number.paidTo, until, zone });
  return draft.is === "hold" ? holdPrice : holdPrice + minutesOf(draft) * number.minuteMicros;
}
