import { isOnCall, type Phone } from "../agents/rules.ts";
import type { PhoneData } from "../agents/phoneSchema.ts";
import type { Instant } from "../core/time.ts";
import { type CallTimes, type PhoneEvent, RING_TOLERANCE_MS } from "./types.ts";
import { SECOND } from "../core/time.ts";

/** The phone as it is at `now`: ringing and wrap-up that have a length end by themselves, recorded or not. */
export function phoneNow(phone: PhoneData, now: Instant): PhoneData {
  if (phone.until === null || phone.until > now) return phone;
  return idleFrom(phone, phone.until);
}

const idleFrom = (phone: PhoneData, at: Instant): PhoneData => ({
  state: "idle",
  since: at,
  call: endedCall(phone, at),
  until: null,
  callId: null,
});

const endedCall = ({ call }: Phone, at: Instant): Phone["call"] =>
  call !== null && call.to === null ? { from: call.from, to: Math.max(call.from, at) } : call;

/**
 * The phone after an event. A call lasts from its answer to the end of wrap-up; ringing isn't a call yet. A repeated
 * event changes nothing, nor does one about another call than the phone's. `call`: the call that it is about, if that
 * is known.
 */
export function applyPhoneEvent(
  phone: PhoneData,
  event: PhoneEvent,
  at: Instant,
  call: CallTimes | null = null,
): PhoneData {
  const callId = call?.id ?? null;
  const isAnotherCall = callId !== null && phone.callId !== null && callId !== phone.callId;
  switch (event) {
    case "connected":
    case "alive":
      return phone.state === "not connected"
        ? { ...phone, state: "idle", since: at, until: null, callId: null }
        : phone;
    case "ringing":
      if (isOnCall(phone) || (phone.state === "ringing" && !isAnotherCall)) return phone;
      return { ...phone, state: "ringing", since: at, until: ringEnd(at, call), callId };
    case "inbound":
    case "outbound":
      if (phone.state === event && !isAnotherCall) return phone;
      return {
        state: event,
        since: at,
        call: isOnCall(phone) ? phone.call : { from: at, to: null },
        until: null,
        callId,
      };
    case "missed":
      return phone.state === "ringing" && !isAnotherCall ? idleFrom(phone, at) : phone;
    case "wrap-up":
      if (!isOnCall(phone) || phone.state === "wrap-up" || isAnotherCall) return phone;
      return { ...phone, state: "wrap-up", since: at, until: wrapUpEnd(at, call) };
    case "ended":
      return isAnotherCall ? phone : afterEnd(phone, at, call);
    case "wrap-up over":
      return phone.state === "wrap-up" && !isAnotherCall ? idleFrom(phone, at) : phone;
    case "gone":
      return phone.state === "not connected" ? phone : { ...idleFrom(phone, at), state: "not connected" };
  }
}

const ringEnd = (at: Instant, call: CallTimes | null): Instant | null =>
  call === null || call.ringSeconds === null ? null : at + call.ringSeconds * SECOND + RING_TOLERANCE_MS;

const wrapUpEnd = (at: Instant, call: CallTimes | null): Instant | null =>
  call === null || call.wrapUpSeconds === 0 ? null : at + call.wrapUpSeconds * SECOND;

/** A queue's call is followed by wrap-up, which a second report of the same end doesn't cut short. */
function afterEnd(phone: PhoneData, at: Instant, call: CallTimes | null): PhoneData {
  if (phone.state === "not connected" || phone.state === "idle") return phone;
  if (phone.state === "wrap-up" && call !== null && phone.callId === call.id) return phone;
  if (call === null || call.wrapUpSeconds === 0 || !isOnCall(phone) || phone.state === "wrap-up")
    return idleFrom(phone, at);
  return { ...phone, state: "wrap-up", since: at, until: wrapUpEnd(at, call), callId: call.id };
}
