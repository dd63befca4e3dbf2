import { KEY_DEEDS, may, readsHistory, type Role, type Standing } from "@callboard/domain/access";
import { expect, test } from "vitest";
import { contextOf } from "../src/app.ts";
import { exportRoutes } from "../src/export.ts";
import { appRouter } from "../src/router.ts";
import { type TestCaller, type TestWorld, DAY, openTestWorld } from "./kit.ts";
import { make } from "./losing.ts";
import { type Ids, plant, PLANTED } from "./planted.ts";

type Input = (it: TestWorld, ids: Ids) => unknown;
const none: Input = () => undefined;
const day = (at: number) => new Date(at).toISOString().slice(0, 10);
const month = (it: TestWorld) => ({ first: day(it.now() - 8 * DAY), last: day(it.now()) });
const one =
  (kind: keyof Ids): Input =>
  (_it, ids) => ({ kind, id: ids[kind] });

/** What is asked of each query, so that it has something to answer. */
const ASKED: Record<string, Input> = {
  "access.apiKeys": none,
  "access.carries": (it) => ({ person: it.people["finn@callboard.demo"] }),
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
  "balance.oneRecharge": (_it, { recharge }) => ({ id: recharge }),
  "balance.recharge": none,
  "balance.recharges": () => ({ limit: 50 }),
  "cards.drill": () => ({ declined: [] }),
  "cards.list": none,
  "demo.clock": none,
  "demo.people": none,
  "history.asOf": (it) => ({ at: it.now() }),
  "history.compare": (_it, { number }) => ({ kind: "number", id: number, from: 1, to: 1 }),
  "history.expiring": none,
  "history.filters": none,
  "history.list": () => ({ limit: 100, log: "both" }),
  "history.unread": none,
  "history.verify": none,
  "history.version": (_it, { source }) => ({ kind: "source", id: source, version: 1 }),
  "history.versions": one("queue"),
  "lifecycle.beyond": () => ({ plan: "essentials" }),
  "lifecycle.choosable": () => ({ what: "people" }),
  "lifecycle.numbers": () => ({}),
  "lifecycle.openEnds": none,
  "lifecycle.plans": none,
  "lifecycle.status": none,
  "outbox.list": none,
  "outbox.platform": none,
  "preferences.get": none,
  "presets.get": (_it, { preset }) => ({ id: preset }),
  "presets.list": () => ({}),
  "presets.standing": one("source"),
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
  "tracking.cost": () => ({ kind: "local" }),
  "tracking.errand": (_it, { errand }) => ({ id: errand }),
  "tracking.errands": () => ({ limit: 50 }),
  "tracking.number": (_it, { number }) => ({ id: number }),
  "tracking.numbers": () => ({ limit: 50 }),
  "tracking.receivers": () => ({ words: "", limit: 50 }),
  "tracking.search": () => ({ kind: "local", digits: "" }),
  "tracking.sources": none,
  "tracking.tryVisit": () => ({ address: "https://example.com/?utm_source=x", referrer: "" }),
};
const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>;
const QUERIES = Object.keys(procedures).filter((path) => procedures[path]!._def.type === "query");

const FILES: Record<string, (it: TestWorld, ids: Ids) => Record<string, string>> = {
  "/numbers.csv": () => ({}),
  "/run.csv": (_it, { run }) => ({ run }),
  "/history.csv": () => ({ log: "both" }),
  "/entries.csv": () => ({}),
  "/statement.csv": month,
};

test("every query is asked here, and every file that is text", () => {
  expect(Object.keys(ASKED).toSorted()).toEqual(QUERIES.toSorted());
  const files = exportRoutes(() => undefined as never).routes.map(({ path }) => path);
  expect(Object.keys(FILES)).toEqual(files.filter((path) => path.endsWith(".csv")));
});

interface Asker {
  name: string;
  secret: string;
  standing: Standing;
}

/** What each answer holds: all that the caller is told, in one text. */
async function answers(it: TestWorld, ids: Ids, { secret }: Asker, account: string): Promise<Map<string, string>> {
  const caller = it.with(secret, { account });
  const found = new Map<string, string>();
  for (const path of QUERIES) {
    const [room, name] = path.split(".") as [string, string];
    const ask = (caller as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>)[room]![
      name
    ]!;
    const answer = await ask(ASKED[path]!(it, ids)).catch((error: Error) => error);
    if (!(answer instanceof Error)) found.set(path, JSON.stringify(answer));
    else if (/^(?:fields|call\.unreadable)/.test(answer.message)) throw new Error(`${path}: ${answer.message}`);
  }
  const headers = { authorization: `Bearer ${secret}`, "x-callboard-account": it.account(account) };
  const files = exportRoutes((c) => contextOf(it.world, new Headers(c.req.raw.headers), "test"));
  for (const [path, asked] of Object.entries(FILES)) {
    const answer = await files.request(`${path}?${new URLSearchParams(asked(it, ids)).toString()}`, { headers });
    if (answer.ok) found.set(path, await answer.text());
  }
  return found;
}

const standing = (role: Role | null, more: Partial<Standing> = {}): Standing => ({
  role,
  owner: false,
  softphone: true,
  deeds: [],
  operator: false,
  parked: false,
  ...more,
});

async function askers(it: TestWorld): Promise<Asker[]> {
  await make(it, "rita", "report manager");
  await make(it, "bill", "billing");
  await make(it, "finn", "administrator");
  const session = (name: string) => it.sessions[`${name}@callboard.demo`]!;
  const people: Asker[] = [
    { name: "an agent", secret: session("ben"), standing: standing("agent") },
    { name: "a call manager", secret: session("milo"), standing: standing("call manager") },
    { name: "a report manager", secret: session("rita"), standing: standing("report manager") },
    { name: "billing", secret: session("bill"), standing: standing("billing") },
    { name: "an administrator", secret: session("finn"), standing: standing("administrator") },
    { name: "somebody of another account", secret: session("mary"), standing: standing(null) },
  ];
  const dana: TestCaller = it.as("dana@callboard.demo", "northwind");
  const keys = [];
  for (const deed of KEY_DEEDS) {
    const { secret } = await dana.access.createApiKey({ name: deed, deeds: [deed] });
    keys.push({ name: `a key with "${deed}"`, secret, standing: standing(null, { softphone: false, deeds: [deed] }) });
  }
  return [...people, ...keys];
}

const isHistory = (path: string): boolean => path.includes("history");

/** What they are told beyond their rights; `seen` gathers what anybody was shown. */
async function toldTo(it: TestWorld, ids: Ids, asker: Asker, seen: Set<string>, account: string): Promise<string[]> {
  const told: string[] = [];
  for (const [path, text] of await answers(it, ids, asker, account))
    for (const [what, found, deeds, area] of PLANTED) {
      if (!found.test(text)) continue;
      seen.add(what);
      const reads = area !== undefined && isHistory(path) && readsHistory(asker.standing, area);
      if (!reads && !deeds.some((deed) => may(asker.standing, deed))) told.push(`${asker.name}: ${path} tells ${what}`);
    }
  return told;
}

test("nobody is shown what their role or key does not read, by any query or file", async () => {
  const it = await openTestWorld({ demo: false });
  const ids = await plant(it);
  const seen = new Set<string>();
  const told = [];
  for (const asker of await askers(it)) told.push(...(await toldTo(it, ids, asker, seen, "northwind")));
  expect(told).toEqual([]);
  // All that can be seen here at all was seen by somebody: what is looked for is really there.
  const there = PLANTED.filter(([, , deeds]) => !deeds.includes("operate")).map(([what]) => what);
  expect([...seen].toSorted()).toEqual(there.toSorted());
});

test("an account on its agency's balance is not shown that balance, its cards, or who else it pays for", async () => {
  const it = await openTestWorld({ demo: false });
  const ids = await plant(it);
  const [ida, ava] = [it.sessions["ida@callboard.demo"]!, it.sessions["ava@callboard.demo"]!];
  const told = [
    ...(await toldTo(
      it,
      ids,
      { name: "its owner", secret: ida, standing: standing("administrator", { owner: true }) },
      new Set(),
      "parkside",
    )),
    ...(await toldTo(it, ids, { name: "an agent", secret: ava, standing: standing("agent") }, new Set(), "parkside")),
  ];
  expect(told).toEqual([]);
});
