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
import { checkVersion } from "../core/version.ts";
import type { NumberKind, RoutingTarget } from "./types.ts";
import type { NumberData } from "./schema.ts";

/** Micros a month for a number of this kind, by the account's terms. */
export const monthlyFee = (terms: { numberFees: NumberFees }, kind: NumberKind): Micros => terms.numberFees[kind];

export interface NumberDraft {
  version: number;
  name: string;
  source: string | null;
  route: RoutingTarget | null;
}

/** The records that a number refers to, as far as the account has them. */
export interface RoutingRecords {
  source: Doc<unknown> | null;
  receiver: Doc<unknown> | null;
  queue: Doc<unknown> | null;
}

/** Saves a number's edits. Throws `conflict`, `invalid`. */
export function saveNumber(number: Doc<NumberData>, draft: NumberDraft, references: RoutingRecords): Effect[] {
  checkEditable(number, draft.version);
  checkRoutingTarget(draft, references);
  const { name, source, route } = draft;
  const data = { ...number.data, name, source, route };
  if (isSameValue(number.data, data)) return [];
  return [save("number", number, data, { action: message("numbers.didChangeNumber", { name }) })];
}

/** The referenced records must exist. Throws `invalid` by field. */
export function checkRoutingTarget(
  { source, route }: Pick<NumberDraft, "source" | "route">,
  references: RoutingRecords,
): void {
  if (source !== null && !references.source) fail("invalid", "sources.unknown", {}, "source");
  if (route?.to === "receiver" && !references.receiver) fail("invalid", "receivers.receiverUnknown", {}, "route");
  if (route?.to === "queue" && !references.queue) fail("invalid", "queues.unknown", {}, "route");
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
  const current = factAt(number.data[flag], now);
  // An expired flag needs no switching off; the next change clears it.
  if (!on && current === null) return [];
  if (on && current !== null && current.until === until) return [];
  const fact: Fact | null = on ? { since: current?.since ?? now, by: actor.id, until } : null;
  const { name } = number.data;
  const actionName = flag === "stopped" ? (on ? "didStop" : "didResume") : on ? "didPause" : "didUnpause";
  const action =
    on && until !== null
      ? message(flag === "stopped" ? "numbers.didStopUntil" : "numbers.didPauseUntil", { name, until })
      : message(`numbers.${actionName}`, { name });
  return [save("number", number, { ...number.data, [flag]: fact }, { action })];
}

/** Throws unless it can be edited: a frozen number is read-only, and a released one can't be changed. */
export function checkEditable(number: Doc<NumberData>, version: number): void {
  const { name, state, frozen } = number.data;
  checkVersion(number, version, name);
  if (state.is === "released") fail("conflict", "numbers.numberReleased", { name });
  if (frozen !== null) fail("conflict", "numbers.frozen", { name });
}
