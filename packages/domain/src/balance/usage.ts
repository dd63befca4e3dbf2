import type { UsageKind, Rates } from "./types.ts";
import type { Actor } from "../core/actor.ts";
import { type Decision, type Effect, post, type RatedEvent } from "../core/effect.ts";
import type { MessageKey } from "../core/messages/keys.ts";
import { book, type EntryType } from "../core/ledger.ts";
import { type Currency, type Micros, money, portion } from "../core/money.ts";
import { formatPhoneNumber } from "../numbers/phoneNumber.ts";
import { message, type Message } from "../core/message.ts";
import { type Instant, MINUTE } from "../core/time.ts";
import { countsMinutes } from "./minutes.ts";
import { eventTimeError } from "../core/eventTime.ts";

const ENTRY_TYPE_OF: Record<UsageKind, EntryType & ("minutes" | "messages" | "add-on")> = {
  minutes: "minutes",
  "toll-free minutes": "minutes",
  "international minutes": "minutes",
  messages: "messages",
  transcription: "add-on",
  "caller names": "add-on",
};

/** Quantities are in thousandths of a unit. */
export const QUANTITY_SCALE = 1000;
/** How far ahead a meter's clock may be. */
const CLOCK_TOLERANCE_MS = 5 * MINUTE;

/** A usage event. `quantity` in thousandths; `at`: when it happened, which may be long before it was reported. */
export interface UsageEvent {
  id: string;
  kind: UsageKind;
  quantity: number;
  at: Instant;
  number: string | null;
  description: string;
  /** Minutes of a call, under the call's id: its phone platform and a meter may both report them. */
  ofCall?: boolean | undefined;
}

/** An event's price: rate times quantity, rounded half to even to the micro. */
export const rateEvent = (rates: Rates, { kind, quantity }: UsageEvent, currency: Currency): Micros =>
  portion(money(rates[kind], currency), quantity, QUANTITY_SCALE).micros;

/** A parsed event, or the reason why it is rejected. */
export type ParsedEvent = { id: string; event: UsageEvent } | { id: string | null; why: Message; field: string | null };

interface RejectedEvent {
  id: string | null;
  /** Its position in the batch, from 0. */
  index: number;
  field: string | null;
  why: Message;
}

/** `recorded`: new. `repeated`: counted before with the same content. The others are rejected, each with a message. */
export interface UsageResult {
  recorded: number;
  repeated: number;
  rejected: RejectedEvent[];
}

export interface MeterContext {
  account: string;
  payer: string;
  /** No usage can be older than the account. */
  openedAt: Instant;
  /** The rates in force at an instant. */
  ratesAt: (at: Instant) => Rates;
  currency: Currency;
  /** Events with these ids that were already counted. */
  recordedEvents: ReadonlyMap<string, UsageEvent>;
  /** Minutes prepaid with a cancellation, including expired ones. */
  prepaidMinutes?: readonly PrepaidMinutes[];
}

/** Minutes of a number prepaid when its account was canceled: one kind, for calls in one period. */
export interface PrepaidMinutes {
  /** In E.164. */
  number: string;
  kind: UsageKind;
  from: Instant;
  until: Instant;
  /** In thousandths of a minute. */
  remaining: number;
}

/** How much a batch uses of each number's prepaid minutes, in thousandths of a minute. */
export type UsedPrepaidMinutes = Map<PrepaidMinutes, number>;

/** The ids under which the minutes of a call may have been counted. */
export const callUsageIds = (call: string): string[] => [call, `${call}:minutes`];

/** A meter may have used the call's id for something else, such as a message: its minutes then have an id of their own. */
function withCallId(event: UsageEvent, knownEvents: ReadonlyMap<string, UsageEvent>): UsageEvent {
  const id = callUsageIds(event.id).find((one) => countsMinutes(knownEvents.get(one)?.kind ?? "minutes"));
  return { ...event, id: id ?? event.id };
}

/**
 * Counts a batch: each id only once ever, priced by the terms at the time of the event and paid by the account's payer.
 * Invalid events are rejected by id; the others count. Free events are counted but move no money.
 */
export function recordUsage(
  meter: MeterContext,
  batch: readonly ParsedEvent[],
  now: Instant,
): Decision<UsageResult> & { usedPrepaid: UsedPrepaidMinutes } {
  const { account, payer, openedAt, ratesAt, currency } = meter;
  const usedPrepaid: UsedPrepaidMinutes = new Map();
  const knownEvents = new Map(meter.recordedEvents);
  const newEvents: (UsageEvent & RatedEvent)[] = [];
  const answer: UsageResult = { recorded: 0, repeated: 0, rejected: [] };
  batch.forEach((parsed, index) => {
    const reject = (why: Message, field: string | null) => answer.rejected.push({ id: parsed.id, index, field, why });
    if ("why" in parsed) return reject(parsed.why, parsed.field);
    const event = parsed.event.ofCall ? withCallId(parsed.event, knownEvents) : parsed.event;
    const known = knownEvents.get(event.id);
    if (known && (event.ofCall || isSameEvent(known, event))) return void (answer.repeated += 1);
    if (known) return reject(message("balance.usage.idUsed"), "id");
    const timeError = eventTimeError(event.at, openedAt, now + CLOCK_TOLERANCE_MS);
    if (timeError) return reject(message(timeError), "at");
    knownEvents.set(event.id, event);
    const chargeable = { ...event, quantity: event.quantity - usePrepaid(event, meter, usedPrepaid) };
    newEvents.push({ ...event, micros: rateEvent(ratesAt(event.at), chargeable, currency) });
  });
  answer.recorded = newEvents.length;
  if (newEvents.length === 0) return { effects: [], answer, usedPrepaid };
  const chargedEvents = newEvents.filter(({ micros }) => micros > 0);
  // Most batches are about a few numbers, so each number is formatted only once.
  const numbers = new Set(chargedEvents.flatMap(({ number }) => number ?? []));
  const displayByNumber = new Map([...numbers].map((number) => [number, formatPhoneNumber(number)]));
  const effects: Effect[] = [
    { do: "count", account, events: newEvents },
    ...chargedEvents.map((event) =>
      post({ ...usageMovement(event, displayByNumber.get(event.number ?? "") ?? null, account, payer), currency }),
    ),
  ];
  return { effects, answer, usedPrepaid };
}

/** How much of an event is prepaid, in thousandths: a forwarded number's minutes were paid with the cancellation. */
function usePrepaid(
  { kind, number, quantity, at }: UsageEvent,
  { prepaidMinutes }: MeterContext,
  usedPrepaid: UsedPrepaidMinutes,
): number {
  const prepaid = prepaidMinutes?.find(
    (block) => block.number === number && block.kind === kind && block.from <= at && at < block.until,
  );
  if (!prepaid) return 0;
  const usedBefore = usedPrepaid.get(prepaid) ?? 0;
  const usedNow = Math.min(quantity, Math.max(0, prepaid.remaining - usedBefore));
  usedPrepaid.set(prepaid, usedBefore + usedNow);
  return usedNow;
}

const usageMovement = (event: UsageEvent & RatedEvent, display: string | null, account: string, payer: string) => ({
  type: ENTRY_TYPE_OF[event.kind],
  from: book(payer, "balance"),
  to: book(account, "usage"),
  micros: event.micros,
  memo: memoOf(event, display),
  happenedAt: event.at,
  key: `usage:${account}:${event.id}`,
  quantity: event.quantity,
});

const USAGE_MESSAGE_KEYS: Record<UsageKind, MessageKey & `balance.usage.${string}`> = {
  minutes: "balance.usage.minutes",
  "toll-free minutes": "balance.usage.tollFree",
  "international minutes": "balance.usage.international",
  messages: "balance.usage.messages",
  transcription: "balance.usage.transcription",
  "caller names": "balance.usage.callerNames",
};

/** `Minutes · +1 212 555 0143 · call from Ann`: the details that the meter reported. */
function memoOf({ kind, description }: UsageEvent, display: string | null): Message {
  const about = [display, description].filter(Boolean).map((part) => ` · ${part}`);
  return { key: USAGE_MESSAGE_KEYS[kind], values: { about: about.join("") } };
}

const isSameEvent = (a: UsageEvent, b: UsageEvent): boolean =>
  a.kind === b.kind &&
  a.quantity === b.quantity &&
  a.at === b.at &&
  a.number === b.number &&
  a.description === b.description;

/** The actor for everything that falls due through time alone. */
export const BILLING_ACTOR: Actor = { as: "job", id: "billing" };
