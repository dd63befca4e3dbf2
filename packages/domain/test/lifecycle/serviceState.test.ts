import { expect, test } from "vitest";
import { accountServiceStateAt } from "../../src/lifecycle/serviceState.ts";
import { RUNNING, type Lifecycle } from "../../src/lifecycle/rules.ts";
import { serviceStateAt } from "../../src/numbers/serviceState.ts";
import { numberData } from "../support/routing.ts";
import { NOON } from "../support/samples.ts";

const HOUR = 3_600_000;
const fact = (until: number | null = null) => ({ since: NOON - HOUR, by: "dana", until });
const serviceFacts = (lifecycle: Partial<Lifecycle>, balanceMicros = 0) => ({
  lifecycle: { ...RUNNING, ...lifecycle },
  balanceMicros,
  frozenConnects: true,
});

test.each([
  ["works", serviceFacts({}), "active", true, true, true, "lifecycle.state.active"],
  ["at 0.00", serviceFacts({}, 0), "active", true, true, true, "lifecycle.state.active"],
  ["below zero", serviceFacts({}, -1), "inactive", false, false, true, "lifecycle.state.inactive"],
  ["paused", serviceFacts({ paused: fact() }), "paused", true, false, true, "lifecycle.state.paused"],
  [
    "paused for a while",
    serviceFacts({ paused: fact(NOON + 1) }),
    "paused",
    true,
    false,
    true,
    "lifecycle.state.pausedUntil",
  ],
  [
    "paused, and that is over",
    serviceFacts({ paused: fact(NOON) }),
    "active",
    true,
    true,
    true,
    "lifecycle.state.active",
  ],
  ["stopped", serviceFacts({ stopped: fact() }), "stopped", false, false, true, "lifecycle.state.stopped"],
  [
    "stopped for a while",
    serviceFacts({ stopped: fact(NOON + 1) }),
    "stopped",
    false,
    false,
    true,
    "lifecycle.state.stoppedUntil",
  ],
  [
    "stopped and paused",
    serviceFacts({ stopped: fact(), paused: fact() }),
    "stopped",
    false,
    false,
    true,
    "lifecycle.state.stopped",
  ],
  [
    "stopped, below zero",
    serviceFacts({ stopped: fact() }, -1),
    "inactive",
    false,
    false,
    true,
    "lifecycle.state.inactive",
  ],
  ["canceled", serviceFacts({ canceled: fact() }), "canceled", false, false, false, "lifecycle.state.canceled"],
  [
    "canceled, below zero",
    serviceFacts({ canceled: fact() }, -1),
    "canceled",
    false,
    false,
    false,
    "lifecycle.state.canceled",
  ],
] as const)("an account that is %s", (_, account, label, connects, swaps, charged, key) => {
  const service = accountServiceStateAt(account, null, NOON);
  expect(service).toMatchObject({ label, connects, swaps, charged, message: { key } });
  // The same answer as the call gate and the lists give for a number.
  expect(serviceStateAt(account, numberData(), NOON)).toMatchObject({ connects, swaps, isCharged: charged });
});

test.each([
  ["never without an end", { stopped: fact() }, null],
  ["at the first of its ends", { stopped: fact(NOON + 2), paused: fact(NOON + 1) }, NOON + 1],
  ["no more when that is over", { stopped: fact(NOON) }, null],
  ["when what is ahead begins", { paused: { since: NOON + 5, by: "dana", until: null } }, NOON + 5],
])("it changes through time alone %s", (_, lifecycle, turnsAt) => {
  expect(accountServiceStateAt(serviceFacts(lifecycle), null, NOON).changesAt).toBe(turnsAt);
});

test("if an agency's balance decides, the agency is named", () => {
  expect(accountServiceStateAt(serviceFacts({}, -1), "Harbor", NOON).message).toEqual({
    key: "lifecycle.state.inactiveAgency",
    values: { agency: "Harbor" },
  });
});
