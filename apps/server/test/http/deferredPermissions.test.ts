import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROVIDER_REQUESTS } from "@callboard/domain/core/provider-request/providerRequestTypes";
import { KINDS } from "@callboard/domain/core/records";
import { expect, test } from "vitest";
import { JOB_HANDLERS } from "../../src/jobs/queue.ts";
import { PROPOSAL_KINDS } from "../../src/proposals/kinds.ts";
import { HANDLERS as REQUEST_HANDLERS } from "../../src/provider-requests/handlers.ts";
import { HANDLERS } from "../../src/runs/handlers.ts";
import { openTestApp } from "../support/kit.ts";

/**
 * Everything that can act later than it was requested, and whose permission counts then. A new one needs an entry here.
 * `maker`: its creator's permission is checked at that moment. `listed`: removing the person lists it for a decision.
 * `account`: it belongs to the account, where people with the permission see and change it. `caller`: whoever acts
 * later needs their own permission. `own`: it concerns only the person. `never`: it only records facts, and does
 * nothing.
 */
type Answer = readonly [by: "account" | "caller" | "own" | "never"] | readonly [by: "maker" | "listed", proof: string];

const NEVER = ["never"] as const;
const ACCOUNT = ["account"] as const;
const CALLER = ["caller"] as const;
const OWN = ["own"] as const;
const INVITATIONS = ["maker", "an invitation allows only what its maker may still grant when it is accepted"] as const;
const KEYS = ["maker", "an API key does only what the person responsible for it may do now"] as const;
const RUNS = ["maker", "a run continues only while the person responsible may do what it does"] as const;
const MAILS = ["listed", "mails that are still waiting are stopped"] as const;
const SCHEDULES = ["listed", "their address is named before and removed"] as const;
const CARD_PAGES = ["maker", "a card page accepts one card, and none from somebody who may no longer add any"] as const;
const ORDERS = ["maker", "an order that the carrier was too busy for isn't sent again"] as const;

const TABLES: Record<string, Answer> = {
  change_people: NEVER,
  api_keys: KEYS,
  write_batches: NEVER,
  changes: NEVER,
  checkpoints: NEVER,
  commands: CALLER,
  history_complete_since: NEVER,
  record_counts: NEVER,
  devices: OWN,
  search_stamps: NEVER,
  search_entries: NEVER,
  former_values: NEVER,
  provider_cards: NEVER,
  jobs: ["maker", "see the kinds of jobs below"],
  keys: NEVER,
  late_rows: NEVER,
  low_balances: NEVER,
  mails: MAILS,
  migrations: NEVER,
  account_openings: NEVER,
  documents: NEVER,
  people: OWN,
  platform_settings: NEVER,
  postings: NEVER,
  records: ["maker", "see the kinds of records below"],
  removed: NEVER,
  person_renames: NEVER,
  run_counts: NEVER,
  run_items: RUNS,
  sandbox_charges: NEVER,
  sandbox_numbers: NEVER,
  sandbox_orders: NEVER,
  sandbox_refunds: NEVER,
  seals: NEVER,
  mail_sends: NEVER,
  sessions: CALLER,
  settings: NEVER,
  schedule_progress: SCHEDULES,
  book_closings: NEVER,
  list_counts: NEVER,
  tokens: ["maker", "see the purposes of links below"],
  sign_in_attempts: NEVER,
  owner_versions: NEVER,
  calls_in_progress: NEVER,
  idle_reports: OWN,
  phone_leases: OWN,
  queue_turns: NEVER,
  report_progress: NEVER,
  report_people: NEVER,
  report_repairs: NEVER,
  report_days: NEVER,
  report_months: NEVER,
  report_calls: NEVER,
  unsubscribes: OWN,
  usage: NEVER,
};

const RECORDS: Record<string, Answer> = {
  account: ACCOUNT,
  terms: ACCOUNT,
  lifecycle: ACCOUNT,
  subscription: ACCOUNT,
  card: ACCOUNT,
  wallet: ACCOUNT,
  member: CALLER,
  invitation: INVITATIONS,
  apiKey: KEYS,
  status: ACCOUNT,
  // Queued and timed statuses go with the seat.
  agent: OWN,
  phone: OWN,
  // Like a status that a supervisor set: it stays until somebody changes it, and goes with the seat.
  plannedStatus: ACCOUNT,
  call: NEVER,
  // What waits is decided by somebody who may at that moment.
  correction: NEVER,
  preferences: OWN,
  number: ACCOUNT,
  source: ACCOUNT,
  trackingCode: ACCOUNT,
  receiver: ACCOUNT,
  queue: ACCOUNT,
  preset: ACCOUNT,
  providerRequest: ORDERS,
  // A charge is decided when it is requested, or by the account's settings; stopping it halfway would be worse.
  charge: ACCOUNT,
  recharge: ACCOUNT,
  rechargeSettings: ACCOUNT,
  statementSchedule: SCHEDULES,
  run: RUNS,
  // Confirming, renewing and discarding require the permission at that moment.
  proposal: CALLER,
  pin: NEVER,
  readMarker: NEVER,
  alertChoices: NEVER,
};

const JOBS: Record<string, Answer> = {
  mail: MAILS,
  run: RUNS,
  providerRequest: ORDERS,
  reset: OWN,
  "planned statuses": NEVER,
};

/** Confirming one requires the permission at that moment. */
const PROPOSALS = [
  "change payer",
  "restore record",
  "undo batch",
  "bring back",
  "cancel account",
  "stop or pause account",
  "detach account",
  "change plan",
  "undo cancellation",
  "reactivate account",
  "apply preset",
];

const LINKS: Record<string, Answer> = { invite: INVITATIONS, reset: OWN };

/** The modules that seal or sign something that can return much later, and what it is. */
const SEALED: Record<string, Answer> = {
  "store/seals/checkpoints.ts": NEVER,
  "rpc/context.ts": NEVER,
  "store/seals/grants.ts": NEVER,
  "integrations/mail/composeMail.ts": MAILS,
  "store/seals/secretLinks.ts": ["maker", "see the purposes of links above"],
  "integrations/payments/sandbox/sandbox.ts": CARD_PAGES,
  "integrations/payments/sandbox/ticket.ts": CARD_PAGES,
  "features/access/twoStep.ts": OWN,
  "integrations/ports.ts": NEVER,
  "features/statements/unsubscribe.ts": OWN,
  "store/seals/sealSums.ts": NEVER,
};

const SOURCES = join(import.meta.dirname, "../../src");
const sealingModules = (): string[] =>
  readdirSync(SOURCES, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && name !== "store/seals/seal.ts")
    .filter((name) => /seal\.(?:encrypt|sign|hmac)\(|writeTicket\(/.test(readFileSync(join(SOURCES, name), "utf8")));

/** Test files share their modules: those of runs add a toy. */
const isOurs = (name: string): boolean => name !== "toy";

test("each table, record, job, run, order, proposal, link and sealed value declares whose permission counts later", async () => {
  const app = await openTestApp();
  const names =
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB 'search_index*'";
  expect(Object.keys(TABLES).toSorted()).toEqual((await app.selectRows(names)).map(({ name }) => name).toSorted());
  expect(Object.keys(RECORDS)).toEqual(Object.keys(KINDS));
  expect(Object.keys(JOBS).toSorted()).toEqual(Object.keys(JOB_HANDLERS).toSorted());
  expect(PROPOSALS.toSorted()).toEqual([...PROPOSAL_KINDS.keys()].toSorted());
  const [tokens] = await app.selectRows("SELECT sql FROM sqlite_schema WHERE name = 'tokens'");
  const purposes = /purpose IN \(([^)]+)\)/
    .exec(tokens!.sql)![1]!
    .split(",")
    .map((one) => one.trim().slice(1, -1));
  expect(Object.keys(LINKS).toSorted()).toEqual(purposes.toSorted());
  expect(Object.keys(SEALED).toSorted()).toEqual(sealingModules().toSorted());
});

test("each run and order names the permission that is checked at its turn, or the reason why none is", () => {
  for (const [kind, { permission }] of Object.entries(HANDLERS).filter(([name]) => isOurs(name)))
    expect(permission, kind).toMatch(/^[a-z ]+$/);
  const permissions = Object.fromEntries(PROVIDER_REQUESTS.map((kind) => [kind, REQUEST_HANDLERS[kind].permission]));
  expect(permissions).toEqual({
    "buy number": "change routing",
    // Stopping these halfway would cost the account more than finishing them.
    "release number": null,
    "charge card": null,
    "refund card": null,
  });
});

test("everything that checks its maker's permission, or is listed at a removal, has a test that proves it", () => {
  const tests = ["laterPermissions.test.ts", "ongoingPermissions.test.ts"]
    .map((name) => readFileSync(join(import.meta.dirname, "../auth", name), "utf8"))
    .join("\n");
  const answers = [TABLES, RECORDS, JOBS, LINKS, SEALED].flatMap((list) => Object.entries<Answer>(list));
  const proofs = answers.flatMap(([, [, proof]]) => (proof && !proof.startsWith("see ") ? [proof] : []));
  expect(proofs.length).toBeGreaterThan(5);
  expect(proofs.filter((proof) => !tests.includes(proof))).toEqual([]);
});
