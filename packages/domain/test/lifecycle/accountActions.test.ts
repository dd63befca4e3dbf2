import { describe, expect, test } from "vitest";
import { type Role, ROLES } from "../../src/core/permissions.ts";
import {
  type AccountState,
  ACCOUNT_ACTIONS,
  type AccountAction,
  actionBlockedReason,
} from "../../src/lifecycle/accountActions.ts";
import type { Lifecycle } from "../../src/lifecycle/rules.ts";
import { minutes, NOON } from "../support/samples.ts";

const on = { since: minutes(-60), by: "dana", until: null };
const over = { since: minutes(-60), by: "dana", until: NOON };
const plain: Lifecycle = { stopped: null, paused: null, canceled: null, cancellation: null };
const withUndo = (undo: number): Lifecycle => ({
  ...plain,
  canceled: on,
  cancellation: { undoUntil: minutes(undo), paidUntil: null },
});
/** The end of the operator's reactivation window. */
const WINDOWS: Record<string, number> = { "canceled, window open": minutes(1), "canceled, window over": NOON };

const STATES: Record<string, Lifecycle> = {
  running: plain,
  stopped: { ...plain, stopped: on },
  "stop is over": { ...plain, stopped: over },
  paused: { ...plain, paused: on },
  "stopped and paused": { ...plain, stopped: on, paused: on },
  "canceled, can be undone": withUndo(1),
  canceled: withUndo(0),
  "canceled, window open": withUndo(-1),
  "canceled, window over": withUndo(-1),
};

/**
 * From the product's rules. Columns: stop, resume, pause, unpause, cancel, undo cancel, reactivate, cancel the agency,
 * change plan, export. `y` is allowed; a letter stands for the reason why not.
 */
const REASONS: Record<string, string> = {
  n: "lifecycle.canceled",
  s: "lifecycle.notStopped",
  p: "lifecycle.notPaused",
  c: "lifecycle.notCanceled",
  u: "lifecycle.undoExpired",
  r: "lifecycle.undoInstead",
  w: "lifecycle.reactivationExpired",
  a: "lifecycle.agencyPays",
  f: "lifecycle.agencyFirst",
  x: "api.forbidden",
  b: "lifecycle.noSubAccounts",
  o: "lifecycle.subAccountsOpen",
  g: "plans.belongsToAgency",
  h: "plans.agencyHasNoSubAccounts",
};
const OWN: Record<string, string> = {
  running: "ysypycc",
  stopped: "yyypycc",
  "stop is over": "ysypycc",
  paused: "ysyyycc",
  "stopped and paused": "yyyyycc",
  "canceled, can be undone": "nnnnnyr",
  canceled: "nnnnnuy",
  "canceled, window open": "nnnnnuy",
  "canceled, window over": "nnnnnuw",
};
/** An administrator of an account that its agency pays for may only cancel it. */
const PAID: Record<string, string> = {
  running: "aaaayaa",
  stopped: "aaaayaa",
  "stop is over": "aaaayaa",
  paused: "aaaayaa",
  "stopped and paused": "aaaayaa",
  "canceled, can be undone": "aaaanaa",
  canceled: "aaaanaa",
  "canceled, window open": "aaaanaa",
  "canceled, window over": "aaaanaa",
};
/** Without sub-accounts there is no agency to cancel, and only people who run one may. */
const ownOf = (role: Role, name: string): string => {
  const last = role === "administrator" ? "x" : name.startsWith("canceled") ? "n" : "b";
  const plan = name.startsWith("canceled") ? "n" : "y";
  return `${OWN[name]}${last}${plan}y`;
};
const MAY: readonly Role[] = ["administrator", "agency administrator"];

const reasonFor = (role: Role | null, state: Partial<AccountState> & { lifecycle: Lifecycle }): string =>
  ACCOUNT_ACTIONS.map((verb: AccountAction) => {
    const why = actionBlockedReason(
      verb,
      { role },
      {
        paidByAgency: false,
        agencyCanceled: false,
        activeSubAccountNames: [],
        reactivationDeadline: null,
        isSubAccount: false,
        agencyAllowsSubAccounts: true,
        ...state,
      },
      NOON,
    );
    return why === null ? "y" : Object.keys(REASONS).find((letter) => REASONS[letter] === why.key);
  }).join("");

describe("actions on a whole account", () => {
  test("the columns are the actions", () => {
    expect(ACCOUNT_ACTIONS).toEqual([
      "stop",
      "resume",
      "pause",
      "unpause",
      "cancel",
      "undo cancel",
      "reactivate",
      "cancel the agency",
      "change plan",
      "export",
    ]);
    expect(Object.keys(OWN)).toEqual(Object.keys(STATES));
  });

  test.each(Object.entries(STATES))("an account that is %s, for each role", (name, lifecycle) => {
    const reactivateUntil = WINDOWS[name] ?? null;
    for (const role of [...ROLES, null]) {
      const may = role !== null && MAY.includes(role);
      expect([role, reasonFor(role, { lifecycle, reactivationDeadline: reactivateUntil })]).toEqual([
        role,
        may ? ownOf(role, name) : "xxxxxxxxxx",
      ]);
      const paid = role === "administrator" ? `${PAID[name]}xaa` : ownOf(role!, name);
      expect([role, reasonFor(role, { lifecycle, reactivationDeadline: reactivateUntil, paidByAgency: true })]).toEqual(
        [role, may ? paid : "xxxxxxxxxx"],
      );
    }
  });

  test("no sub-account of a canceled agency is reactivated before the agency", () => {
    for (const [name, lifecycle] of Object.entries(STATES)) {
      const own = ownOf("agency administrator", name);
      const expected = name.startsWith("canceled") ? `${own.slice(0, 5)}ff${own.slice(7)}` : own;
      expect(reasonFor("agency administrator", { lifecycle, agencyCanceled: true })).toBe(expected);
    }
  });

  test("a sub-account uses its agency's plan, and isn't reactivated under a plan without sub-accounts", () => {
    for (const [name, lifecycle] of Object.entries(STATES)) {
      const own = ownOf("agency administrator", name);
      const isGone = name.startsWith("canceled");
      expect(reasonFor("agency administrator", { lifecycle, isSubAccount: true })).toBe(
        isGone ? own.replace(/w/, "y") : `${own.slice(0, 8)}g${own.slice(9)}`,
      );
      const under = reasonFor("agency administrator", {
        lifecycle,
        isSubAccount: true,
        agencyAllowsSubAccounts: false,
      });
      expect(under.slice(5, 7)).toBe(isGone ? "hh" : "cc");
    }
  });

  test("an agency with active accounts is canceled only as a whole, by people who run it", () => {
    const subAccounts = ["Mason & Sons"];
    for (const [name, lifecycle] of Object.entries(STATES)) {
      const own = OWN[name]!;
      const reactivateUntil = WINDOWS[name] ?? null;
      const expected = name.startsWith("canceled") ? `${own}nny` : `${own.slice(0, 4)}o${own.slice(5)}yyy`;
      expect([
        name,
        reasonFor("agency administrator", {
          lifecycle,
          activeSubAccountNames: subAccounts,
          reactivationDeadline: reactivateUntil,
        }),
      ]).toEqual([name, expected]);
    }
  });
});
