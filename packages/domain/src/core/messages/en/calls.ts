/** Calls and phone events. */
export const calls = {
  "calls.eventInFuture": "The event is dated in the future.",
  "calls.did-connected": "reported the phone as connected",
  "calls.did-ringing": "reported a ringing phone",
  "calls.did-inbound": "reported an inbound call",
  "calls.did-outbound": "reported an outbound call",
  "calls.did-wrap-up": "reported the wrap-up after the call",
  "calls.did-ended": "reported the end of the call",
  "calls.did-gone": "reported the phone as disconnected",
} as const;
