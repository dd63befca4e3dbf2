import { type Actor } from "../core/actor.ts";
import { type Effect, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { checkFlagEnd, type Fact, factAt } from "../lifecycle/rules.ts";
import type { Micros } from "../core/money.ts";
import { message } from "../core/message.ts";
import type { NumberFees } from "../plans/catalogue.ts";
import type { Doc } from "../core/record.ts";
import { isSameValue } from "../core/differences.ts";
import type { Instant } from "../core/time.ts";
import type { NumberData, NumberKind, Route } from "./types.ts";

/** Micros a month for a number of this kind, by the account's terms. */
export const monthlyFee = (terms: { numberFees: NumberFees }, kind: NumberKind): Micros => terms.numberFees[kind];

export interface NumberDraft {
  version: number;
  name: string;
  source: string | null;
  route: Route | null;
}

/** A number's references, as far as the account has them. */
export interface RoutingTarget {
  source: Doc<unknown> | null;
  receiver: Doc<unknown> | null;
  queue: Doc<unknown> | null;
}

/** Saves a number's edits. Throws `conflict`, `invalid`. */
export function saveNumber(number: Doc<NumberData>, draft: NumberDraft, leads: RoutingTarget): Effect[] {
  checkEditable(number, draft.version);
  checkRoutingTarget(draft, leads);
  const { name, source, route } = draft;
  const data = { ...number.data, name, source, route };
  if (isSameValue(number.data, data)) return [];
  return [save("number", number, data, { action: message("tracking.didChangeNumber", { name }) })];
}

/** The referenced records must exist. Throws `invalid` by field. */
export function checkRoutingTarget(
  { source, route }: Pick<NumberDraft, "source" | "route">,
  leads: RoutingTarget,
): void {
  if (source !== null && !leads.source) fail("invalid", "tracking.sourceUnknown", {}, "source");
  if (route?.to === "receiver" && !leads.receiver) fail("invalid", "tracking.receiverUnknown", {}, "route");
  if (route?.to === "queue" && !leads.queue) fail("invalid", "queues.unknown", {}, "route");
}

export interface FlagDraft {
  version: number;
  flag: "stopped" | "paused";
  on: boolean;
  until: Instant | null;
}

/** Sets a number's own stop or pause. Setting it again with the same end changes nothing and keeps its start. */
export function flagNumber(number: Doc<NumberData>, draft: FlagDraft, actor: Actor, now: Instant): Effect[] {
  const { flag, on, until } = draft;
  checkEditable(number, draft.version);
  if (on) checkFlagEnd(until, now);
  const standing = factAt(number.data[flag], now);
  // An expired flag needs no switching off; the next change clears it.
  if (!on && standing === null) return [];
  if (on && standing !== null && standing.until === until) return [];
  const fact: Fact | null = on ? { since: standing?.since ?? now, by: actor.id, until } : null;
  const { name } = number.data;
  const said = flag === "stopped" ? (on ? "didStop" : "didResume") : on ? "didPause" : "didUnpause";
  const action =
    on && until !== null
      ? message(flag === "stopped" ? "tracking.didStopUntil" : "tracking.didPauseUntil", { name, until })
      : message(`tracking.${said}`, { name });
  return [save("number", number, { ...number.data, [flag]: fact }, { action })];
}

/** Throws unless it can be edited: a frozen number is read-only, and a released one can't be changed. */
export function checkEditable(number: Doc<NumberData>, version: number): void {
  const { name, standing, parked } = number.data;
  if (version !== number.version)
    fail("conflict", "record.changedMeanwhile", { name, version: number.version }, "version");
  if (standing.is === "released") fail("conflict", "tracking.numberReleased", { name });
  if (parked !== null) fail("conflict", "tracking.numberParked", { name });
}
