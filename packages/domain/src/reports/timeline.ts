import { type AgentData, pendingSteps, NO_PHONE } from "../agents/rules.ts";
import type { PhoneData } from "../agents/phoneSchema.ts";
import { phoneNow } from "../calls/phoneState.ts";
import type { Instant } from "../core/time.ts";
import { ON_CALL, type Span, WRAP_UP } from "./types.ts";

/** A version of an agent's or phone's record, in the log's order. `data`: null if the record was removed. */
export type LogEntry =
  | { kind: "agent"; at: Instant; data: AgentData | null }
  | { kind: "phone"; at: Instant; data: PhoneData | null };

/** What a record says since `from`; `data` is null where there was no record. */
interface Segment<D> {
  from: Instant;
  data: D | null;
}

/** A person's status and phone as the log describes them so far. */
export interface Timeline {
  agent: Segment<AgentData>[];
  phone: Segment<PhoneData>[];
}

/**
 * Since when a version of an agent's record counts. A choice that a device made offline counts from when it was made;
 * an undo doesn't reach back, because calls were distributed by the status that it took back.
 */
const agentStart = ({ since, chosenAt }: AgentData, at: Instant): Instant => (since === chosenAt ? since : at);

/**
 * Adds an entry. A late one, which begins before the last one did, takes the place of everything after its beginning.
 * Resolves to its beginning if it is late, else null.
 */
export function addEntry(timeline: Timeline, entry: LogEntry): Instant | null {
  if (entry.kind === "phone") return push(timeline.phone, { from: entry.data?.since ?? entry.at, data: entry.data });
  if (entry.data !== null) return push(timeline.agent, { from: agentStart(entry.data, entry.at), data: entry.data });
  const late = addPendingSteps(timeline, entry.at);
  return earliest(late, push(timeline.agent, { from: entry.at, data: null }));
}

/** Adds what time alone has made of the agent's status by `now`, which nobody has recorded. */
function addPendingSteps(timeline: Timeline, now: Instant): Instant | null {
  return unrecordedSteps(timeline, now).reduce<Instant | null>(
    (late, step) => earliest(late, push(timeline.agent, { from: step.since, data: step })),
    null,
  );
}

function unrecordedSteps({ agent, phone }: Timeline, now: Instant): AgentData[] {
  const data = agent.at(-1)?.data ?? null;
  return data === null ? [] : pendingSteps(data, phoneNow(phone.at(-1)?.data ?? NO_PHONE, now), now);
}

const earliest = (a: Instant | null, b: Instant | null): Instant | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

function push<D>(segments: Segment<D>[], segment: Segment<D>): Instant | null {
  const isLate = segments.length > 0 && segments.at(-1)!.from > segment.from;
  while (segments.length > 0 && segments.at(-1)!.from > segment.from) segments.pop();
  segments.push(segment);
  return isLate ? segment.from : null;
}

/** The spans of all segments that have ended, each at the beginning of the next. */
export function endedSpans({ agent, phone }: Timeline): Span[] {
  return [
    ...agent.slice(1).flatMap((next, index) => agentSpan(agent[index]!, next.from, next.data?.status ?? null)),
    ...phone.slice(1).flatMap((next, index) => phoneSpan(phone[index]!, next.from)),
  ];
}

/** The spans up to `now` of what no later entry has ended: because it lasts, or because its end wasn't recorded. */
export function lastingSpans(timeline: Timeline, now: Instant): Span[] {
  if (unrecordedSteps(timeline, now).length === 0) return openSpans(timeline, now);
  const continued: Timeline = { agent: [...timeline.agent], phone: timeline.phone };
  addPendingSteps(continued, now);
  return [...endedSpans(continued), ...openSpans(continued, now)];
}

function openSpans({ agent, phone }: Timeline, now: Instant): Span[] {
  const [status, state] = [agent.at(-1), phone.at(-1)];
  const spans = status === undefined ? [] : agentSpan(status, now, undefined);
  return state === undefined ? spans : [...spans, ...phoneSpan(state, now)];
}

/** `nextStatus`: the status after it; undefined while it lasts. */
function agentSpan({ from, data }: Segment<AgentData>, to: Instant, nextStatus: string | null | undefined): Span[] {
  if (data === null || to < from) return [];
  const { status, until, whenOver } = data;
  const isPast = until !== null && whenOver === "stay" && until < to;
  const hasEnded = nextStatus !== undefined && nextStatus !== status;
  return [
    {
      layer: "status",
      status,
      from,
      to,
      overSince: isPast ? Math.max(until, from) : null,
      // A promise that had passed already when this version was written belongs to an earlier version.
      overrunAt: isPast && until >= from ? until : null,
      kept: hasEnded && until !== null && !isPast,
    },
  ];
}

function phoneSpan({ from, data }: Segment<PhoneData>, to: Instant): Span[] {
  const status = data && PHONE_KEYS[data.state];
  if (!data || !status) return [];
  const end = data.until === null ? to : Math.min(to, data.until);
  return end <= from ? [] : [{ layer: "phone", status, from, to: end, overSince: null, overrunAt: null, kept: false }];
}

const PHONE_KEYS: Partial<Record<PhoneData["state"], string>> = {
  inbound: ON_CALL,
  outbound: ON_CALL,
  "wrap-up": WRAP_UP,
};
