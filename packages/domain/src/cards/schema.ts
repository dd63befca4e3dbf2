import * as z from "zod/mini";
import { endOfMonth } from "../core/calendar.ts";
import { BRANDS, PROVIDERS } from "./types.ts";
import {
  codeText,
  requiredText,
  idSchema,
  instantSchema,
  list,
  sortableInstant,
  messageSchema,
  noCardNumberAnywhere,
  someLines,
  zoneSchema,
} from "../core/fieldSchemas.ts";
import { defineRecord } from "../core/record.ts";

const CARD_NAME_MAX = 40;
const providerRef = requiredText(255);
const holder = someLines(120).check(noCardNumberAnywhere);
const name = someLines(CARD_NAME_MAX).check(noCardNumberAnywhere);
const month = z.int().check(z.minimum(1), z.maximum(12));
const year = z.int().check(z.minimum(2000), z.maximum(2200));
const last4 = codeText(4, /^\d{4}$/, "fields.invalid");

const cardSchema = z.strictObject({
  provider: z.enum(PROVIDERS),
  /** The provider's reference. The card number itself never reaches us. */
  providerRef,
  brand: z.enum(BRANDS),
  last4,
  expMonth: month,
  expYear: year,
  holder,
  /** The name given to it here; if empty, brand and last four digits are shown. */
  name,
  /** The last definite decline. `until`: not tried before then; null if it is stopped until something changes. */
  lastDecline: z.nullable(
    z.strictObject({
      hard: z.boolean(),
      at: instantSchema,
      until: z.nullable(instantSchema),
      /** Declines in a row. */
      times: z.int(),
      why: messageSchema,
    }),
  ),
  /** The last warning that was sent, in days before expiry. */
  expiryWarningDays: z.nullable(z.int()),
});
export type CardData = z.infer<typeof cardSchema>;

export const cardKind = defineRecord({
  kind: "card",
  log: "history",
  area: "billing",
  readBy: "area",
  shape: 1,
  schema: cardSchema,
  noun: "noun.card",
  title: ({ name, brand, last4 }) => name || `${brand} ${last4}`,
  labels: {
    provider: "label.provider",
    providerRef: "label.providerRef",
    brand: "label.brand",
    last4: "label.last4",
    expMonth: "label.expMonth",
    expYear: "label.expYear",
    holder: "label.holder",
    name: "label.name",
    lastDecline: "label.lastDecline",
    expiryWarningDays: "label.expiryWarningDays",
  },
  formats: { lastDecline: ({ why }, show) => show.message(why) },
  restore: { how: "refused", reason: "cards.notRestored" },
  // The expiry in UTC. In an account's zone it is up to a day off, so queries look further and then check exactly.
  indexes: { end: ({ expYear, expMonth }) => sortableInstant(endOfMonth(expYear, expMonth, "UTC")) },
  upgrades: [],
});

const walletSchema = z.strictObject({
  provider: z.enum(PROVIDERS),
  /** The account's customer id at the provider. */
  customer: providerRef,
  primary: z.nullable(idSchema),
  backup: z.nullable(idSchema),
  others: z.array(idSchema),
});
export type WalletData = z.infer<typeof walletSchema>;

/** The order in which an account's cards are tried. The id is the account's. */
export const walletKind = defineRecord({
  kind: "wallet",
  log: "history",
  area: "billing",
  readBy: "area",
  shape: 1,
  schema: walletSchema,
  noun: "noun.wallet",
  title: () => "",
  labels: {
    provider: "label.provider",
    customer: "label.customer",
    primary: "label.primary",
    backup: "label.backup",
    others: "label.otherCards",
  },
  formats: {
    primary: (id, show) => show.record("card", id),
    backup: (id, show) => show.record("card", id),
    others: (id, show) => show.record("card", id),
  },
  restore: { how: "refused", reason: "cards.orderNotRestored" },
  unique: {
    customer: {
      within: "everywhere",
      value: ({ provider, customer }) => `${provider}:${customer}`,
      takenMessage: "cards.customerTaken",
      field: "customer",
    },
  },
  upgrades: [],
});

/** A card as the provider reports it. */
export const ProviderCard = z.object({
  providerRef,
  brand: z.catch(z.enum(BRANDS), "Card"),
  last4,
  expMonth: month,
  expYear: year,
  holder: z._default(holder, ""),
  /** The same for the same card number, whoever enters it; the number can't be derived from it. */
  fingerprint: z._default(z.nullable(requiredText(255)), null),
});
export type ProviderCard = z.infer<typeof ProviderCard>;

export const RenameCardInput = z.object({ id: idSchema, version: z.int(), name });
export const CardInput = z.object({ id: idSchema });
export const BackupCardInput = z.object({ id: z.nullable(idSchema) });
export const SimulateRechargeInput = z.object({
  declined: list(idSchema, 50),
  zone: z.optional(zoneSchema),
});
export const CardOrderInput = z.object({ ids: list(idSchema, 50) });
export const RemoveCardInput = z.object({ id: idSchema, version: z.int() });
