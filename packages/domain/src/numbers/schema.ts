import * as z from "zod/mini";
import { monthsAfter } from "../core/calendar.ts";
import {
  codeText,
  factSchema,
  requiredText,
  idSchema,
  instantSchema,
  oneLine,
  sortableInstant,
} from "../core/fieldSchemas.ts";
import { formatPhoneNumber } from "./phoneNumber.ts";
import { message } from "../core/message.ts";
import { defineRecord } from "../core/record.ts";
import { countsTowardLimit, limitState } from "../plans/limits.ts";
import { renewalGroup } from "./renewalGroups.ts";
import { nextEndAt, serviceGroupOf } from "./serviceGroups.ts";
import { formatFact } from "../core/fieldFormat.ts";
import { sliceCode } from "../core/text/text.ts";
import { NUMBER_KINDS, TRACKING_NAME_MAX } from "./types.ts";
import { normalizeForSearch } from "../core/text/search.ts";

/** A number as the world writes it: `+` and up to fifteen digits. Whether it can exist is for `phoneNumber.ts` to say. */
export const e164Schema = codeText(16, /^\+[1-9]\d{6,14}$/, "tracking.numberOdd");

export const routeSchema = z.strictObject({ to: z.enum(["receiver", "queue"]), id: idSchema });
const stateSchema = z.discriminatedUnion("is", [
  z.strictObject({ is: z.literal("active"), since: instantSchema }),
  z.strictObject({ is: z.literal("porting"), since: instantSchema }),
  z.strictObject({ is: z.literal("held"), since: instantSchema, until: instantSchema }),
  z.strictObject({
    is: z.literal("forwarded"),
    since: instantSchema,
    until: instantSchema,
    to: e164Schema,
    /** Thousandths of a minute that are still prepaid. */
    left: z.int().check(z.minimum(0)),
  }),
  z.strictObject({ is: z.literal("releasing"), since: instantSchema }),
  z.strictObject({ is: z.literal("released"), since: instantSchema }),
]);

const numberSchema = z.strictObject({
  e164: e164Schema,
  name: oneLine(TRACKING_NAME_MAX),
  kind: z.enum(NUMBER_KINDS),
  source: z.nullable(idSchema),
  route: z.nullable(routeSchema),
  stopped: z.nullable(factSchema),
  paused: z.nullable(factSchema),
  parked: z.nullable(factSchema),
  standing: stateSchema,
  renewsAt: z.nullable(instantSchema),
  /** When the month began from which all others are counted: the 31st stays the 31st. */
  paidFrom: z.nullable(instantSchema),
  /** A renewal that could not be paid: it is kept until then, and then held. */
  graceUntil: z.nullable(instantSchema),
  origin: z.enum(["bought", "imported"]),
});
export type NumberData = z.infer<typeof numberSchema>;

/** Its sign and the digits from each place on, so that any end of a number finds it: `+1 512 555 0143` by 5125550143, 0143, 143. */
export const numberWords = (e164: string): string => {
  const digits = sliceCode(e164, 1);
  return `+ ${Array.from({ length: digits.length - 2 }, (_, from) => sliceCode(digits, from)).join(" ")}`;
};

/** When something is to be done about its month, in an order that texts keep; null while nothing ever is. */
const numberDue = ({ standing, renewsAt, graceUntil }: NumberData): string | null => {
  if (standing.is === "held" || standing.is === "forwarded") return sortableInstant(standing.until);
  if (standing.is !== "active" && standing.is !== "porting") return null;
  return renewsAt === null ? null : sortableInstant(graceUntil ?? renewsAt);
};

/** A month that was paid for still counts; behind it one begins today. What came between was nobody's, and costs nothing. */
const recreateNumber = (older: NumberData, { now, zone }: { now: number; zone: string }): NumberData => ({
  ...older,
  ...(isMonthPaid(older, now) ? {} : { paidFrom: now, renewsAt: monthsAfter(now, 1, zone) }),
  standing: { is: "active", since: now },
  parked: null,
  graceUntil: null,
});

/** Whether the month in which it is brought back was paid for before it went. */
export const isMonthPaid = ({ renewsAt }: Pick<NumberData, "renewsAt">, now: number): boolean =>
  renewsAt !== null && renewsAt > now;

const numberRoute = ({ standing, route }: NumberData): string | null =>
  standing.is === "released" || route === null ? null : `${route.to}:${route.id}`;
const sortableOrNull = (at: number | null): string | null => (at === null ? null : sortableInstant(at));

/** The day on which its next month begins, and the day of the month from which months are counted where that matters. */
function renewalGroupOf({ kind, standing, renewsAt, paidFrom }: NumberData): string | null {
  if (renewsAt === null || (standing.is !== "active" && standing.is !== "porting")) return null;
  return renewalGroup(kind, renewsAt, paidFrom ?? renewsAt);
}

export const numberKind = defineRecord({
  kind: "number",
  log: "history",
  area: "routing",
  readBy: "area",
  shape: 2,
  schema: numberSchema,
  noun: "noun.number",
  title: (data) => formatPhoneNumber(data.e164),
  labels: {
    e164: "label.number",
    name: "label.name",
    kind: "label.numberKind",
    source: "label.source",
    route: "label.route",
    stopped: "label.stopped",
    paused: "label.paused",
    parked: "label.parked",
    standing: "label.standing",
    renewsAt: "label.renewsAt",
    paidFrom: "label.paidFrom",
    graceUntil: "label.graceUntil",
    origin: "label.origin",
  },
  shows: {
    source: (id, show) => show.record("source", id),
    route: (route, show) => show.record(route.to, route.id),
    stopped: formatFact,
    paused: formatFact,
    parked: formatFact,
    standing: ({ is }) => is,
    renewsAt: "instant",
    paidFrom: "instant",
    graceUntil: "instant",
  },
  refers: (data) => [
    ...(data.source === null ? [] : [{ kind: "source", id: data.source }]),
    ...(data.route === null ? [] : [{ kind: data.route.to, id: data.route.id }]),
  ],
  // What the carrier and the plan decide is no matter of an older version.
  restore: {
    how: "copy",
    keeps: ["e164", "kind", "parked", "standing", "renewsAt", "paidFrom", "graceUntil", "origin"],
    begins: recreateNumber,
    stays: ({ origin, standing, name }) => {
      if (origin === "bought") return message("tracking.boughtStays", { name });
      return standing.is === "active" ? null : message("tracking.numberStays", { name, state: standing.is });
    },
  },
  // A call within prepaid minutes may be told after they are over, and was paid then.
  lasting: ["e164", "kind", "standing"],
  lastsUntil: ({ standing: was }, { standing: is }) => was.is === "forwarded" && is.is !== "forwarded",
  frozen: ({ parked, standing, name }) => {
    if (standing.is === "released") return message("tracking.numberReleased", { name });
    return parked === null ? null : message("tracking.numberParked", { name });
  },
  unique: {
    e164: {
      within: "everywhere",
      value: (data) => (data.standing.is === "released" ? null : data.e164),
      taken: "tracking.numberTaken",
      field: "e164",
    },
  },
  indexes: {
    // A number that was given back is no longer in the list; a filter still finds it.
    name: (data) => (data.standing.is === "released" ? null : normalizeForSearch(data.name)),
    number: (data) => (data.standing.is === "released" ? null : data.e164),
    "gone name": (data) => (data.standing.is === "released" ? normalizeForSearch(data.name) : null),
    "gone number": (data) => (data.standing.is === "released" ? data.e164 : null),
    // What was given back holds nothing up: its source may be removed.
    source: (data) => (data.standing.is === "released" ? null : data.source),
    route: numberRoute,
    /** When something about it ends by itself, that its group does not speak of. */
    ends: (data) => sortableOrNull(nextEndAt(data)),
    due: numberDue,
    /** Numbers whose minutes were prepaid with the cancellation, as a meter names them. */
    forwarded: ({ standing, e164 }) => (standing.is === "forwarded" ? e164 : null),
    /** Numbers that come back, or go on, by themselves once there is money again. */
    unpaid: ({ standing, graceUntil }) =>
      graceUntil === null || standing.is === "releasing" || standing.is === "released" ? null : "yes",
  },
  counts: {
    source: (data) => (data.standing.is === "released" ? null : data.source),
    route: numberRoute,
    limited: (data) => (countsTowardLimit(data) ? limitState(data) : null),
    group: serviceGroupOf,
    due: renewalGroupOf,
  },
  find: {
    words: (data) => `${data.name} ${numberWords(data.e164)}`,
    tags: (data) => [
      data.standing.is === "released" ? "list:gone" : "list:here",
      `state:${data.standing.is}`,
      `kind:${data.kind}`,
      `source:${data.source ?? "none"}`,
      `route:${data.route === null ? "none" : `${data.route.to}:${data.route.id}`}`,
      ...(data.stopped ? ["flag:stopped"] : []),
      ...(data.paused ? ["flag:paused"] : []),
      ...(data.parked ? ["flag:parked"] : []),
    ],
    sorts: ["name", "number", "gone name", "gone number"],
  },
  // Months were once counted from the last of them.
  upgrades: [
    (older: Omit<NumberData, "paidFrom" | "graceUntil">): NumberData => ({
      ...older,
      paidFrom: older.renewsAt === null ? null : monthsAfter(older.renewsAt, -1, "UTC"),
      graceUntil: null,
    }),
  ],
});

const name = oneLine(TRACKING_NAME_MAX);
/** A number as a person types it; read with the account's country for what has no `+`. */
export const typedNumber = requiredText(40);
const version = z.int();

export const NumberInput = z.object({
  id: idSchema,
  version,
  name,
  source: z.nullable(idSchema),
  route: z.nullable(routeSchema),
});
/** A number's own stop and pause: on with an optional end, or off. */
export const NumberFlagInput = z.object({
  id: idSchema,
  version,
  flag: z.enum(["stopped", "paused"]),
  on: z.boolean(),
  until: z._default(z.nullable(instantSchema), null),
});
export const RemoveInput = z.object({ id: idSchema, version });
