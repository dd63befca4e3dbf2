import type { Actor } from "../core/actor.ts";
import type { Effect } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { isSameValue } from "../core/differences.ts";
import { isInForce } from "../lifecycle/rules.ts";
import { checkEditable, flagNumber, type RoutingRecords, saveNumber } from "./rules.ts";
import { message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import type { ItemResult } from "../runs/rules.ts";
import type { Instant } from "../core/time.ts";
import type { RoutingTarget } from "./types.ts";
import type { NumberData } from "./schema.ts";

/** The values to set on many numbers. Missing fields stay as they are. */
export interface NumberPatch {
  source?: string | null | undefined;
  route?: RoutingTarget | null | undefined;
  stopped?: boolean | undefined;
  paused?: boolean | undefined;
}

/** A number of a run, with the changed fields' values when it was listed. */
export interface BulkEditItem {
  id: string;
  before: NumberPatch;
}

const FIELDS = ["source", "route", "stopped", "paused"] as const;
const CHANGED_MEANWHILE_KEYS = {
  source: "numbers.bulkEdit.sourceMeanwhile",
  route: "numbers.bulkEdit.routeMeanwhile",
  stopped: "numbers.bulkEdit.stoppedMeanwhile",
  paused: "numbers.bulkEdit.pausedMeanwhile",
} as const;

export function checkPatch(change: NumberPatch): void {
  if (FIELDS.every((field) => change[field] === undefined)) fail("invalid", "numbers.bulkEdit.nothing", {}, "change");
}

/** A number's current values of the fields to change. */
export function currentValues(data: NumberData, change: NumberPatch, now: Instant): NumberPatch {
  const current: Required<NumberPatch> = {
    source: data.source,
    route: data.route,
    stopped: isInForce(data.stopped, now),
    paused: isInForce(data.paused, now),
  };
  return Object.fromEntries(FIELDS.flatMap((field) => (change[field] === undefined ? [] : [[field, current[field]]])));
}

/**
 * Saves one number like a single edit. Skips it if somebody has given one of these fields another value since it was
 * listed: theirs was the later choice.
 */
export function applyPatch(
  number: Doc<NumberData> | null,
  { before }: BulkEditItem,
  change: NumberPatch,
  references: RoutingRecords,
  actor: Actor,
  now: Instant,
): ItemResult {
  if (!number) return { skipped: message("numbers.bulkEdit.removedMeanwhile") };
  const current = currentValues(number.data, change, now);
  for (const field of FIELDS)
    if (!isSameValue(current[field], before[field]) && !isSameValue(current[field], change[field]))
      return { skipped: message(CHANGED_MEANWHILE_KEYS[field]) };
  checkEditable(number, number.version);
  const { name, source, route } = number.data;
  const draft = {
    version: number.version,
    name,
    source: change.source === undefined ? source : change.source,
    route: change.route === undefined ? route : change.route,
  };
  const effects: Effect[] = [...saveNumber(number, draft, changedTargets(number, change, references))];
  for (const flag of ["stopped", "paused"] as const) {
    const doc = numberAfter(number, effects);
    const on = change[flag];
    // A flag that is already set keeps its start and end.
    if (on === undefined || on === current[flag]) continue;
    for (const effect of flagNumber(doc, { version: doc.version, flag, on, until: null }, actor, now))
      effects.push(effect);
  }
  return { effects };
}

/**
 * Unchanged references were checked when they were saved, and records in use can't be removed. So they need no new
 * check, and any document stands for them: the number itself.
 */
const changedTargets = (number: Doc<NumberData>, change: NumberPatch, references: RoutingRecords): RoutingRecords => ({
  source: change.source === undefined ? number : references.source,
  receiver: change.route === undefined ? number : references.receiver,
  queue: change.route === undefined ? number : references.queue,
});

/** The number after the effects so far, still with the version that was read. */
function numberAfter(number: Doc<NumberData>, effects: readonly Effect[]): Doc<NumberData> {
  const lastEffect = effects.at(-1);
  if (!lastEffect || lastEffect.do !== "save") return number;
  return { ...number, data: lastEffect.data as NumberData };
}
