import { save } from "@callboard/domain/core/effect";
import { RUNNING, type Lifecycle } from "@callboard/domain/lifecycle/rules";
import { message } from "@callboard/domain/core/message";
import { describe, expect, test } from "vitest";
import { findOne } from "../../../src/store/queries.ts";
import { appRouter } from "../../../src/http/router.ts";
import { commit } from "../../../src/store/commit.ts";
import { HOUR, openTestApp, failureOf, type TestCaller, type TestApp } from "../../support/kit.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";
import { scopeOf } from "../../support/scopes.ts";

const DANA = "dana@callboard.demo";
const IDA = "ida@callboard.demo";
const HARRIET = "harriet@callboard.demo";

async function setFlags(
  app: TestApp,
  account: string,
  facts: (keyof Pick<Lifecycle, "stopped" | "paused" | "canceled">)[],
) {
  const scope = scopeOf(app.services, app.account(account));
  const fact = { since: app.now() - HOUR, by: app.people[DANA]!, until: null };
  const cancellation = facts.includes("canceled") ? { undoUntil: app.now() + HOUR, paidUntil: null } : null;
  const data = { ...RUNNING, ...Object.fromEntries(facts.map((name) => [name, fact])), cancellation };
  await commit(scope, { lifecycle: findOne("lifecycle", scope.account) }, ({ lifecycle }) => [
    save("lifecycle", lifecycle, data, { action: message("lifecycle.didStart") }),
  ]);
}

/** For each state, what every screen says about the account. */
const STATES = [
  { state: "active", facts: [], micros: 1_000_000, pattern: /^Calls are connected/, connects: true, months: true },
  {
    state: "paused",
    facts: ["paused"],
    micros: 1_000_000,
    pattern: /^The tracking code is paused .* calls are connected/,
    connects: true,
    months: true,
  },
  {
    state: "stopped",
    facts: ["stopped"],
    micros: 1_000_000,
    pattern: /^Incoming calls are stopped .* calls are not connected/,
    connects: false,
    months: true,
  },
  {
    state: "stopped",
    facts: ["stopped", "paused"],
    micros: 1_000_000,
    pattern: /^Incoming calls are stopped/,
    connects: false,
    months: true,
  },
  {
    state: "inactive",
    facts: [],
    micros: -1,
    pattern: /^The balance (?:of Harbor .* )?is below zero: calls are not connected/,
    connects: false,
    months: true,
  },
  {
    state: "inactive",
    facts: ["stopped"],
    micros: -1,
    pattern: /^The balance (?:of Harbor .* )?is below zero: calls are not connected/,
    connects: false,
    months: true,
  },
  {
    state: "canceled",
    facts: ["canceled"],
    micros: 1_000_000,
    pattern: /^The account is canceled .* calls are not connected/,
    connects: false,
    months: false,
  },
  {
    state: "canceled",
    facts: ["canceled"],
    micros: -1,
    pattern: /^The account is canceled/,
    connects: false,
    months: false,
  },
] as const;

async function readScreens(by: TestCaller, account: string) {
  const [me, balance, status, plans] = await Promise.all([
    by.access.me(),
    by.balance.current(),
    by.lifecycle.status(),
    by.plans.list(),
  ]);
  const own = me.accounts.find(({ id }) => id === account)!;
  return { own, balance, status, plans };
}

/** An account that pays for itself, an agency, and a sub-account that its agency pays for. */
const PAYERS = [
  { name: "solo", payer: "solo", admin: "solveig@callboard.demo" },
  { name: "harbor", payer: "harbor", admin: HARRIET },
  { name: "parkside", payer: "harbor", admin: HARRIET },
] as const;

describe.each(PAYERS)("the screens of $name, paid for by $payer, agree about it", ({ name, payer, admin }) => {
  test.each(STATES)(
    "$state $facts $micros: the same everywhere",
    async ({ state, facts, micros, pattern, connects, months }) => {
      const app = await openTestApp();
      const number = await addNumber(app, name, "+15125550177");
      await setBalance(app, payer, micros);
      await setFlags(app, name, [...facts]);
      const by = app.callerFor(admin, name);
      const { own, balance, status, plans } = await readScreens(by, app.account(name));
      expect([own.label, balance.label, status.label, plans.label]).toEqual(Array(4).fill(state));
      expect(own.state).toMatch(pattern);
      expect([balance.state, status.state, plans.state]).toEqual(Array(3).fill(own.state));
      const { service, renewsAt } = await by.numbers.get({ id: number });
      expect([own.connects, service.connects, renewsAt !== null]).toEqual([connects, connects, months]);
      const isOwnPayer = name === payer;
      expect(plans.renewsAt !== null).toBe(months && isOwnPayer);
      if (!months || !isOwnPayer) expect(balance.forecast).toBeNull();
      else if (!connects && micros >= 0) expect(balance.forecast).not.toMatch(/^Too early/);
      const texts = JSON.stringify([own, balance, status.state, plans.state]);
      expect(/Calls are connected|calls are connected/.test(texts)).toBe(connects);
    },
  );

  test.each(STATES)(
    "$state $facts $micros: callers hear what the screens say",
    async ({ state, facts, micros, connects }) => {
      const app = await openTestApp();
      const number = await addNumber(app, name, "+15125550177");
      await setBalance(app, payer, micros);
      await setFlags(app, name, [...facts]);
      const by = app.callerFor(admin, name);
      const [{ callersHear }, { answer }] = await Promise.all([by.lifecycle.status(), by.calls.try({ number })]);
      // Nobody is set to answer the number, which is the only reason left while calls connect.
      if (answer.connect) throw new Error("The number has no target");
      expect(answer.reason).toBe(connects ? "no target" : state);
      if (connects) expect(callersHear).toBeNull();
      else expect(callersHear).toMatch(answer.callerHears.replace(".", ""));
      if (name !== "parkside") return;
      const { accounts } = await app.callerFor(admin, "harbor").agency.accounts({});
      expect(accounts.find(({ id }) => id === app.account(name))).toMatchObject({ label: state });
    },
  );
});

test("where the agency's balance decides, its sub-account names the agency, never the amount", async () => {
  const app = await openTestApp();
  const by = app.callerFor(IDA, "parkside");
  const { paidBy } = await by.balance.current();
  expect(paidBy).not.toBeNull();
  await setBalance(app, "harbor", -5_000_000);
  const { own, balance, status, plans } = await readScreens(by, app.account("parkside"));
  for (const { label, state } of [own, balance, status, plans]) {
    expect(label).toBe("inactive");
    expect(state).toBe(
      `The balance of ${paidBy} is below zero: calls are not connected, and websites show their own number, until it is topped up.`,
    );
  }
  expect(JSON.stringify(balance)).not.toContain("5.00");
});

type Procedures = Record<string, { _def: { type: "query" | "mutation" | "subscription" } }>;
const PROCEDURES = Object.entries((appRouter as unknown as { _def: { procedures: Procedures } })._def.procedures);
const call = (by: TestCaller, path: string, input: unknown): Promise<unknown> => {
  const procedure = path.split(".").reduce((node: any, part) => node[part], by);
  return procedure(input);
};

const PERSONAL =
  /^(?:demo|preferences)\.|^access\.(?!(?:people|apiKeys|invite|withdrawInvitation|setRole|removeMember|createApiKey|revokeApiKey|takeOverApiKey)$)/;

/** Changes that still work in a canceled account: they concern reading it, reactivating it, and who may do so. */
const ALLOWED_MUTATIONS = [
  "access.removeMember",
  "access.revokeApiKey",
  "access.setRole",
  "access.takeOverApiKey",
  "access.withdrawInvitation",
  "account.transferOwner",
  "alerts.setPlaces",
  "alerts.snooze",
  "cards.add",
  "cards.order",
  "cards.remove",
  "cards.save",
  "cards.setBackup",
  "cards.setPrimary",
  "history.markRead",
  "lifecycle.proposeReactivate",
  "lifecycle.proposeUndo",
  "proposals.confirm",
  "proposals.discard",
  "proposals.remake",
  "runs.pause",
  "runs.resume",
  "runs.retry",
  "runs.stop",
  "statements.pauseSchedule",
  "statements.removeSchedule",
  "statements.resend",
  "statements.saveSchedule",
  "statements.send",
  "statements.unsubscribe",
  "statements.unsubscribeDetails",
];

test("a canceled account can still be read completely, and refuses every change except those that lead to its reactivation", async () => {
  const app = await openTestApp();
  const by = app.callerFor(HARRIET, "harbor");
  const agent = app.callerFor("ben@callboard.demo", "northwind");
  for (const name of ["harbor", "northwind"]) await setFlags(app, name, ["canceled"]);
  const keyOf = async (path: string) => {
    for (const caller of [by, agent]) {
      const key = await failureOf(call(caller, path, undefined)).then(
        (failure) => failure.key,
        () => "answered",
      );
      if (key !== "api.forbidden") return key;
    }
    return null;
  };
  const refused: string[] = [];
  const allowed: string[] = [];
  for (const [path, { _def }] of PROCEDURES) {
    // Personal procedures don't depend on the account, and signing out would end the test.
    if (PERSONAL.test(path) || _def.type === "subscription") continue;
    const key = await keyOf(path);
    if (key === "lifecycle.canceled") refused.push(`${_def.type} ${path}`);
    // Anything that neither caller may do is for the operator or the phone platform.
    else if (_def.type === "mutation" && key !== null) allowed.push(path);
  }
  expect(refused.filter((one) => one.startsWith("query"))).toEqual([]);
  expect(allowed.toSorted()).toEqual(ALLOWED_MUTATIONS);
  for (const answer of [by.access.people(), by.access.apiKeys(), by.mail.list(), by.agency.accounts({})])
    expect(await answer).toBeTruthy();
});
