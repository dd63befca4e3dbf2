import type { Instant } from "../core/time.ts";
import { SECOND } from "../core/time.ts";
import { QUANTITY_SCALE, type UsageEvent } from "../balance/usage.ts";
import type { UsageKind } from "../balance/types.ts";
import { QUEUE_MEMBERS_MAX } from "../queues/types.ts";
import type { CallData, CallOfferData } from "./schema.ts";
import { type PhoneEvent, RING_TOLERANCE_MS } from "./types.ts";

/** What an event says about a call. `person`: whose phone; null if it is about the call as a whole. */
export interface CallReport {
  event: PhoneEvent;
  person: string | null;
  at: Instant;
  /** How long it was answered, as the platform reports it with the end. */
  seconds: number | null;
}

/** Later offers of one call are not recorded: it has gone round all agents several times. */
const OFFERS_MAX = QUEUE_MEMBERS_MAX * 4;

/** A call after a report about it; the same object if nothing changes. Reports may come late and out of order. */
export function applyCallReport(call: CallData, report: CallReport): CallData {
  // A late report of the end says at last how long it was.
  if (call.forgotten && report.event === "ended")
    return applyCallReport({ ...call, forgotten: false, endedAt: null, outcome: null }, { ...report, person: null });
  if (report.at < call.startedAt) return applyCallReport(call, { ...report, at: call.startedAt });
  switch (report.event) {
    case "ringing":
      return report.person === null ? call : afterRinging(call, report.person, report.at);
    case "inbound":
      return afterAnswer(call, report.person, report.at);
    case "missed":
      return report.person === null ? call : afterMissed(call, report.person, report.at);
    case "ended":
      return afterEnd(call, report);
    case "gone":
      return report.person === null ? call : withResult(call, report.person, "missed");
    default:
      return call;
  }
}

/**
 * Whether somebody's ringing is reported of a call that another one answered just now: the phone is not ringing any more.
 * Platforms see a phone's first ring and another's answer on different ways. A transfer rings later.
 */
export const isLateRinging = ({ answeredAt, agent }: CallData, { event, person, at }: CallReport): boolean =>
  event === "ringing" && answeredAt !== null && agent !== person && at < answeredAt + RING_TOLERANCE_MS;

function afterRinging(call: CallData, person: string, at: Instant): CallData {
  if (call.queue === null || call.endedAt !== null || call.answeredAt !== null) return call;
  if (call.offers.some(({ id, result }) => id === person && result === "ringing")) return call;
  return withOffer(call, { id: person, queue: call.queue, at, result: "ringing" });
}

const withOffer = (call: CallData, offer: CallOfferData): CallData =>
  call.offers.length >= OFFERS_MAX ? call : { ...call, offers: [...call.offers, offer] };

/** The person's ringing offer with a result; unchanged if there is none. */
function withResult(call: CallData, person: string, result: CallOfferData["result"]): CallData {
  const index = call.offers.findLastIndex((offer) => offer.id === person && offer.result === "ringing");
  return index < 0 ? call : { ...call, offers: call.offers.with(index, { ...call.offers[index]!, result }) };
}

const withdrawOthers = (offers: CallData["offers"]): CallData["offers"] =>
  offers.some(({ result }) => result === "ringing")
    ? offers.map((offer) => (offer.result === "ringing" ? { ...offer, result: "withdrawn" as const } : offer))
    : offers;

/** The first answer counts; a later one is a transfer. */
function afterAnswer(call: CallData, person: string | null, at: Instant): CallData {
  if (call.answeredAt !== null && call.answeredAt <= at) return afterTransfer(call, person, at);
  if (call.endedAt !== null && at > call.endedAt) return call;
  const offered = person === null ? call : withResult(call, person, "answered");
  const isNew = offered === call && person !== null && call.queue !== null;
  const answered = isNew ? withOffer(call, { id: person, queue: call.queue!, at, result: "answered" }) : offered;
  const next = { ...answered, offers: withdrawOthers(answered.offers), answeredAt: at, agent: person ?? call.agent };
  if (call.forgotten) return { ...next, outcome: "answered" };
  return call.endedAt === null ? next : { ...next, ...endedFields(next, call.endedAt, call.seconds) };
}

/** Somebody else goes on with an answered call. */
function afterTransfer(call: CallData, person: string | null, at: Instant): CallData {
  if (person === null || person === call.agent || call.queue === null || call.endedAt !== null) return call;
  return withOffer({ ...call, agent: person }, { id: person, queue: call.queue, at, result: "answered" });
}

function afterMissed(call: CallData, person: string, at: Instant): CallData {
  if (call.agent === person || call.endedAt !== null) return call;
  const missed = withResult(call, person, "missed");
  if (missed !== call || call.queue === null || call.offers.some(({ id }) => id === person)) return missed;
  return withOffer(call, { id: person, queue: call.queue, at, result: "missed" });
}

/** The end of one agent's ringing isn't the end of the call. The first report of the end counts. */
function afterEnd(call: CallData, { person, at, seconds }: CallReport): CallData {
  if (call.endedAt !== null) return call;
  if (person !== null && person !== call.agent && !(seconds !== null && seconds > 0))
    return withResult(call, person, "withdrawn");
  const ended = { ...call, offers: withdrawOthers(call.offers), agent: call.agent ?? (seconds ? person : null) };
  // Reports of two clocks: a call doesn't end before it was answered.
  const endedAt = Math.max(at, call.answeredAt ?? at);
  return { ...ended, endedAt, ...endedFields(ended, endedAt, seconds) };
}

/** How long it was answered, and so what became of it. Without a reported length, the times of the events count. */
function endedFields(
  { answeredAt }: CallData,
  endedAt: Instant,
  reported: number | null,
): Pick<CallData, "seconds" | "answeredAt" | "outcome"> {
  const seconds = reported ?? (answeredAt === null ? null : Math.max(0, Math.round((endedAt - answeredAt) / SECOND)));
  const isAnswered = answeredAt !== null || (seconds ?? 0) > 0;
  return {
    seconds: isAnswered ? seconds : null,
    answeredAt: isAnswered ? (answeredAt ?? endedAt - (seconds ?? 0) * SECOND) : null,
    outcome: isAnswered ? "answered" : "missed",
  };
}

/** The minutes of an ended call, under the call's own id: they count once, whoever reports them. Null if there are none. */
export function callUsage(id: string, kind: UsageKind, call: CallData): UsageEvent | null {
  const { seconds, answeredAt, to: number, from: description } = call;
  if (call.endedAt === null || answeredAt === null || !seconds) return null;
  const quantity = Math.max(1, Math.round((seconds * QUANTITY_SCALE) / 60));
  return { id, kind, quantity, at: answeredAt, number, description, ofCall: true };
}
