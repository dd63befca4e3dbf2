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

/** A number in E.164: `+` and up to fifteen digits. `phoneNumber.ts` checks whether it can exist. */
export const e164Schema = codeText(16, /^\+[1-9]\d{6,14}$/, "numbers.invalidNumber");

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
    /** Remaining prepaid minutes, in thousandths. */
    remaining: z.int().check(z.minimum(0)),
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
  frozen: z.nullable(factSchema),
  state: stateSchema,
  renewsAt: z.nullable(instantSchema),
  /** When its first month began, from which all others are counted: the 31st stays the 31st. */
  billingAnchor: z.nullable(instantSchema),
  /** After an unpaid renewal: the number works until then and is held afterwards. */
  graceUntil: z.nullable(instantSchema),
  origin: z.enum(["bought", "imported"]),
});
export type NumberData = z.infer<typeof numberSchema>;

/**
 * The number as search words, from each digit on, so that any end of at least three digits matches: `+1 512 555 0143` by
 * 5125550143, 0143, 143.
 */
export const numberSearchText = (e164: string): string => {
  const digits = sliceCode(e164, 1);
  return `+ ${Array.from({ length: digits.length - 2 }, (_, from) => sliceCode(digits, from)).join(" ")}`;
};

/** When billing has to look at it next, as sortable text; null if never. */
const numberDue = ({ state, renewsAt, graceUntil }: NumberData): string | null => {
  if (state.is === "held" || state.is === "forwarded") return sortableInstant(state.until);
  if (state.is !== "active" && state.is !== "porting") return null;
  return renewsAt === null ? null : sortableInstant(graceUntil ?? renewsAt);
};

/** A paid month still counts; after it a new one begins today. The time in between isn't charged. */
const recreateNumber = (older: NumberData, { now, zone }: { now: number; zone: string }): NumberData => ({
  ...older,
  ...(isMonthPaid(older, now) ? {} : { billingAnchor: now, renewsAt: monthsAfter(now, 1, zone) }),
  state: { is: "active", since: now },
  frozen: null,
  graceUntil: null,
});

/** Whether the current month was paid before the number was released. */
export const isMonthPaid = ({ renewsAt }: Pick<NumberData, "renewsAt">, now: number): boolean =>
  renewsAt !== null && renewsAt > now;

const numberRoute = ({ state, route }: NumberData): string | null =>
  state.is === "released" || route === null ? null : `${route.to}:${route.id}`;
/** The index value of a source's numbers that lead to a target, written like `receiver:<id>`. */
export const swapIndexValue = (source: string, target: string): string => `${source}\n${target}`;
const numberSwap = (data: NumberData): string | null => {
  const target = numberRoute(data);
  return data.source === null || target === null ? null : swapIndexValue(data.source, target);
};
const sortableOrNull = (at: number | null): string | null => (at === null ? null : sortableInstant(at));

/** The day on which its next month begins, and the day from which months are counted if that matters. */
function renewalGroupOf({ kind, state, renewsAt, billingAnchor }: NumberData): string | null {
  if (renewsAt === null || (state.is !== "active" && state.is !== "porting")) return null;
  return renewalGroup(kind, renewsAt, billingAnchor ?? renewsAt);
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
    frozen: "label.frozen",
    state: "label.numberState",
    renewsAt: "label.renewsAt",
    billingAnchor: "label.billingAnchor",
    graceUntil: "label.graceUntil",
    origin: "label.origin",
  },
  formats: {
    source: (id, show) => show.record("source", id),
    route: (route, show) => show.record(route.to, route.id),
    stopped: formatFact,
    paused: formatFact,
    frozen: formatFact,
    state: ({ is }) => is,
    renewsAt: "instant",
    billingAnchor: "instant",
    graceUntil: "instant",
  },
  references: (data) => [
    ...(data.source === null ? [] : [{ kind: "source", id: data.source }]),
    ...(data.route === null ? [] : [{ kind: data.route.to, id: data.route.id }]),
  ],
  // The carrier and the plan decide these, so an older version doesn't restore them.
  restore: {
    how: "copy",
    keepFields: ["e164", "kind", "frozen", "state", "renewsAt", "billingAnchor", "graceUntil", "origin"],
    recreate: recreateNumber,
    cannotRemove: ({ origin, state, name }) => {
      if (origin === "bought") return message("numbers.boughtStays", { name });
      return state.is === "active" ? null : message("numbers.numberStays", { name, state: state.is });
    },
  },
  // A call within prepaid minutes may be reported after the forward has ended.
  retainedFields: ["e164", "kind", "state"],
  shouldRetain: ({ state: before }, { state: after }) => before.is === "forwarded" && after.is !== "forwarded",
  readOnlyReason: ({ frozen, state, name }) => {
    if (state.is === "released") return message("numbers.numberReleased", { name });
    return frozen === null ? null : message("numbers.frozen", { name });
  },
  unique: {
    e164: {
      within: "everywhere",
      value: (data) => (data.state.is === "released" ? null : data.e164),
      takenMessage: "numbers.numberTaken",
      field: "e164",
    },
  },
  indexes: {
    // A released number is not in the list; a filter still finds it.
    name: (data) => (data.state.is === "released" ? null : normalizeForSearch(data.name)),
    number: (data) => (data.state.is === "released" ? null : data.e164),
    "released name": (data) => (data.state.is === "released" ? normalizeForSearch(data.name) : null),
    "released number": (data) => (data.state.is === "released" ? data.e164 : null),
    // A released number doesn't block the removal of its source.
    source: (data) => (data.state.is === "released" ? null : data.source),
    route: numberRoute,
    /** For the number swap: the numbers of a source whose calls go to the same target. */
    swap: numberSwap,
    /** When a state of it ends through time alone, which its group doesn't include. */
    ends: (data) => sortableOrNull(nextEndAt(data)),
    due: numberDue,
    /** Forwarded numbers with prepaid minutes, by E.164. */
    forwarded: ({ state, e164 }) => (state.is === "forwarded" ? e164 : null),
    /** Numbers that resume automatically once there is money again. */
    unpaid: ({ state, graceUntil }) =>
      graceUntil === null || state.is === "releasing" || state.is === "released" ? null : "yes",
  },
  counts: {
    source: (data) => (data.state.is === "released" ? null : data.source),
    route: numberRoute,
    limited: (data) => (countsTowardLimit(data) ? limitState(data) : null),
    group: serviceGroupOf,
    due: renewalGroupOf,
  },
  search: {
    text: (data) => `${data.name} ${numberSearchText(data.e164)}`,
    tags: (data) => [
      data.state.is === "released" ? "list:released" : "list:current",
      `state:${data.state.is}`,
      `kind:${data.kind}`,
      `source:${data.source ?? "none"}`,
      `route:${data.route === null ? "none" : `${data.route.to}:${data.route.id}`}`,
      ...(data.stopped ? ["flag:stopped"] : []),
      ...(data.paused ? ["flag:paused"] : []),
      ...(data.frozen ? ["flag:frozen"] : []),
    ],
    sortIndexes: ["name", "number", "released name", "released number"],
  },
  // Older numbers didn't store an anchor: months were counted from the latest one.
  upgrades: [
    (older: Omit<NumberData, "billingAnchor" | "graceUntil">): NumberData => ({
      ...older,
      billingAnchor: older.renewsAt === null ? null : monthsAfter(older.renewsAt, -1, "UTC"),
      graceUntil: null,
    }),
  ],
});

const name = oneLine(TRACKING_NAME_MAX);
/** A typed number; without `+` it is read with the account's country. */
export const typedNumber = requiredText(40);
const version = z.int();

export const NumberInput = z.object({
  id: idSchema,
  version,
  name,
  source: z.nullable(idSchema),
  route: z.nullable(routeSchema),
});
/** Sets a number's own stop or pause with an optional end, or clears it. */
export const NumberFlagInput = z.object({
  id: idSchema,
  version,
  flag: z.enum(["stopped", "paused"]),
  on: z.boolean(),
  until: z._default(z.nullable(instantSchema), null),
});
export const RemoveInput = z.object({ id: idSchema, version });
