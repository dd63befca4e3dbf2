import type { Actor } from "./actor.ts";
import type { Effect } from "./decision.ts";
import { refuse } from "./failure.ts";
import { sameValue } from "./history.ts";
import { holds } from "./lifecycle.ts";
import { checkEditable, flagNumber, type Leads, saveNumber } from "./numbers.ts";
import { phrase } from "./phrase.ts";
import type { Doc } from "./record.ts";
import type { Turn } from "./runs.ts";
import type { Instant } from "./time.ts";
import type { NumberData, Route } from "./tracking.ts";

/** What many numbers are to have alike. A field that is left out stays as it is. */
export interface NumberChange {
  source?: string | null | undefined;
  route?: Route | null | undefined;
  stopped?: boolean | undefined;
  paused?: boolean | undefined;
}

/** A number of a run, with what the changed fields held when it was listed. */
export interface EditItem {
  id: string;
  was: NumberChange;
}

const FIELDS = ["source", "route", "stopped", "paused"] as const;
const MEANWHILE = {
  source: "edit.sourceMeanwhile",
  route: "edit.routeMeanwhile",
  stopped: "edit.stoppedMeanwhile",
  paused: "edit.pausedMeanwhile",
} as const;

export function checkChange(change: NumberChange): void {
  if (FIELDS.every((field) => change[field] === undefined)) refuse("invalid", "edit.nothing", {}, "change");
}

/** What a number holds in the fields that this change touches. */
export function heldBy(data: NumberData, change: NumberChange, now: Instant): NumberChange {
  const held: Required<NumberChange> = {
    source: data.source,
    route: data.route,
    stopped: holds(data.stopped, now),
    paused: holds(data.paused, now),
  };
  return Object.fromEntries(FIELDS.flatMap((field) => (change[field] === undefined ? [] : [[field, held[field]]])));
}

/**
 * A number's turn: saved as a single one is. Passed over where somebody gave one of these very fields another value
 * since it was listed: theirs was the later choice.
 */
export function editNumber(
  number: Doc<NumberData> | null,
  { was }: EditItem,
  change: NumberChange,
  leads: Leads,
  actor: Actor,
  now: Instant,
): Turn {
  if (!number) return { skipped: phrase("edit.goneMeanwhile") };
  const held = heldBy(number.data, change, now);
  for (const field of FIELDS)
    if (!sameValue(held[field], was[field]) && !sameValue(held[field], change[field]))
      return { skipped: phrase(MEANWHILE[field]) };
  checkEditable(number, number.version);
  const { name, source, route } = number.data;
  const wanted = {
    version: number.version,
    name,
    source: change.source === undefined ? source : change.source,
    route: change.route === undefined ? route : change.route,
  };
  const effects: Effect[] = [...saveNumber(number, wanted, touched(number, change, leads))];
  for (const flag of ["stopped", "paused"] as const) {
    const doc = standing(number, effects);
    const on = change[flag];
    // One that stands already keeps its end and since when.
    if (on === undefined || on === held[flag]) continue;
    for (const effect of flagNumber(doc, { version: doc.version, flag, on, until: null }, actor, now))
      effects.push(effect);
  }
  return { effects };
}

/** What stays as it is was looked up when it was saved, and cannot be removed while a number leads to it. */
const touched = (number: Doc<NumberData>, change: NumberChange, leads: Leads): Leads => ({
  source: change.source === undefined ? number : leads.source,
  receiver: change.route === undefined ? number : leads.receiver,
  queue: change.route === undefined ? number : leads.queue,
});

/** The number as it stands after the effects so far; its version stays the one that was looked at. */
function standing(number: Doc<NumberData>, effects: readonly Effect[]): Doc<NumberData> {
  const last = effects.at(-1);
  if (!last || last.do !== "save") return number;
  return { ...number, data: last.data as NumberData };
}
