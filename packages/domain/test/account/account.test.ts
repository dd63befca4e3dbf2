import { describe, expect, test } from "vitest";
import {
  checkGrant,
  checkRoleChange,
  grantsMore,
  PERMISSIONS,
  type Permission,
  receivesChange,
  isReadPermission,
  KEY_PERMISSIONS,
  may,
  mayGrantToKey,
  canReadArea,
  ROLES,
  type Role,
  type Membership,
} from "../../src/core/permissions.ts";
import { type AccountOpening, openAccount, saveAccount, transferOwner } from "../../src/account/rules.ts";
import { accountServiceStateAt } from "../../src/lifecycle/serviceState.ts";
import { checkNotCanceled, type Fact, RUNNING } from "../../src/lifecycle/rules.ts";
import { type PlanId, PLANS, termsOf } from "../../src/plans/catalogue.ts";
import { upgradeData } from "../../src/core/record.ts";
import { kindOf } from "../../src/core/records.ts";
import { doc, minutes, NOON, failureOf, STATUSES } from "../support/samples.ts";

const membership = (role: Role | null, more: Partial<Membership> = {}): Membership => ({
  role,
  owner: false,
  softphone: true,
  permissions: [],
  operator: false,
  frozen: false,
  ...more,
});
const ACTOR = { as: "person", id: "harriet" } as const;

describe("permissions", () => {
  /** Roles in order: agent, call manager, report manager, billing, administrator, agency administrator. */
  test.each([
    ["use the account", "yyyyyy"],
    ["set own status", "yyyyyy"],
    ["read own time", "yyyyyy"],
    ["read the board", "-yy-yy"],
    ["set another's status", "-yy-yy"],
    ["read routing", "-yy-yy"],
    ["read others' time", "--y-yy"],
    ["decide corrections", "--y-yy"],
    ["read history", "--yyyy"],
    ["read the balance", "---yyy"],
    ["send statements", "---yyy"],
    ["define statuses", "----yy"],
    ["change routing", "----yy"],
    ["direct runs", "----yy"],
    ["restore", "----yy"],
    ["manage money", "----yy"],
    ["manage cards", "----yy"],
    ["manage the account", "----yy"],
    ["take rights away", "----yy"],
    ["close the account", "----yy"],
    ["read the status", "----yy"],
    ["reactivate", "----yy"],
    ["export", "----yy"],
    ["run the agency", "-----y"],
    ["send phone events", "------"],
    ["record usage", "------"],
    ["operate", "------"],
  ] satisfies [Permission, string][])("“%s” is for %s", (permission, expected) => {
    expect(ROLES.map((role) => (may(membership(role), permission) ? "y" : "-")).join("")).toBe(expected);
  });

  test("each permission is in the table above", () => {
    expect(Object.keys(PERMISSIONS)).toHaveLength(27);
  });

  test("one's own status needs a softphone; operating needs the operator; a key has only its own permissions", () => {
    expect(may(membership("administrator", { softphone: false }), "set own status")).toBe(false);
    expect(may(membership(null, { operator: true }), "operate")).toBe(true);
    expect(may(membership(null, { operator: true }), "use the account")).toBe(false);
    const key = membership(null, { permissions: ["read the board"] });
    expect([may(key, "read the board"), may(key, "use the account"), may(key, "operate")]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test("nobody grants a permission they don't have; only administrators grant phone events", () => {
    const handed = (role: Role) => KEY_PERMISSIONS.filter((permission) => mayGrantToKey(membership(role), permission));
    expect(handed("agent")).toEqual([]);
    expect(handed("billing")).toEqual(["read history", "read the balance"]);
    expect(handed("administrator")).toEqual([...KEY_PERMISSIONS]);
  });

  test("history is read by area", () => {
    const areas = ["team", "routing", "billing", "access", "account"] as const;
    const read = (one: Membership) => areas.filter((area) => canReadArea(one, area));
    expect(read(membership("agent"))).toEqual([]);
    expect(read(membership("call manager"))).toEqual([]);
    expect(read(membership("billing"))).toEqual(["billing"]);
    expect(read(membership("report manager"))).toEqual(["team", "routing", "account"]);
    expect(read(membership("administrator"))).toEqual([...areas]);
    expect(read(membership(null, { permissions: ["read history"] }))).toEqual(["team", "routing", "account"]);
  });

  test("changes about oneself are always received", () => {
    const change = { kind: "member", id: "ava", area: "access" as const };
    expect(receivesChange(membership("agent"), "ava", change)).toBe(true);
    expect(receivesChange(membership("agent"), "ben", change)).toBe(false);
    expect(receivesChange(membership("administrator"), "ben", change)).toBe(true);
    expect(receivesChange(membership("agent"), "ben", { kind: "terms", id: "a", area: "billing" })).toBe(false);
    expect(receivesChange(membership("billing"), "ben", { kind: "balance", id: "balance", area: "billing" })).toBe(
      true,
    );
    expect(receivesChange(membership("agent"), "ben", { kind: "status", id: "lunch", area: "team" })).toBe(true);
  });
});

test.each([
  ["administrator", false, "agent", "call manager", null],
  ["administrator", false, "billing", "administrator", null],
  ["administrator", false, "administrator", "agent", "access.rankedAbove"],
  ["administrator", false, "agent", "agency administrator", "access.roleAboveOwn"],
  ["administrator", true, "administrator", "agent", null],
  ["administrator", true, "agency administrator", "agent", null],
  ["agency administrator", false, "administrator", null, null],
  ["agency administrator", false, "agency administrator", "agent", "access.rankedAbove"],
  ["call manager", false, "billing", "agent", "access.rankedAbove"],
] as const)("%s (owner: %s) sets %s to %s: %s", (mine, owner, theirs, next, key) => {
  const work = () => checkRoleChange(membership(mine, { owner }), { role: theirs, owner: false }, next);
  if (key === null) work();
  else expect(failureOf(work)).toMatchObject({ code: "forbidden", key });
});

test.each([
  ["administrator", "agent", false],
  ["administrator", "billing", false],
  ["agency administrator", "administrator", false],
  ["report manager", "call manager", false],
  ["agent", "agent", false],
  ["call manager", "report manager", true],
  ["report manager", "billing", true],
  ["billing", "report manager", true],
  ["administrator", "agency administrator", true],
] as const)("%s to %s grants more: %s; a softphone always does, losing it never", (from, to, more) => {
  const seat = (role: Role, softphone: boolean) => ({ role, softphone });
  expect(grantsMore(seat(from, false), seat(to, false))).toBe(more);
  expect(grantsMore(seat(from, true), seat(to, false))).toBe(more);
  expect(grantsMore(seat(from, false), seat(to, true))).toBe(true);
});

test("the owner stays, whoever tries to remove them", () => {
  for (const role of ROLES)
    expect(
      failureOf(() =>
        checkRoleChange(membership(role, { owner: true }), { role: "administrator", owner: true }, "agent"),
      ).key,
    ).toBe("access.ownerStays");
  expect(failureOf(() => checkGrant(membership(null), "agent")).key).toBe("access.roleAboveOwn");
});

const opening: AccountOpening = {
  id: "acc",
  name: "Northwind",
  zone: "Europe/London",
  plan: "advanced",
  currency: "USD",
  owner: "dana",
  ownerHasSoftphone: true,
  openingBalance: 5_000_000,
  parentAgency: null,
  balanceFrom: "own",
};
const subAccount = (id: string, plan: PlanId) => ({
  id,
  name: "Harbor",
  terms: termsOf(plan, "USD", NOON),
  availableMicros: 5_000_000,
});
const made = (more: Partial<AccountOpening>) =>
  openAccount({ ...opening, ...more }, ACTOR, NOON).map((effect) => ("kind" in effect ? effect.kind : effect.do));

describe("opening an account", () => {
  test("creates its settings, terms, lifecycle, the owner's seat and the opening balance", () => {
    expect(made({})).toEqual(["account", "terms", "lifecycle", "member", "agent", "phone", "subscription", "post"]);
    const bare = { ownerHasSoftphone: false, openingBalance: 0 };
    expect(made(bare)).toEqual(["account", "terms", "lifecycle", "member", "subscription"]);
  });

  test("a sub-account has no subscription of its own", () => {
    const parentAgency = subAccount("harbor", "advanced");
    expect(made({ parentAgency })).not.toContain("subscription");
  });

  test("the owner runs the agency on a plan with sub-accounts, otherwise the account", () => {
    const roleOf = (more: Partial<AccountOpening>) =>
      openAccount({ ...opening, ...more }, ACTOR, NOON).find((effect) => "kind" in effect && effect.kind === "member");
    const parentAgency = subAccount("harbor", "advanced");
    expect(roleOf({})).toMatchObject({ data: { role: "agency administrator" } });
    expect(roleOf({ plan: "essentials" })).toMatchObject({ data: { role: "administrator" } });
    expect(roleOf({ parentAgency, balanceFrom: "agency", openingBalance: 0 })).toMatchObject({
      data: { role: "administrator" },
    });
  });

  test("requires an agency whose plan has sub-accounts, and lets only an existing agency pay", () => {
    const parentAgency = subAccount("solo", "essentials");
    expect(failureOf(() => made({ parentAgency })).key).toBe("account.planWithoutSubAccounts");
    expect(failureOf(() => made({ balanceFrom: "agency" }))).toMatchObject({
      key: "account.noAgencyToPay",
      field: "balanceFrom",
    });
  });

  test("copies the plan's terms of that day", () => {
    expect(termsOf("essentials", "EUR", NOON)).toEqual({
      plan: "essentials",
      planName: "Essentials",
      currency: "EUR",
      pricePerMonth: PLANS.essentials.pricePerMonth,
      retentionDays: 7,
      mayHaveSubAccounts: false,
      limits: { numbers: 25, queues: 5, people: 10 },
      frozenConnects: true,
      choice: 0,
      hiddenHistory: null,
      numberFees: PLANS.essentials.numberFees,
      rates: PLANS.essentials.rates,
      recharge: PLANS.essentials.recharge,
      since: NOON,
    });
  });

  test("gives terms signed before number fees or usage rates the plan's own", () => {
    const { rates: _rates, recharge: _recharge, ...second } = termsOf("advanced", "USD", NOON);
    const { numberFees: _fees, ...first } = second;
    expect(upgradeData(kindOf("terms"), 1, first)).toEqual(termsOf("advanced", "USD", NOON));
    expect(upgradeData(kindOf("terms"), 2, second)).toEqual(termsOf("advanced", "USD", NOON));
  });
});

const billTo = { company: "Northwind", name: "", address: "" };
const account = doc(
  "account",
  "acc",
  {
    name: "Northwind",
    zone: "Europe/London",
    billTo,
    idleRule: null,
    owner: "dana",
    agency: null,
    balanceFrom: "own" as const,
    phoneLeaseSeconds: 30,
    guardMinutes: 10,
  },
  4,
);

test("an account from before the guard lets a choice hold for ten minutes, and one from before leases gets 30 s too", () => {
  const { guardMinutes: _guard, ...second } = account.data;
  const { phoneLeaseSeconds: _lease, ...first } = second;
  expect(upgradeData(kindOf("account"), 2, second)).toEqual(account.data);
  expect(upgradeData(kindOf("account"), 1, first)).toEqual(account.data);
});

test("settings are saved against their version, and the idle rule's status takes no calls", () => {
  const form = { version: 4, name: "Northwind", zone: "Europe/London", billTo, idleRule: null };
  expect(saveAccount(account, STATUSES, false, form)).toHaveLength(1);
  // Planned statuses keep the guard with their times.
  expect(saveAccount(account, STATUSES, true, form)).toHaveLength(1);
  expect(saveAccount(account, STATUSES, false, { ...form, guardMinutes: 31 })).toHaveLength(1);
  expect(saveAccount(account, STATUSES, true, { ...form, guardMinutes: 31 })).toHaveLength(2);
  expect(failureOf(() => saveAccount(account, STATUSES, false, { ...form, version: 3 })).key).toBe(
    "record.changedMeanwhile",
  );
  const idle = (status: string) => () =>
    saveAccount(account, STATUSES, false, { ...form, idleRule: { minutes: 5, status } });
  expect(idle("lunch")()).toHaveLength(1);
  expect(idle("offline")()).toHaveLength(1);
  expect(failureOf(idle("desk"))).toMatchObject({ key: "account.idleTakesCalls", field: "idleRule.status" });
  expect(failureOf(idle("old"))).toMatchObject({ key: "agents.statusArchived", field: "idleRule.status" });
});

test("only the owner transfers ownership, to an administrator", () => {
  const members = [
    doc("member", "dana", { role: "administrator" as const, softphone: true, frozen: null }),
    doc("member", "milo", { role: "administrator" as const, softphone: true, frozen: null }),
    doc("member", "ava", { role: "agent" as const, softphone: true, frozen: null }),
    doc("member", "otto", {
      role: "administrator" as const,
      softphone: true,
      frozen: { since: NOON, by: "dana", until: null },
    }),
  ];
  const pass = (who: string, to: string) => () => transferOwner(account, members, { as: "person", id: who }, to);
  expect(pass("dana", "milo")()).toHaveLength(1);
  expect(pass("dana", "dana")()).toEqual([]);
  expect(failureOf(pass("dana", "otto"))).toMatchObject({ key: "account.ownerFrozen", field: "to" });
  expect(failureOf(pass("milo", "milo")).key).toBe("account.ownerOnly");
  expect(failureOf(pass("dana", "ava")).key).toBe("account.ownerMustAdminister");
  expect(failureOf(pass("dana", "nobody")).key).toBe("access.memberMissing");
});

const fact = (since: number, until: number | null = null): Fact => ({ since, by: "dana", until });

test.each([
  ["nothing", {}, false, "active"],
  ["paused", { paused: fact(NOON) }, false, "paused"],
  ["stopped", { stopped: fact(NOON) }, false, "stopped"],
  ["stopped and paused together", { stopped: fact(NOON), paused: fact(NOON) }, false, "stopped"],
  ["below zero", { stopped: fact(NOON) }, true, "inactive"],
  ["canceled, whatever else", { canceled: fact(NOON), stopped: fact(NOON) }, true, "canceled"],
  ["a pause that has ended", { paused: fact(minutes(-10), NOON) }, false, "active"],
  ["a pause that ends a moment later", { paused: fact(minutes(-10), NOON + 1) }, false, "paused"],
  ["a stop that is still ahead", { stopped: fact(NOON + 1) }, false, "active"],
] as const)("with %s the account's label matches", (_what, facts, inactive, label) => {
  const serviceFacts = { lifecycle: { ...RUNNING, ...facts }, balanceMicros: inactive ? -1 : 0, frozenConnects: true };
  expect(accountServiceStateAt(serviceFacts, null, NOON).label).toBe(label);
});

test("a canceled account allows exactly the permissions to read, report earlier usage and what phones do, mail its statements, direct the run that releases its numbers, reactivate with a working card, and take rights away", () => {
  const still: Permission[] = [
    "record usage",
    "send phone events",
    "send statements",
    "reactivate",
    "manage cards",
    "direct runs",
    "take rights away",
  ];
  const canceled = { ...RUNNING, canceled: fact(NOON) };
  for (const permission of Object.keys(PERMISSIONS) as Permission[]) {
    checkNotCanceled(RUNNING, permission, NOON);
    if (isReadPermission(permission) || still.includes(permission)) checkNotCanceled(canceled, permission, NOON);
    else expect(failureOf(() => checkNotCanceled(canceled, permission, NOON)).key).toBe("lifecycle.canceled");
  }
  expect((Object.keys(PERMISSIONS) as Permission[]).filter(isReadPermission)).toHaveLength(9);
});
