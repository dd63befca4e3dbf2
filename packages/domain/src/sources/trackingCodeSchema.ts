import * as z from "zod/mini";
import { codeText, idSchema, list, oneLine } from "../core/fieldSchemas.ts";
import { defineRecord } from "../core/record.ts";
import { formatPhoneNumber } from "../numbers/phoneNumber.ts";
import { e164Schema, typedNumber } from "../numbers/schema.ts";
import { VisitInput } from "./schema.ts";
import { QUEUE_NUMBERS_MAX, STICKY_DAYS_MAX, SWAP_KEY, SWAP_KEY_MAX, WEBSITES_MAX } from "./types.ts";

/** The longest host name of the internet, with `*.` before it. */
const WEBSITE_MAX = 255;
const stickyDays = z.int().check(z.minimum(1, "fields.tooSmall"), z.maximum(STICKY_DAYS_MAX, "fields.tooLarge"));

const trackingCodeSchema = z.strictObject({
  /** The swap key: names the account in the script on its websites. Public, and never changed. */
  key: codeText(SWAP_KEY_MAX, SWAP_KEY, "fields.invalidId"),
  /** Host names; one with `*.` stands for its subdomains. */
  websites: list(oneLine(WEBSITE_MAX, "units"), WEBSITES_MAX),
  /** How many days a visitor keeps seeing the numbers of the source that they came by. */
  stickyDays,
  /** Numbers on the websites that reach a queue, although the account has them neither as tracking nor receiving numbers. */
  queueNumbers: list(z.strictObject({ e164: e164Schema, queue: idSchema }), QUEUE_NUMBERS_MAX),
});
export type TrackingCodeData = z.infer<typeof trackingCodeSchema>;

/** How an account's websites show tracking numbers. Its id is the account's. */
export const trackingCodeKind = defineRecord({
  kind: "trackingCode",
  log: "history",
  area: "routing",
  readBy: "area",
  shape: 1,
  schema: trackingCodeSchema,
  noun: "noun.trackingCode",
  title: () => "",
  labels: {
    key: "label.swapKey",
    websites: "label.websites",
    stickyDays: "label.stickyDays",
    queueNumbers: "label.queueNumbers",
  },
  formats: {
    queueNumbers: ({ e164, queue }, show) => `${formatPhoneNumber(e164)} → ${show.record("queue", queue)}`,
  },
  references: ({ queueNumbers }) => queueNumbers.map(({ queue }) => ({ kind: "queue", id: queue })),
  restore: { how: "copy", keepFields: ["key"] },
  unique: {
    key: { within: "everywhere", value: ({ key }) => key, takenMessage: "sources.swapKeyTaken", field: "key" },
  },
  upgrades: [],
});

export const TrackingCodeInput = z.object({
  /** Absent for the first time. */
  version: z.optional(z.int()),
  websites: list(oneLine(WEBSITE_MAX, "units"), WEBSITES_MAX),
  stickyDays,
  queueNumbers: z._default(list(z.object({ number: typedNumber, queue: idSchema }), QUEUE_NUMBERS_MAX), []),
});
/** A page to try: a visit with this landing page, and a number that stands on the page. */
export const TrySwapInput = z.object({ ...VisitInput.shape, number: typedNumber });
