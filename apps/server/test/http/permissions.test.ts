import { describe, expect, test } from "vitest";
import type { Role } from "@callboard/domain/core/permissions";
import { appRouter } from "../../src/http/router.ts";
import { DEMO_PASSWORD } from "../../src/features/demo/people.ts";
import { cancelAccount } from "../support/fixtures/canceledAccount.ts";
import { CALLERS, TABLE } from "./permissions.table.ts";
import { openTestApp, failureOf, type TestCaller, type TestApp } from "../support/kit.ts";
import { DEMO_KEY } from "../support/prepared.ts";

const PROCEDURES = Object.keys(appRouter._def.procedures);
/** Procedures that end the caller's session, so each needs its own. */
const ENDS_SESSIONS = ["access.signOut", "access.signOutEverywhere"];
/** An input that no schema accepts: an allowed caller gets that error, and nothing is done. */
const NONSENSE = "nonsense";
const MISSING = ["api.notFound", "api.unknownProcedure"];

type Call = (input: unknown) => Promise<unknown>;

function procedureOf(caller: TestCaller, path: string): Call {
  const [feature, name] = path.split(".") as [string, string];
  return (caller as unknown as Record<string, Record<string, Call>>)[feature]![name]!;
}

async function outcomeLetter(call: Promise<unknown>): Promise<string> {
  const { code, key } = await failureOf(
    call.then(() => {
      throw new Error("in");
    }),
  ).catch(() => ({ code: "in", key: "" }));
  if (code === "signed-out" && key.startsWith("api.")) return "o";
  if (code === "forbidden" && key === "api.forbidden") return "-";
  return code === "not-found" && MISSING.includes(key) ? "h" : "y";
}

/** All callers of the table in Northwind: with three more roles, and a softphone for all. */
async function prepareCallers(app: TestApp): Promise<Record<(typeof CALLERS)[number], string | null>> {
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  const setRole = async (name: string, role: Role) => {
    const person = app.people[`${name}@callboard.demo`]!;
    const { version } = (await dana.access.people()).members.find(({ id }) => id === person)!;
    await dana.access.setRole({ person, version, role, softphone: true });
  };
  await setRole("rita", "report manager");
  await setRole("bill", "billing");
  await setRole("finn", "administrator");
  const harriet = "harriet@callboard.demo";
  await dana.access.invite({ email: harriet, name: "Harriet", role: "agent", softphone: true });
  await app.callerFor(harriet).access.join({ token: await app.mailedLink(harriet) });
  const session = (name: string) => app.sessions[`${name}@callboard.demo`]!;
  return {
    agent: session("ben"),
    "call manager": session("milo"),
    "report manager": session("rita"),
    billing: session("bill"),
    administrator: session("finn"),
    "agency administrator": session("harriet"),
    owner: session("dana"),
    operator: session("otto"),
    key: app.keys.all,
    nobody: null,
  };
}

const EMAILS: Partial<Record<(typeof CALLERS)[number], string>> = {
  agent: "ben",
  "call manager": "milo",
  "report manager": "rita",
  billing: "bill",
  administrator: "finn",
  "agency administrator": "harriet",
  owner: "dana",
  operator: "otto",
};

test("the table has every procedure and no others", () => {
  expect(Object.keys(TABLE).toSorted()).toEqual(PROCEDURES.toSorted());
  for (const cells of Object.values(TABLE)) for (const row of cells) expect(row).toMatch(/^[-yho]{10}$/);
});

describe.each([
  ["in their own account", "northwind", 0],
  ["in an unrelated account", "solo", 1],
] as const)("who may do what %s", (_title, account, cell) => {
  test("matches the table", async () => {
    const app = await openTestApp({ freeAttempts: 100_000 });
    const secrets = await prepareCallers(app);
    const letters = Object.fromEntries(PROCEDURES.map((path) => [path, ""]));
    for (const who of CALLERS) {
      for (const path of PROCEDURES) {
        let secret = secrets[who];
        if (ENDS_SESSIONS.includes(path) && EMAILS[who]) {
          const email = `${EMAILS[who]}@callboard.demo`;
          // Separate from the session in use, which signing out everywhere would end too.
          const other = await openTestApp({ freeAttempts: 100_000 });
          secret = (await other.callerWith(null).access.signIn({ email, password: DEMO_PASSWORD })).secret;
          letters[path] += await outcomeLetter(procedureOf(other.callerWith(secret, { account }), path)(NONSENSE));
        } else letters[path] += await outcomeLetter(procedureOf(app.callerWith(secret, { account }), path)(NONSENSE));
      }
    }
    expect(letters).toEqual(Object.fromEntries(PROCEDURES.map((path) => [path, TABLE[path]?.[cell]])));
  });
});

test("status procedures for oneself need a softphone, whatever the role", async () => {
  const app = await openTestApp();
  const ownStatusPaths = [
    "mine",
    "setStatus",
    "reportIdle",
    "queueNext",
    "clearNext",
    "undoStatus",
    "extendStatus",
  ].map((name) => `agents.${name}`);
  for (const [email, account] of [
    ["rita@callboard.demo", "northwind"],
    ["bill@callboard.demo", "northwind"],
    ["ida@callboard.demo", "parkside"],
    ["harriet@callboard.demo", "harbor"],
    ["harriet@callboard.demo", "northwind"],
  ] as const)
    for (const path of ownStatusPaths)
      expect(await outcomeLetter(procedureOf(app.callerFor(email, account), path)(NONSENSE)), path).toBe("-");
});

test("a canceled account can be read and not changed", async () => {
  const app = await openTestApp();
  await cancelAccount(app, "northwind");
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  await dana.agents.board();
  await dana.account.get();
  await dana.history.list({});
  await dana.balance.current();
  const canceled = { code: "conflict", key: "lifecycle.canceled" };
  expect(await failureOf(dana.agents.setStatus({ status: "available" }))).toEqual(canceled);
  expect(await failureOf(dana.agents.defineStatus({ name: "Tea", color: "teal" }))).toEqual(canceled);
  expect(await failureOf(dana.access.invite({ email: "x@example.com", name: "X", role: "agent" }))).toEqual(canceled);
  await app.callerFor("mary@callboard.demo", "mason").agents.setStatus({ status: "available" });
});

test("outside a demo its powers look like unknown procedures", async () => {
  const app = await openTestApp({ demo: false });
  const unknown = { code: "not-found", key: "api.unknownProcedure" };
  expect(await failureOf(app.callerWith(null).demo.people())).toEqual(unknown);
  expect(
    await failureOf(
      app.callerFor("otto@callboard.demo", undefined, { demoKey: DEMO_KEY }).demo.moveClock({ ms: 1000 }),
    ),
  ).toEqual(unknown);
  expect(await app.callerWith(null).demo.clock()).toEqual({ now: app.now(), demo: false });
});
