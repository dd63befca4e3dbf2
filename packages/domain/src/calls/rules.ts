import { type AgentData, recordStatus } from "../agents/rules.ts";
import type { PhoneData } from "../agents/phoneSchema.ts";
import { type Effect, save } from "../core/effect.ts";
import { EARLIEST_EVENT_TIME, eventTimeError } from "../core/eventTime.ts";
import { fail } from "../core/failure.ts";
import { type Message, message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import { MINUTE, type Instant } from "../core/time.ts";
import { applyPhoneEvent, phoneNow } from "./phoneState.ts";
import type { CallTimes, PhoneEvent } from "./types.ts";

/** One seat of the phone's owner: the phone is shared by the seats in all their accounts. */
export interface PhoneSeat {
  phone: Doc<PhoneData>;
  agent: Doc<AgentData>;
}

/**
 * When an event happened. A platform's clock may run a little ahead: an event it reports has happened by now. Throws
 * `invalid` for a time that can't be right.
 */
export function eventTime(at: Instant, now: Instant): Instant {
  const error = eventTimeError(at, EARLIEST_EVENT_TIME, now + MINUTE);
  if (error) fail("invalid", error === "eventTime.inFuture" ? "calls.eventInFuture" : error, {}, "at");
  return Math.min(at, now);
}

/**
 * Updates the phone in every seat and records what the end of a call triggers. Late events change nothing. `call`: the
 * call that the event is about, if it is known.
 */
export function handlePhoneEvent(
  seats: readonly PhoneSeat[],
  event: PhoneEvent,
  at: Instant,
  now: Instant,
  call: CallTimes | null = null,
): Effect[] {
  const happenedAt = eventTime(at, now);
  return seats.flatMap(({ phone, agent }) => {
    if (happenedAt < phone.data.since) return [];
    const current = phoneNow(phone.data, happenedAt);
    if (happenedAt < current.since) return [];
    const next = applyPhoneEvent(current, event, happenedAt, call);
    if (next === phone.data) return [];
    return [
      save("phone", phone, next, { action: phoneEventAction(event), at: happenedAt }),
      ...recordStatus(agent, next, now),
    ];
  });
}

const phoneEventAction = (event: PhoneEvent): Message => message(`calls.did-${event}`);

/** Records that ringing or wrap-up ended by itself, and what follows from it. */
export function endPhoneState({ phone, agent }: PhoneSeat, now: Instant): Effect[] {
  const next = phoneNow(phone.data, now);
  if (next === phone.data) return [];
  const action = message(phone.data.state === "ringing" ? "calls.didRingOut" : "calls.didEndWrapUp");
  return [save("phone", phone, next, { action, at: next.since }), ...recordStatus(agent, next, now)];
}

/** Records that a phone gave no sign of life for as long as the account allows. */
export function endPhoneLease({ phone, agent }: PhoneSeat, lapsedAt: Instant, seconds: number, now: Instant): Effect[] {
  if (lapsedAt > now) return [];
  // What others reported of the phone later, such as a missed call, is no sign of life from it.
  const at = Math.max(lapsedAt, phone.data.since);
  const next = applyPhoneEvent(phoneNow(phone.data, at), "gone", at);
  if (next === phone.data || phone.data.state === "not connected") return [];
  const cause = message("calls.cause.silent", { seconds });
  const action = message("calls.did-gone");
  return [save("phone", phone, next, { action, cause, at }), ...recordStatus(agent, next, now)];
}
