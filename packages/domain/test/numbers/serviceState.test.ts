import { describe, expect, test } from "vitest";
import { type Fact, RUNNING } from "../../src/lifecycle/rules.ts";
import { en } from "../../src/core/messages/en.ts";
import { render } from "../../src/core/message.ts";
import { type AccountServiceFacts, serviceStateAt } from "../../src/numbers/serviceState.ts";
import type { NumberData } from "../../src/numbers/schema.ts";
import { numberData } from "../support/routing.ts";
import { minutes, NOON } from "../support/samples.ts";

const LABELS = {
  A: "active",
  S: "stopped",
  P: "paused",
  I: "inactive",
  K: "frozen",
  C: "canceled",
  H: "held",
  R: "released",
  O: "porting",
  L: "releasing",
} as const;

/**
 * Every combination. One table for each state of a number, frozen or not. Rows are the account: running, stopped,
 * paused, stopped and paused, canceled; each at a balance of 0.00, then at a millionth below. Columns are the number's
 * own flags: none, stopped, paused, both. A cell is the label's letter, followed by: c calls connect, s the website
 * shows it, $ the fee continues.
 */
const TABLES: Record<string, readonly string[]> = {
  "active, frozen: none": [
    "Acs$  S--$  Pc-$  S--$",
    "I--$  I--$  I--$  I--$",
    "S--$  S--$  S--$  S--$",
    "I--$  I--$  I--$  I--$",
    "Pc-$  S--$  Pc-$  S--$",
    "I--$  I--$  I--$  I--$",
    "S--$  S--$  S--$  S--$",
    "I--$  I--$  I--$  I--$",
    "C---  C---  C---  C---",
    "C---  C---  C---  C---",
  ],
  "active, frozen: serves": [
    "Kc-$  S--$  Kc-$  S--$",
    "I--$  I--$  I--$  I--$",
    "S--$  S--$  S--$  S--$",
    "I--$  I--$  I--$  I--$",
    "Kc-$  S--$  Kc-$  S--$",
    "I--$  I--$  I--$  I--$",
    "S--$  S--$  S--$  S--$",
    "I--$  I--$  I--$  I--$",
    "C---  C---  C---  C---",
    "C---  C---  C---  C---",
  ],
  "active, frozen: silent": [
    "K---  S---  K---  S---",
    "I---  I---  I---  I---",
    "S---  S---  S---  S---",
    "I---  I---  I---  I---",
    "K---  S---  K---  S---",
    "I---  I---  I---  I---",
    "S---  S---  S---  S---",
    "I---  I---  I---  I---",
    "C---  C---  C---  C---",
    "C---  C---  C---  C---",
  ],
  "porting, frozen: none": [
    "Ocs$  S--$  Pc-$  S--$",
    "I--$  I--$  I--$  I--$",
    "S--$  S--$  S--$  S--$",
    "I--$  I--$  I--$  I--$",
    "Pc-$  S--$  Pc-$  S--$",
    "I--$  I--$  I--$  I--$",
    "S--$  S--$  S--$  S--$",
    "I--$  I--$  I--$  I--$",
    "C---  C---  C---  C---",
    "C---  C---  C---  C---",
  ],
  "porting, frozen: serves": [
    "Kc-$  S--$  Kc-$  S--$",
    "I--$  I--$  I--$  I--$",
    "S--$  S--$  S--$  S--$",
    "I--$  I--$  I--$  I--$",
    "Kc-$  S--$  Kc-$  S--$",
    "I--$  I--$  I--$  I--$",
    "S--$  S--$  S--$  S--$",
    "I--$  I--$  I--$  I--$",
    "C---  C---  C---  C---",
    "C---  C---  C---  C---",
  ],
  "porting, frozen: silent": [
    "K---  S---  K---  S---",
    "I---  I---  I---  I---",
    "S---  S---  S---  S---",
    "I---  I---  I---  I---",
    "K---  S---  K---  S---",
    "I---  I---  I---  I---",
    "S---  S---  S---  S---",
    "I---  I---  I---  I---",
    "C---  C---  C---  C---",
    "C---  C---  C---  C---",
  ],
  "held, frozen: none": [
    "H---  H---  H---  H---",
    "H---  H---  H---  H---",
    "H---  H---  H---  H---",
    "H---  H---  H---  H---",
    "H---  H---  H---  H---",
    "H---  H---  H---  H---",
    "H---  H---  H---  H---",
    "H---  H---  H---  H---",
    "C---  C---  C---  C---",
    "C---  C---  C---  C---",
  ],
  "held, frozen: serves": [
    "H---  H---  H---  H---",
    "H---  H---  H---  H---",
    "H---  H---  H---  H---",
    "H---  H---  H---  H---",
    "H---  H---  H---  H---",
    "H---  H---  H---  H---",
    "H---  H---  H---  H---",
    "H---  H---  H---  H---",
    "C---  C---  C---  C---",
    "C---  C---  C---  C---",
  ],
  "held, frozen: silent": [
    "H---  H---  H---  H---",
    "H---  H---  H---  H---",
    "H---  H---  H---  H---",
    "H---  H---  H---  H---",
    "H---  H---  H---  H---",
    "H---  H---  H---  H---",
    "H---  H---  H---  H---",
    "H---  H---  H---  H---",
    "C---  C---  C---  C---",
    "C---  C---  C---  C---",
  ],
  "hold over, frozen: none": [
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
  ],
  "hold over, frozen: serves": [
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
  ],
  "hold over, frozen: silent": [
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
  ],
  "releasing, frozen: none": [
    "Lc--  S---  Lc--  S---",
    "I---  I---  I---  I---",
    "S---  S---  S---  S---",
    "I---  I---  I---  I---",
    "Lc--  S---  Lc--  S---",
    "I---  I---  I---  I---",
    "S---  S---  S---  S---",
    "I---  I---  I---  I---",
    "C---  C---  C---  C---",
    "C---  C---  C---  C---",
  ],
  "releasing, frozen: serves": [
    "Kc--  S---  Kc--  S---",
    "I---  I---  I---  I---",
    "S---  S---  S---  S---",
    "I---  I---  I---  I---",
    "Kc--  S---  Kc--  S---",
    "I---  I---  I---  I---",
    "S---  S---  S---  S---",
    "I---  I---  I---  I---",
    "C---  C---  C---  C---",
    "C---  C---  C---  C---",
  ],
  "releasing, frozen: silent": [
    "K---  S---  K---  S---",
    "I---  I---  I---  I---",
    "S---  S---  S---  S---",
    "I---  I---  I---  I---",
    "K---  S---  K---  S---",
    "I---  I---  I---  I---",
    "S---  S---  S---  S---",
    "I---  I---  I---  I---",
    "C---  C---  C---  C---",
    "C---  C---  C---  C---",
  ],
  "released, frozen: none": [
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
  ],
  "released, frozen: serves": [
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
  ],
  "released, frozen: silent": [
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
    "R---  R---  R---  R---",
  ],
};

const ACCOUNTS = ["", "S", "P", "SP", "C"];
const FLAGS = ["", "S", "P", "SP"];
const fact = (more: Partial<Fact> = {}): Fact => ({ since: minutes(-60), by: "dana", until: null, ...more });
const STATES: Record<string, NumberData["state"]> = {
  active: { is: "active", since: 0 },
  porting: { is: "porting", since: minutes(-60) },
  held: { is: "held", since: 0, until: minutes(1) },
  "hold over": { is: "held", since: 0, until: NOON },
  releasing: { is: "releasing", since: minutes(-60) },
  released: { is: "released", since: minutes(-60) },
};

const on = (flags: string, letter: string): Fact | null => (flags.includes(letter) ? fact() : null);
const account = (flags: string, balanceMicros: number, frozenConnects = true): AccountServiceFacts => ({
  lifecycle: { stopped: on(flags, "S"), paused: on(flags, "P"), canceled: on(flags, "C"), cancellation: null },
  balanceMicros,
  frozenConnects: frozenConnects,
});
const cellOf = ({ label, connects, swaps, isCharged }: ReturnType<typeof serviceStateAt>): string => {
  const letter = Object.entries(LABELS).find(([, name]) => name === label)![0];
  return `${letter}${connects ? "c" : "-"}${swaps ? "s" : "-"}${isCharged ? "$" : "-"}`;
};

test("there are tables for every state, frozen and not", () => {
  const names = Object.keys(STATES).flatMap((is) => ["none", "serves", "silent"].map((how) => `${is}, frozen: ${how}`));
  expect(Object.keys(TABLES)).toEqual(names);
});

test.each(Object.entries(TABLES))("what a number does: %s", (title, rows) => {
  const [current, how] = title.split(", frozen: ") as [string, string];
  const found = ACCOUNTS.flatMap((flags) =>
    [0, -1].map((balance) =>
      FLAGS.map((own) => {
        const frozen = how === "none" ? null : fact();
        const number = numberData({
          stopped: on(own, "S"),
          paused: on(own, "P"),
          frozen,
          state: STATES[current]!,
        });
        return cellOf(serviceStateAt(account(flags, balance, how === "serves"), number, NOON));
      }).join("  "),
    ),
  );
  expect(found).toEqual(rows);
});

describe("a forwarded number", () => {
  const forwarded = (until: number, remaining: number) =>
    serviceStateAt(
      account("SPC", -1),
      numberData({ state: { is: "forwarded", since: 0, until, to: "+15125550188", remaining } }),
      NOON,
    );
  test("keeps working whatever its account's state, while days and minutes are left, and costs nothing more", () => {
    expect(forwarded(minutes(1), 1)).toMatchObject({
      label: "forwarded",
      connects: true,
      swaps: false,
      isCharged: false,
    });
  });
  test.each([
    [NOON, 1],
    [minutes(1), 0],
  ])("ends at %i with %i thousandths of a minute left", (until, left) => {
    expect(forwarded(until, left)).toMatchObject({ label: "released", connects: false, isCharged: false });
  });
});

describe("ends are evaluated when read", () => {
  test.each([
    ["has not begun", fact({ since: minutes(1) }), "active"],
    ["begins now", fact({ since: NOON }), "stopped"],
    ["ends in a minute", fact({ until: minutes(1) }), "stopped"],
    ["ends now", fact({ until: NOON }), "active"],
    ["has ended", fact({ until: minutes(-1) }), "active"],
  ])("a stop that %s, for the account and the number alike", (_title, stopped, label) => {
    const whole = { lifecycle: { ...RUNNING, stopped }, balanceMicros: 0, frozenConnects: true };
    expect(serviceStateAt(whole, numberData(), NOON).label).toBe(label);
    expect(serviceStateAt(account("", 0), numberData({ stopped }), NOON).label).toBe(label);
  });

  test("when a stop ends, an existing pause shows again", () => {
    const number = numberData({ stopped: fact({ until: minutes(5) }), paused: fact() });
    expect(cellOf(serviceStateAt(account("", 0), number, minutes(4)))).toBe("S--$");
    expect(cellOf(serviceStateAt(account("", 0), number, minutes(5)))).toBe("Pc-$");
  });
});

describe("the one reason", () => {
  const why = (whole: AccountServiceFacts, number: Partial<NumberData> = {}) =>
    render(en, serviceStateAt(whole, numberData(number), NOON).why, { zone: "UTC", language: "en-GB" });
  const until = fact({ until: minutes(90) });
  const running = account("", 0);
  test.each([
    [why(running), "Calls connect and the website shows the number"],
    [why(account("S", 0)), "Calls are stopped for the whole account since 17 Mar 2026, 11:00"],
    [why(running, { stopped: fact() }), "Calls to this number are stopped since 17 Mar 2026, 11:00"],
    [
      why(running, { stopped: until }),
      "Calls to this number are stopped from 17 Mar 2026, 11:00 until 17 Mar 2026, 13:30",
    ],
    [why(account("P", 0)), "The tracking code is paused for the whole account since 17 Mar 2026, 11:00"],
    [
      why(running, { paused: until }),
      "The tracking code is paused for this number from 17 Mar 2026, 11:00 until 17 Mar 2026, 13:30",
    ],
    [why(account("", -1)), "The balance is below 0.00: calls are not connected until it is topped up"],
    [why(account("C", 0)), "The account is canceled since 17 Mar 2026, 11:00"],
    [
      why(running, { frozen: fact() }),
      "Beyond the plan since 17 Mar 2026, 11:00: calls connect, the website doesn’t show it",
    ],
    [
      why(account("", 0, false), { frozen: fact() }),
      "Beyond the plan since 17 Mar 2026, 11:00: calls are not connected",
    ],
    [why(running, { state: STATES.held! }), "Held for this account until 17 Mar 2026, 12:01"],
    [why(running, { state: STATES["hold over"]! }), "The hold ended at 17 Mar 2026, 12:00, so the number was released"],
    [why(running, { state: STATES.released! }), "Released since 17 Mar 2026, 11:00"],
    [
      why(running, { state: STATES.releasing! }),
      "Being released since 17 Mar 2026, 11:00: calls connect until the carrier takes it back",
    ],
    [
      why(running, { state: STATES.porting! }),
      "Being ported to another carrier since 17 Mar 2026, 11:00: it works until that is done",
    ],
  ])("%s", (text, expected) => expect(text).toBe(expected));

  test("if both account and number are stopped, the account's is given", () => {
    expect(why(account("S", 0), { stopped: until })).toMatch(/whole account/);
    expect(why(account("SP", -1), { stopped: until })).toMatch(/balance/);
  });
});
