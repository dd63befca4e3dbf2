import type { Status } from "@callboard/domain/agents/rules";
import { searchKey } from "@callboard/ui/searchKey";
import { signal } from "@preact/signals";
import { popup as texts } from "../../texts/en/popup/popup.ts";
import { format } from "../../texts/format.ts";

/** Minutes from now, or an end; neither means the status's own length. */
export interface StatusLength {
  minutes?: number | undefined;
  until?: number | undefined;
}

/** True while the list chooses the status for after the call instead of the current one. */
export const isChoosingNext = signal(false);

/** The status whose exact end is being entered: `13:05`. */
export const untilStatus = signal<Status | null>(null);

// Only three: the middle of a row stays free of chips, so that a click there selects the row.
const USUAL_LENGTHS = [15, 30, 60];

/** The minutes offered for a status: the usual lengths, with the default in place of the one farthest from it. */
export function lengthsOf({ builtIn, defaultMinutes }: Status): number[] {
  // Built-in statuses have no end.
  if (builtIn) return [];
  if (defaultMinutes === null || USUAL_LENGTHS.includes(defaultMinutes)) return USUAL_LENGTHS;
  const farthest = USUAL_LENGTHS.toSorted((a, b) => Math.abs(b - defaultMinutes) - Math.abs(a - defaultMinutes))[0];
  return [...USUAL_LENGTHS.filter((minutes) => minutes !== farthest), defaultMinutes].sort((a, b) => a - b);
}

export function lengthText(minutes: number): string {
  if (minutes % 60 === 0) return format(texts.hoursChip, { hours: minutes / 60 });
  return format(texts.minutesChip, { minutes });
}

/** Statuses that aren't archived. */
export const selectableStatuses = (statuses: readonly Status[]): Status[] =>
  statuses.filter(({ archivedAt }) => archivedAt === null);

/** Selectable statuses that contain the typed text; names that start with it come first. */
export function matchingStatuses(statuses: readonly Status[], typed: string): Status[] {
  const search = searchKey(typed.trim());
  if (search === "") return selectableStatuses(statuses);
  const positionIn = ({ name }: Status) => searchKey(name).indexOf(search);
  return selectableStatuses(statuses)
    .filter((status) => positionIn(status) >= 0)
    .sort((a, b) => Math.min(positionIn(a), 1) - Math.min(positionIn(b), 1));
}

/** The chip that asks for a time of day. */
export const UNTIL = "until";

/**
 * Moves one chip left or right and stops at either end. A chip is its index; null is the default length. `withUntil`: a
 * chip "until" follows the lengths.
 */
export function moveChip(status: Status, chip: number | null, step: 1 | -1, withUntil: boolean): number | null {
  const lengths = lengthsOf(status);
  if (lengths.length === 0) return null;
  const defaultChip = status.defaultMinutes === null ? -1 : lengths.indexOf(status.defaultMinutes);
  const target = Math.min((chip ?? defaultChip) + step, lengths.length - (withUntil ? 0 : 1));
  if (target >= 0) return target;
  return status.defaultMinutes === null ? null : 0;
}

/** The length that a chip means. For the default length nothing is sent, because it may have changed on the server. */
export function lengthAt(status: Status, chip: number | null): StatusLength | typeof UNTIL {
  if (chip === null) return {};
  const minutes = lengthsOf(status)[chip];
  if (minutes === undefined) return UNTIL;
  return minutes === status.defaultMinutes ? {} : { minutes };
}
