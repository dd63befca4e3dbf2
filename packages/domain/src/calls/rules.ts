import { type AgentData, isOnCall, type Phone, recordStatus } from "../agents/rules.ts";
import type { PhoneData } from "../agents/schema.ts";
import { type Effect, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { type Message, message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import { MINUTE, type Instant } from "../core/time.ts";
import { EARLIEST_EVENT_TIME, eventTimeError } from "../core/eventTime.ts";

/** What the phone platform reports about a phone. `gone`: it is no longer connected. */
export const PHONE_EVENTS = ["connected", "ringing", "inbound", "outbound", "wrap-up", "ended", "gone"] as const;
export type PhoneEvent = (typeof PHONE_EVENTS)[number];

/**
 * The phone after an event. A call lasts from its answer to the end of wrap-up; ringing isn't a call yet. A repeated
 * event changes nothing.
 */
export function applyPhoneEvent(phone: Phone, event: PhoneEvent, at: Instant): Phone {
  const endedCall = phone.call && phone.call.to === null ? { from: phone.call.from, to: at } : phone.call;
  switch (event) {
    case "connected":
      return phone.state === "not connected" ? { state: "idle", since: at, call: phone.call } : phone;
    case "ringing":
      return isOnCall(phone) ? phone : withState(phone, "ringing", at);
    case "inbound":
    case "outbound":
      if (phone.state === event) return phone;
      return { state: event, since: at, call: isOnCall(phone) ? phone.call : { from: at, to: null } };
    case "wrap-up":
      return isOnCall(phone) ? withState(phone, "wrap-up", at) : phone;
    case "ended":
      if (phone.state === "not connected" || phone.state === "idle") return phone;
      return { state: "idle", since: at, call: endedCall };
    case "gone":
      return phone.state === "not connected" ? phone : { state: "not connected", since: at, call: endedCall };
  }
}

const withState = (phone: Phone, state: Phone["state"], at: Instant): Phone =>
  phone.state === state ? phone : { ...phone, state, since: at };

/** One seat of the phone's owner: the phone is shared by the seats in all their accounts. */
export interface PhoneSeat {
  phone: Doc<PhoneData>;
  agent: Doc<AgentData>;
}

/** Updates the phone in every seat and records what the end of a call triggers. Late events change nothing. */
export function handlePhoneEvent(seats: readonly PhoneSeat[], event: PhoneEvent, at: Instant, now: Instant): Effect[] {
  const error = eventTimeError(at, EARLIEST_EVENT_TIME, now + MINUTE);
  if (error) fail("invalid", error === "eventTime.inFuture" ? "calls.eventInFuture" : error, {}, "at");
  // A platform's clock may run a little ahead: an event it reports has happened by now.
  const happenedAt = Math.min(at, now);
  return seats.flatMap(({ phone, agent }) => {
    if (happenedAt < phone.data.since) return [];
    const next = applyPhoneEvent(phone.data, event, happenedAt);
    if (next === phone.data) return [];
    return [
      save("phone", phone, next, { action: phoneEventAction(event), at: happenedAt }),
      ...recordStatus(agent, next, now),
    ];
  });
}

const phoneEventAction = (event: PhoneEvent): Message => message(`calls.did-${event}`);
