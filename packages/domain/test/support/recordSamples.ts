import * as z from "zod/mini";
import { newAgent, NO_PHONE } from "../../src/agents/rules.ts";
import { RUNNING } from "../../src/lifecycle/rules.ts";
import { message } from "../../src/core/message.ts";
import { termsOf } from "../../src/plans/catalogue.ts";
import { DEFAULT_PREFERENCES } from "../../src/preferences/rules.ts";
import { defineRecord } from "../../src/core/record.ts";
import type { DataOf, KindName } from "../../src/core/records.ts";
import { callData } from "./calls.ts";
import { cardData } from "./cards.ts";
import { numberData, queueData } from "./routing.ts";
import { AVA, IDLE, NOON, statusData, plannedData } from "./samples.ts";

/** A complete kind in one place, as the recipe promises. Its second shape gave the weight a unit. */
export const toyKind = defineRecord({
  kind: "toy",
  log: "history",
  area: "team",
  readBy: "area",
  shape: 2,
  schema: z.strictObject({ name: z.string(), grams: z.int(), parts: z.array(z.string()) }),
  noun: "noun.status",
  title: (data) => data.name,
  labels: { name: "label.name", grams: "label.order", parts: "label.idle" },
  restore: { how: "copy" },
  unique: { name: { within: "account", value: (data) => data.name, takenMessage: "agents.nameTaken", field: "name" } },
  search: { text: (data) => data.name, tags: () => [] },
  upgrades: [({ kilos, ...rest }: { kilos: number }) => ({ ...rest, grams: kilos * 1000 })],
});

const account: DataOf<"account"> = {
  name: "Northwind",
  zone: "Europe/London",
  billTo: { company: "", name: "", address: "" },
  idleRule: null,
  owner: "dana",
  agency: null,
  balanceFrom: "own",
  phoneLeaseSeconds: 30,
  guardMinutes: 10,
};
const invitation: DataOf<"invitation"> = {
  email: "a@example.com",
  name: "A",
  role: "agent",
  softphone: false,
  expiresAt: NOON,
  responsible: "dana",
  becomesOwner: false,
};
const apiKey: DataOf<"apiKey"> = {
  name: "Switchboard",
  permissions: ["send phone events"],
  prefix: "cbk_abc",
  revokedAt: null,
  responsible: "dana",
};
const correction: DataOf<"correction"> = {
  person: "ava",
  from: NOON - 3_600_000,
  to: NOON - 1_800_000,
  status: "available",
  statusName: "Available",
  reason: "I was at my desk",
  proposedAt: NOON,
  state: "waiting",
  decidedAt: null,
  decidedBy: null,
  answer: null,
};
const source: DataOf<"source"> = {
  name: "Yellow pages",
  description: "",
  site: "onsite",
  ruleGroups: [],
  position: 0,
  follows: null,
};
const trackingCode: DataOf<"trackingCode"> = {
  key: "swap_0123456789abcdef",
  websites: ["northwind.com"],
  stickyDays: 30,
  queueNumbers: [],
};
const preset: DataOf<"preset"> = {
  kind: "source",
  name: "Search ads",
  description: "",
  values: { site: "onsite" },
  archivedAt: null,
};
const recharge: DataOf<"recharge"> = {
  type: "recharge",
  state: "waiting",
  cents: 1500,
  currency: "USD",
  trigger: { balance: 1, threshold: 10_000_000, target: 25_000_000 },
  capRemaining: null,
  attempts: [],
  retryAt: null,
  startedAt: NOON,
  endedAt: null,
  requestedBy: AVA,
  why: message("balance.recharge.noCard"),
  chargedTwice: false,
};
const rechargeSettings: DataOf<"rechargeSettings"> = {
  enabled: false,
  threshold: 10_000_000,
  target: 25_000_000,
  monthlyCap: null,
  perCharge: 10_000_000_000,
  perDay: 10_000_000_000,
  consent: null,
};
const statementSchedule: DataOf<"statementSchedule"> = {
  every: "month",
  day: 1,
  recipients: ["books@example.com"],
  paused: false,
};
const providerRequest: DataOf<"providerRequest"> = {
  type: "buy number",
  subject: "+15125550143",
  recordId: null,
  input: {},
  state: "requested",
  attempts: 0,
  checks: 0,
  requestedAt: NOON,
  sentAt: null,
  nextStepAt: NOON,
  endedAt: null,
  requestedBy: AVA,
  why: message("agents.cause.chosen"),
};
const run: DataOf<"run"> = {
  type: "edit numbers",
  title: "Numbers",
  input: {},
  state: "running",
  total: 1,
  preparing: null,
  responsible: AVA,
  proposedAt: NOON,
  startedAt: NOON,
  endedAt: null,
  permissions: ["read routing"],
  suspendedReason: null,
};
const proposal: DataOf<"proposal"> = {
  permissions: ["manage the account"],
  type: "restore record",
  title: message("agents.cause.chosen"),
  input: {},
  context: {},
  lines: [],
  name: null,
  state: "open",
  proposedBy: AVA,
  createdAt: NOON,
  expiresAt: NOON,
  batch: null,
};

/** Two documents of each kind, the second as an edit of the first. A kind without them fails. */
export const RECORD_PAIRS: { [K in KindName]: readonly [before: DataOf<K>, after: DataOf<K>] } = {
  account: [account, { ...account, name: "Northwind Sales" }],
  subscription: [
    { billingAnchor: NOON, periodStart: NOON, renewsAt: NOON + 1, paidMicros: 0 },
    { billingAnchor: NOON, periodStart: NOON + 1, renewsAt: NOON + 2, paidMicros: 39_000_000 },
  ],
  card: [
    cardData(),
    cardData({
      name: "Company card",
      lastDecline: { hard: true, at: 1, until: null, times: 1, why: message("cards.missing") },
    }),
  ],
  wallet: [
    { provider: "sandbox", customer: "cus_1", primary: "a", backup: null, others: [] },
    { provider: "sandbox", customer: "cus_1", primary: "a", backup: "b", others: ["c"] },
  ],
  terms: [termsOf("advanced", "USD", NOON), termsOf("essentials", "USD", NOON)],
  lifecycle: [RUNNING, { ...RUNNING, paused: { since: NOON, by: "dana", until: null } }],
  member: [
    { role: "agent", softphone: true, frozen: null },
    { role: "agent", softphone: false, frozen: null },
  ],
  invitation: [invitation, { ...invitation, role: "billing" }],
  apiKey: [apiKey, { ...apiKey, revokedAt: NOON }],
  status: [statusData("Siesta"), statusData("Siesta", { defaultMinutes: 30 })],
  agent: [newAgent(AVA, NOON), { ...newAgent(AVA, NOON), status: "available", statusName: "Available" }],
  phone: [NO_PHONE, IDLE],
  plannedStatus: [
    plannedData({ status: "available" }),
    plannedData({ status: "available", from: 9 * 60, skipped: ["2026-03-18"] }),
  ],
  call: [callData(), callData({ agent: "ben" })],
  preferences: [DEFAULT_PREFERENCES, { ...DEFAULT_PREFERENCES, theme: "dark" }],
  number: [numberData(), numberData({ name: "Summer campaign" })],
  source: [source, { ...source, description: "Search campaigns" }],
  trackingCode: [trackingCode, { ...trackingCode, websites: [], stickyDays: 7 }],
  correction: [correction, { ...correction, state: "accepted", decidedAt: NOON + 1, decidedBy: "dana" }],
  receiver: [
    { e164: "+15125550199", name: "Front desk" },
    { e164: "+15125550199", name: "Reception" },
  ],
  queue: [
    queueData({ name: "Night desk" }),
    queueData({
      name: "Night desk",
      members: [
        { id: "ben", weight: 2 },
        { id: "ava", weight: 1 },
      ],
    }),
  ],
  preset: [preset, { ...preset, description: "Paid clicks", values: { site: "offsite", ruleGroups: [] } }],
  charge: [
    { ...providerRequest, type: "charge card", input: { sum: "$15.00" } },
    { ...providerRequest, type: "charge card", input: { sum: "$15.00" }, state: "sent", attempts: 1, sentAt: NOON },
  ],
  recharge: [recharge, { ...recharge, state: "ended", endedAt: NOON }],
  statementSchedule: [statementSchedule, { ...statementSchedule, every: "week", paused: true }],
  rechargeSettings: [
    rechargeSettings,
    { ...rechargeSettings, enabled: true, consent: { at: NOON, by: "ava", text: message("balance.recharge.noCard") } },
  ],
  providerRequest: [providerRequest, { ...providerRequest, state: "sent", attempts: 1, sentAt: NOON }],
  run: [run, { ...run, state: "paused" }],
  proposal: [proposal, { ...proposal, state: "discarded" }],
  pin: [
    { kind: "status", record: "lunch", version: 3, note: "" },
    { kind: "status", record: "lunch", version: 3, note: "before the campaign" },
  ],
  readMarker: [{ readUpTo: 12 }, { readUpTo: 13 }],
  alertChoices: [
    { snoozes: [{ alert: "coverage:q1", until: 5_000 }], places: {} },
    { snoozes: [], places: { card: ["console"] } },
  ],
};

/** The same plus the toy kind, by name. */
export const SAMPLES: Record<string, readonly [object, object]> = {
  ...RECORD_PAIRS,
  toy: [
    { name: "Bear", grams: 300, parts: ["ear"] },
    { name: "Bear", grams: 350, parts: ["ear", "nose"] },
  ],
};
