import type { Status } from "@callboard/domain/agents/rules";
import { searchKey } from "@callboard/ui/searchKey";
import { signal } from "@preact/signals";
import { popup as texts } from "../../texts/en/popup/popup.ts";
import { format } from "../../texts/format.ts";
import type { StatusLength } from "../actions/optimisticStatus.ts";

/** The list picks what follows the call, instead of what is so now. */
export const isChoosingNext = signal(false);

/** A status of which one wants to say the very end: `13:05`. */
export const untilStatus = signal<Status | null>(null);

// Three and no more: the middle of a row stays free of chips, so that a click there means the row.
const USUAL_LENGTHS = [15, 30, 60];

/** The lengths offered for a status, its own among them. What the account built in has no end. */
export function lengthsOf({ builtIn, defaultMinutes }: Status): number[] {
  if (builtIn) return [];
  if (defaultMinutes === null || USUAL_LENGTHS.includes(defaultMinutes)) return USUAL_LENGTHS;
  const farthest = USUAL_LENGTHS.toSorted((a, b) => Math.abs(b - defaultMinutes) - Math.abs(a - defaultMinutes))[0];
  return [...USUAL_LENGTHS.filter((minutes) => minutes !== farthest), defaultMinutes].sort((a, b) => a - b);
}

export function lengthText(minutes: number): string {
  if (minutes % 60 === 0) return format(texts.hoursChip, { hours: minutes / 60 });
  return format(texts.minutesChip, { minutes });
}

export const selectableStatuses = (statuses: readonly Status[]): Status[] =>
  statuses.filter(({ archivedAt }) => archivedAt === null);

/** Those that can be chosen and hold what was typed; names that begin with it come first. */
export function matchingStatuses(statuses: readonly Status[], typed: string): Status[] {
  const wanted = searchKey(typed.trim());
  if (wanted === "") return selectableStatuses(statuses);
  const at = ({ name }: Status) => searchKey(name).indexOf(wanted);
  return selectableStatuses(statuses)
    .filter((status) => at(status) >= 0)
    .sort((a, b) => Math.min(at(a), 1) - Math.min(at(b), 1));
}

/** Asks for the end by the clock. */
export const UNTIL = "until";

/** One chip to the side, the ends not joined: whoever holds the key down stops at "until". Null is no end at all. */
export function moveChip(status: Status, chip: number | null, by: 1 | -1, withUntil: boolean): number | null {
  const lengths = lengthsOf(status);
  if (lengths.length === 0) return null;
  const own = status.defaultMinutes === null ? -1 : lengths.indexOf(status.defaultMinutes);
  const to = Math.min((chip ?? own) + by, lengths.length - (withUntil ? 0 : 1));
  if (to >= 0) return to;
  return status.defaultMinutes === null ? null : 0;
}

/** What a chip stands for. The status's own length is left to the server, where it may have changed meanwhile. */
export function lengthAt(status: Status, chip: number | null): StatusLength | typeof UNTIL {
  if (chip === null) return {};
  const minutes = lengthsOf(status)[chip];
  if (minutes === undefined) return UNTIL;
  return minutes === status.defaultMinutes ? {} : { minutes };
}
