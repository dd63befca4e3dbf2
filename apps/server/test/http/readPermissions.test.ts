import { KEY_PERMISSIONS, may, canReadArea, type Role, type Membership } from "@callboard/domain/core/permissions";
import { expect, test } from "vitest";
import { contextOf } from "../../src/http/app.ts";
import { downloadRoutes } from "../../src/http/downloads/routes.ts";
import { appRouter } from "../../src/http/router.ts";
import { type TestCaller, type TestApp, DAY, openTestApp } from "../support/kit.ts";
import { setRole } from "../support/fixtures/roleChanges.ts";
import { type PlantedIds, plantSecrets, PLANTED_SECRETS } from "../support/fixtures/plantedSecrets.ts";

type Input = (app: TestApp, ids: PlantedIds) => unknown;
const none: Input = () => undefined;
const day = (at: number) => new Date(at).toISOString().slice(0, 10);
const month = (app: TestApp) => ({ first: day(app.now() - 8 * DAY), last: day(app.now()) });
const one =
  (kind: keyof PlantedIds): Input =>
  (_it, ids) => ({ kind, id: ids[kind] });

/** Inputs for which each query has something to answer. */
const ASKED: Record<string, Input> = {
  "access.apiKeys": none,
  "access.ownedItems": (app) => ({ person: app.people["finn@callboard.demo"] }),
  "access.me": none,
  "access.people": none,
  "access.sessions": none,
  "account.get": none,
  "agency.accounts": () => ({ limit: 50 }),
  "agents.board": none,
  "agents.mine": none,
  "agents.statuses": none,
  "balance.current": none,
  "balance.entries": () => ({ limit: 50 }),
  "balance.rechargeDetails": (_it, { recharge }) => ({ id: recharge }),
  "balance.rechargeSettings": none,
  "balance.recharges": () => ({ limit: 50 }),
  "cards.drill": () => ({ declined: [] }),
  "cards.list": none,
  "demo.clock": none,
  "demo.people": none,
  "history.asOf": (app) => ({ at: app.now() }),
  "history.compare": (_it, { number }) => ({ kind: "number", id: number, from: 1, to: 1 }),
  "history.expiring": none,
  "history.filters": none,
  "history.list": () => ({ limit: 100, log: "both" }),
  "history.unread": none,
  "history.verify": none,
  "history.version": (_it, { source }) => ({ kind: "source", id: source, version: 1 }),
  "history.versions": one("queue"),
  "plans.overLimit": () => ({ plan: "essentials" }),
  "plans.limitedItems": () => ({ what: "people" }),
  "lifecycle.numbers": () => ({}),
  "lifecycle.outstanding": none,
  "plans.list": none,
  "lifecycle.status": none,
  "mail.list": none,
  "mail.platform": none,
  "preferences.get": none,
  "presets.get": (_it, { preset }) => ({ id: preset }),
  "presets.list": () => ({}),
  "presets.differences": one("source"),
  "proposals.get": (_it, { proposal }) => ({ proposal }),
  "proposals.items": (_it, { proposal }) => ({ proposal }),
  "queues.get": (_it, { queue }) => ({ id: queue }),
  "queues.list": none,
  "queues.people": none,
  "runs.get": (_it, { run }) => ({ run }),
  "runs.items": (_it, { run }) => ({ run, limit: 50 }),
  "runs.list": () => ({ limit: 50 }),
  "statements.periods": none,
  "statements.preview": month,
  "statements.schedules": none,
  "statements.sent": none,
  "numbers.cost": () => ({ kind: "local" }),
  "numbers.order": (_it, { errand }) => ({ id: errand }),
  "numbers.orders": () => ({ limit: 50 }),
  "numbers.get": (_it, { number }) => ({ id: number }),
  "numbers.list": () => ({ limit: 50 }),
  "receivers.list": () => ({ words: "", limit: 50 }),
  "numbers.searchOffers": () => ({ kind: "local", digits: "" }),
  "sources.list": none,
  "sources.tryVisit": () => ({ address: "https://example.com/?utm_source=x", referrer: "" }),
};
const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>;
const QUERIES = Object.keys(procedures).filter((path) => procedures[path]!._def.type === "query");

const FILES: Record<string, (app: TestApp, ids: PlantedIds) => Record<string, string>> = {
  "/numbers.csv": () => ({}),
  "/run.csv": (_it, { run }) => ({ run }),
  "/history.csv": () => ({ log: "both" }),
  "/entries.csv": () => ({}),
  "/statement.csv": month,
};

test("every query and every text file is called here", () => {
  expect(Object.keys(ASKED).toSorted()).toEqual(QUERIES.toSorted());
  const files = downloadRoutes(() => undefined as never).routes.map(({ path }) => path);
  expect(Object.keys(FILES)).toEqual(files.filter((path) => path.endsWith(".csv")));
});

interface Asker {
  name: string;
  secret: string;
  standing: Membership;
}

/** Everything in each answer, as one text. */
async function answers(
  app: TestApp,
  ids: PlantedIds,
  { secret }: Asker,
  account: string,
): Promise<Map<string, string>> {
  const caller = app.with(secret, { account });
  const found = new Map<string, string>();
  for (const path of QUERIES) {
    const [room, name] = path.split(".") as [string, string];
    const ask = (caller as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>)[room]![
      name
    ]!;
    const answer = await ask(ASKED[path]!(app, ids)).catch((error: Error) => error);
    if (!(answer instanceof Error)) found.set(path, JSON.stringify(answer));
    else if (/^(?:fields|call\.unreadable)/.test(answer.message)) throw new Error(`${path}: ${answer.message}`);
  }
  const headers = { authorization: `Bearer ${secret}`, "x-callboard-account": app.account(account) };
  const files = downloadRoutes((c) => contextOf(app.world, new Headers(c.req.raw.headers), "test"));
  for (const [path, asked] of Object.entries(FILES)) {
    const answer = await files.request(`${path}?${new URLSearchParams(asked(app, ids)).toString()}`, { headers });
    if (answer.ok) found.set(path, await answer.text());
  }
  return found;
}

const membershipOf = (role: Role | null, more: Partial<Membership> = {}): Membership => ({
  role,
  owner: false,
  softphone: true,
  deeds: [],
  operator: false,
  parked: false,
  ...more,
});

async function readers(app: TestApp): Promise<Asker[]> {
  await setRole(app, "rita", "report manager");
  await setRole(app, "bill", "billing");
  await setRole(app, "finn", "administrator");
  const session = (name: string) => app.sessions[`${name}@callboard.demo`]!;
  const people: Asker[] = [
    { name: "an agent", secret: session("ben"), standing: membershipOf("agent") },
    { name: "a call manager", secret: session("milo"), standing: membershipOf("call manager") },
    { name: "a report manager", secret: session("rita"), standing: membershipOf("report manager") },
    { name: "billing", secret: session("bill"), standing: membershipOf("billing") },
    { name: "an administrator", secret: session("finn"), standing: membershipOf("administrator") },
    { name: "somebody of another account", secret: session("mary"), standing: membershipOf(null) },
  ];
  const dana: TestCaller = app.as("dana@callboard.demo", "northwind");
  const keys = [];
  for (const permission of KEY_PERMISSIONS) {
    const { secret } = await dana.access.createApiKey({ name: permission, deeds: [permission] });
    keys.push({
      name: `a key with "${permission}"`,
      secret,
      standing: membershipOf(null, { softphone: false, deeds: [permission] }),
    });
  }
  return [...people, ...keys];
}

const isHistory = (path: string): boolean => path.includes("history");

/** The secrets that a caller sees without permission; `seen` collects everything that anybody sees. */
async function leaksTo(
  app: TestApp,
  ids: PlantedIds,
  asker: Asker,
  seen: Set<string>,
  account: string,
): Promise<string[]> {
  const told: string[] = [];
  for (const [path, text] of await answers(app, ids, asker, account))
    for (const [what, found, deeds, area] of PLANTED_SECRETS) {
      if (!found.test(text)) continue;
      seen.add(what);
      const reads = area !== undefined && isHistory(path) && canReadArea(asker.standing, area);
      if (!reads && !deeds.some((permission) => may(asker.standing, permission)))
        told.push(`${asker.name}: ${path} tells ${what}`);
    }
  return told;
}

test("no query or file shows anybody what their role or key may not read", async () => {
  const app = await openTestApp({ demo: false });
  const ids = await plantSecrets(app);
  const seen = new Set<string>();
  const told = [];
  for (const asker of await readers(app)) told.push(...(await leaksTo(app, ids, asker, seen, "northwind")));
  expect(told).toEqual([]);
  // Somebody saw each visible secret, so the secrets really are in the data.
  const there = PLANTED_SECRETS.filter(([, , deeds]) => !deeds.includes("operate")).map(([what]) => what);
  expect([...seen].toSorted()).toEqual(there.toSorted());
});

test("a sub-account paid by its agency doesn't see the agency's balance, its cards, or who else it pays for", async () => {
  const app = await openTestApp({ demo: false });
  const ids = await plantSecrets(app);
  const [ida, ava] = [app.sessions["ida@callboard.demo"]!, app.sessions["ava@callboard.demo"]!];
  const told = [
    ...(await leaksTo(
      app,
      ids,
      { name: "its owner", secret: ida, standing: membershipOf("administrator", { owner: true }) },
      new Set(),
      "parkside",
    )),
    ...(await leaksTo(
      app,
      ids,
      { name: "an agent", secret: ava, standing: membershipOf("agent") },
      new Set(),
      "parkside",
    )),
  ];
  expect(told).toEqual([]);
});
