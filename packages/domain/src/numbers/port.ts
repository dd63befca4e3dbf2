import { type Effect, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import type { Instant } from "../core/time.ts";
import { checkVersion } from "../core/version.ts";
import type { NumberData } from "./schema.ts";
import type { PortEvent } from "./types.ts";

interface PortDraft {
  version: number;
  /** The number as people read it. */
  shown: string;
}

/**
 * Notes that the number is on its way to another carrier. It serves callers until it has left. Throws `conflict`, naming
 * the state, unless it is in service.
 */
export function portOut(number: Doc<NumberData>, { version, shown }: PortDraft, now: Instant): Effect[] {
  const { state, name } = number.data;
  checkVersion(number, version, name);
  if (state.is !== "active") fail("conflict", `numbers.cannotPort-${state.is}`, { number: shown });
  return withState(number, { is: "porting", since: now }, "numbers.didPortOut", shown);
}

/** The number stays. Throws `conflict` unless it is being ported. */
export function cancelPort(number: Doc<NumberData>, { version, shown }: PortDraft, now: Instant): Effect[] {
  const { state, name } = number.data;
  checkVersion(number, version, name);
  if (state.is !== "porting") fail("conflict", "numbers.noPort", { number: shown });
  return withState(number, { is: "active", since: now }, "numbers.didCancelPort", shown);
}

/**
 * The number after the platform's word. A number that has left is released without telling the carrier: there is nothing
 * left to give back. A repeated or late word changes nothing. Throws `conflict` for a number that isn't in service.
 */
export function applyPortEvent(number: Doc<NumberData>, event: PortEvent, shown: string, now: Instant): Effect[] {
  const { is } = number.data.state;
  if (is === "released" || (event === "in flight" && is === "porting")) return [];
  if (event === "called off" && is === "active") return [];
  if (is !== "active" && is !== "porting") fail("conflict", `numbers.cannotPort-${is}`, { number: shown });
  if (event === "in flight") return withState(number, { is: "porting", since: now }, "numbers.didStartPort", shown);
  if (event === "called off") return withState(number, { is: "active", since: now }, "numbers.didCallOffPort", shown);
  const data = { state: { is: "released", since: now }, renewsAt: null, graceUntil: null } as const;
  const action = message("numbers.didLeave", { number: shown });
  return [save("number", number, { ...number.data, ...data }, { action })];
}

function withState(
  number: Doc<NumberData>,
  state: NumberData["state"],
  key: "numbers.didPortOut" | "numbers.didCancelPort" | "numbers.didStartPort" | "numbers.didCallOffPort",
  shown: string,
): Effect[] {
  return [save("number", number, { ...number.data, state }, { action: message(key, { number: shown }) })];
}
