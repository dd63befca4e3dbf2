/**
 * What a phone platform reports. `alive`: a sign of life from a phone that is connected. `missed`: it rang and nobody
 * answered, or the agent declined. `ended`: the call is over; after a queue's call wrap-up follows. `gone`: it is no
 * longer connected.
 */
export const PHONE_EVENTS = [
  "connected",
  "alive",
  "ringing",
  "inbound",
  "outbound",
  "missed",
  "wrap-up",
  "wrap-up over",
  "ended",
  "gone",
] as const;
export type PhoneEvent = (typeof PHONE_EVENTS)[number];

/** Events that come from the phone itself and so prove that it is there. */
const SIGNS_OF_LIFE: readonly PhoneEvent[] = ["connected", "alive", "ringing", "inbound", "outbound", "wrap-up over"];
export const isSignOfLife = (event: PhoneEvent): boolean => SIGNS_OF_LIFE.includes(event);

/** Why a call is not connected. `balance`: it pays for no further second beside the calls in progress. */
export const REFUSAL_REASONS = [
  "unknown number",
  "released",
  "canceled",
  "held",
  "inactive",
  "stopped",
  "frozen",
  "balance",
  "no target",
  "closed",
  "no agent",
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** What a caller hears instead of an agent. */
export type Announcement = "disconnected tone" | "announcement" | "voicemail";

export const OFFER_RESULTS = ["ringing", "answered", "missed", "withdrawn"] as const;
/** `answered`: somebody spoke. `missed`: it rang, and nobody answered. `refused`: it was not connected. */
export const CALL_OUTCOMES = ["answered", "missed", "refused"] as const;
export type CallOutcome = (typeof CALL_OUTCOMES)[number];

/** How long a phone counts as connected after a sign of life, unless the account says otherwise. */
export const PHONE_LEASE_SECONDS = { least: 10, most: 3600, usual: 30 } as const;
/** No call lasts longer, whatever the balance pays: as long as phone platforms allow. */
export const CALL_SECONDS_MAX = 24 * 3600;
/** How long a phone may go on ringing after its time before it counts as missed: reports take a moment. */
export const RING_TOLERANCE_MS = 5000;
/** A call that nobody answered and whose end nobody reported is over after this time. */
export const UNANSWERED_MS = 15 * 60_000;

/** What the phone's state needs to know of a call that rings or is answered. */
export interface CallTimes {
  id: string;
  ringSeconds: number | null;
  wrapUpSeconds: number;
}
