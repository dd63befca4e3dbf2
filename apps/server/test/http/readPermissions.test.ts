import { KEY_PERMISSIONS, may, canReadArea, type Role, type Membership } from "@callboard/domain/core/permissions";
import { expect, test } from "vitest";
import { contextOf } from "../../src/http/app.ts";
import { downloadRoutes } from "../../src/http/downloads/routes.ts";
import { appRouter } from "../../src/http/router.ts";
import { type TestCaller, type TestApp, DAY, openTestApp } from "../support/kit.ts";
import { setRole } from "../support/fixtures/roleChanges.ts";
import { type PlantedIds, plantSecrets, PLANTED_SECRETS } from "../support/fixtures/plantedSecrets.ts";

type Input = (app: TestApp, ids: PlantedIds) => unknown;
const noInput: Input = () => undefined;
const day = (at: number) => new Date(at).toISOString().slice(0, 10);
const month = (app: TestApp) => ({ first: day(app.now() - 8 * DAY), last: day(app.now()) });
const recordInput =
  (kind: keyof PlantedIds): Input =>
  (_app, ids) => ({ kind, id: ids[kind] });

/** Inputs for which each query has something to answer. */
const INPUT: Record<string, Input> = {
  "access.apiKeys": noInput,
  "access.ownedItems": (app) => ({ person: app.people["finn@callboard.demo"] }),
  "access.me": noInput,
  "access.people": noInput,
  "access.sessions": noInput,
  "account.get": noInput,
  "agency.accounts": () => ({ limit: 50 }),
  "agents.board": noInput,
  "agents.mine": noInput,
  "agents.planned": (app) => ({ person: app.people["ava@callboard.demo"] }),
  "agents.statuses": noInput,
  "balance.current": noInput,
  "balance.entries": () => ({ limit: 50 }),
  "balance.rechargeDetails": (_app, { recharge }) => ({ id: recharge }),
  "balance.rechargeSettings": noInput,
  "balance.recharges": () => ({ limit: 50 }),
  "calls.admit": () => ({ callId: "asked", from: "+15125550100", to: "+12125550103" }),
  "calls.limits": noInput,
  "calls.list": () => ({}),
  "calls.noAnswer": () => ({ callId: "asked" }),
  "calls.try": (_app, { queue }) => ({ queue }),
  "cards.drill": () => ({ declined: [] }),
  "cards.list": noInput,
  "demo.clock": noInput,
  "demo.ownPhone": noInput,
  "demo.people": noInput,
  "history.asOf": (app) => ({ at: app.now() }),
  "history.compare": (_app, { number }) => ({ kind: "number", id: number, from: 1, to: 1 }),
  "history.expiring": noInput,
  "history.filters": noInput,
  "history.list": () => ({ limit: 100, log: "both" }),
  "alerts.list": noInput,
  "history.unread": noInput,
  "history.verify": noInput,
  "history.version": (_app, { source }) => ({ kind: "source", id: source, version: 1 }),
  "history.versions": recordInput("queue"),
  "plans.overLimit": () => ({ plan: "essentials" }),
  "plans.limitedItems": () => ({ resource: "people" }),
  "lifecycle.numbers": () => ({}),
  "lifecycle.outstanding": noInput,
  "plans.list": noInput,
  "lifecycle.status": noInput,
  "mail.list": noInput,
  "mail.platform": noInput,
  "preferences.get": noInput,
  "presets.get": (_app, { preset }) => ({ id: preset }),
  "presets.list": () => ({}),
  "presets.differences": recordInput("source"),
  "proposals.get": (_app, { proposal }) => ({ proposal }),
  "proposals.items": (_app, { proposal }) => ({ proposal }),
  "queues.get": (_app, { queue }) => ({ id: queue }),
  "queues.list": noInput,
  "queues.coverage": noInput,
  "queues.onBoard": noInput,
  "queues.people": noInput,
  "runs.get": (_app, { run }) => ({ run }),
  "runs.items": (_app, { run }) => ({ run, limit: 50 }),
  "runs.list": () => ({ limit: 50 }),
  "reports.agent": (app) => ({ ...month(app), person: app.people["ava@callboard.demo"] }),
  "reports.calls": (app) => ({ ...month(app), by: "number" }),
  "reports.corrections": () => ({}),
  "reports.team": month,
  "statements.periods": noInput,
  "statements.preview": month,
  "statements.schedules": noInput,
  "statements.sent": noInput,
  "numbers.cost": () => ({ kind: "local" }),
  "numbers.order": (_app, { requestId }) => ({ id: requestId }),
  "numbers.orders": () => ({ limit: 50 }),
  "numbers.get": (_app, { number }) => ({ id: number }),
  "numbers.list": () => ({ limit: 50 }),
  "receivers.list": () => ({ search: "", limit: 50 }),
  "numbers.searchOffers": () => ({ kind: "local", digits: "" }),
  "sources.list": noInput,
  "sources.trackingCode": noInput,
  "sources.trySwap": () => ({ address: "https://example.com/?utm_source=x", number: "+1 512 555 0143" }),
  "sources.testVisit": () => ({ address: "https://example.com/?utm_source=x", referrer: "" }),
};
const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>;
const QUERIES = Object.keys(procedures).filter((path) => procedures[path]!._def.type === "query");

const FILES: Record<string, (app: TestApp, ids: PlantedIds) => Record<string, string>> = {
  "/numbers.csv": () => ({}),
  "/run.csv": (_app, { run }) => ({ run }),
  "/history.csv": () => ({ log: "both" }),
  "/entries.csv": () => ({}),
  "/statement.csv": month,
  "/time.csv": month,
  "/time-by-day.csv": month,
  "/calls.csv": (app) => ({ ...month(app), by: "number" }),
};

test("every query and every text file is called here", () => {
  expect(Object.keys(INPUT).toSorted()).toEqual(QUERIES.toSorted());
  const files = downloadRoutes(() => undefined as never).routes.map(({ path }) => path);
  expect(Object.keys(FILES)).toEqual(files.filter((path) => path.endsWith(".csv")));
});

interface Reader {
  name: string;
  secret: string;
  membership: Membership;
}

/** Everything in each answer, as one text. */
async function readEverything(
  app: TestApp,
  ids: PlantedIds,
  { secret }: Reader,
  account: string,
): Promise<Map<string, string>> {
  const caller = app.callerWith(secret, { account });
  const answersByPath = new Map<string, string>();
  for (const path of QUERIES) {
    const [feature, name] = path.split(".") as [string, string];
    const callProcedure = (caller as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>)[
      feature
    ]![name]!;
    const answer = await callProcedure(INPUT[path]!(app, ids)).catch((error: Error) => error);
    if (!(answer instanceof Error)) answersByPath.set(path, JSON.stringify(answer));
    else if (/^(?:fields|api\.unreadable)/.test(answer.message)) throw new Error(`${path}: ${answer.message}`);
  }
  const headers = { authorization: `Bearer ${secret}`, "x-callboard-account": app.account(account) };
  const files = downloadRoutes((c) => contextOf(app.services, new Headers(c.req.raw.headers), "test"));
  for (const [path, query] of Object.entries(FILES)) {
    const response = await files.request(`${path}?${new URLSearchParams(query(app, ids)).toString()}`, { headers });
    if (response.ok) answersByPath.set(path, await response.text());
  }
  return answersByPath;
}

const membershipOf = (role: Role | null, overrides: Partial<Membership> = {}): Membership => ({
  role,
  owner: false,
  softphone: true,
  permissions: [],
  operator: false,
  frozen: false,
  ...overrides,
});

async function readers(app: TestApp): Promise<Reader[]> {
  await setRole(app, "rita", "report manager");
  await setRole(app, "bill", "billing");
  await setRole(app, "finn", "administrator");
  const session = (name: string) => app.sessions[`${name}@callboard.demo`]!;
  const people: Reader[] = [
    { name: "an agent", secret: session("ben"), membership: membershipOf("agent") },
    { name: "a call manager", secret: session("milo"), membership: membershipOf("call manager") },
    { name: "a report manager", secret: session("rita"), membership: membershipOf("report manager") },
    { name: "billing", secret: session("bill"), membership: membershipOf("billing") },
    { name: "an administrator", secret: session("finn"), membership: membershipOf("administrator") },
    { name: "somebody of another account", secret: session("mary"), membership: membershipOf(null) },
  ];
  const dana: TestCaller = app.callerFor("dana@callboard.demo", "northwind");
  const keys = [];
  for (const permission of KEY_PERMISSIONS) {
    const { secret } = await dana.access.createApiKey({ name: permission, permissions: [permission] });
    keys.push({
      name: `a key with "${permission}"`,
      secret,
      membership: membershipOf(null, { softphone: false, permissions: [permission] }),
    });
  }
  return [...people, ...keys];
}

const isHistory = (path: string): boolean => path.includes("history");

/** The secrets that a caller sees without permission; `seen` collects everything that anybody sees. */
async function leaksTo(
  app: TestApp,
  ids: PlantedIds,
  reader: Reader,
  seen: Set<string>,
  account: string,
): Promise<string[]> {
  const leaks: string[] = [];
  for (const [path, text] of await readEverything(app, ids, reader, account))
    for (const [title, pattern, permissions, area] of PLANTED_SECRETS) {
      if (!pattern.test(text)) continue;
      seen.add(title);
      const mayReadArea = area !== undefined && isHistory(path) && canReadArea(reader.membership, area);
      if (!mayReadArea && !permissions.some((permission) => may(reader.membership, permission)))
        leaks.push(`${reader.name}: ${path} shows ${title}`);
    }
  return leaks;
}

test("no query or file shows anybody what their role or key may not read", async () => {
  const app = await openTestApp({ demo: false });
  const ids = await plantSecrets(app);
  const seen = new Set<string>();
  const leaks = [];
  for (const reader of await readers(app)) leaks.push(...(await leaksTo(app, ids, reader, seen, "northwind")));
  expect(leaks).toEqual([]);
  // Somebody saw each visible secret, so the secrets really are in the data.
  const visible = PLANTED_SECRETS.filter(([, , permissions]) => !permissions.includes("operate")).map(
    ([title]) => title,
  );
  expect([...seen].toSorted()).toEqual(visible.toSorted());
});

test("a sub-account paid by its agency doesn't see the agency's balance, its cards, or who else it pays for", async () => {
  const app = await openTestApp({ demo: false });
  const ids = await plantSecrets(app);
  const [ida, ava] = [app.sessions["ida@callboard.demo"]!, app.sessions["ava@callboard.demo"]!];
  const leaks = [
    ...(await leaksTo(
      app,
      ids,
      { name: "its owner", secret: ida, membership: membershipOf("administrator", { owner: true }) },
      new Set(),
      "parkside",
    )),
    ...(await leaksTo(
      app,
      ids,
      { name: "an agent", secret: ava, membership: membershipOf("agent") },
      new Set(),
      "parkside",
    )),
  ];
  expect(leaks).toEqual([]);
});
