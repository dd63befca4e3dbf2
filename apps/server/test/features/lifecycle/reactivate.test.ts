import { describe, expect, test } from "vitest";
import { reconcile } from "../../../src/store/verify/ledger.ts";
import {
  BAKERY,
  confirm,
  effectLines,
  openBakery,
  readProposal,
  failureText,
  costOf,
  numberStates,
  balanceOf,
} from "../../support/fixtures/bakery.ts";
import { findBrokenLink } from "../../support/checks/changeChain.ts";
import { sameTimeAfter } from "../../support/models/clocks.ts";
import { DAY, openTestApp, failureOf, SECOND, START } from "../../support/kit.ts";
import { setBalance } from "../../support/fixtures/money.ts";

describe("reactivating", () => {
  test.each([1, 13, 15, 59, 61, 400])("after %i days leaves the account as the lines said", async (days) => {
    const { app, ids, me, passTime } = await openBakery();
    let solveig = await me();
    const numbers = ids.slice(4).map((id) => ({ id, disposition: { is: "release" } as const }));
    await confirm(solveig, (await solveig.lifecycle.proposeCancel({ numbers })).proposal, BAKERY);
    const canceled = await balanceOf(solveig);
    await passTime(days * DAY);
    await passTime(SECOND);
    solveig = await me();
    // Nothing was charged meanwhile: no fees, no subscription.
    expect(await balanceOf(solveig)).toBe(canceled);
    const isUndo = days < 14;
    const { proposal } = isUndo ? await solveig.lifecycle.proposeUndo() : await solveig.lifecycle.proposeReactivate();
    const other = isUndo ? solveig.lifecycle.proposeReactivate() : solveig.lifecycle.proposeUndo();
    expect(await failureOf(other)).toMatchObject({ key: isUndo ? "lifecycle.undoInstead" : "lifecycle.undoExpired" });
    const { lines } = await readProposal(solveig, proposal);
    const after = lines.find(({ key }) => key === "after")!;
    const returning = effectLines(lines).filter(({ key }) => key.startsWith("number:"));
    await confirm(solveig, proposal);
    await passTime(0);
    expect(canceled - (await balanceOf(solveig))).toBe(costOf(lines));
    expect(await balanceOf(solveig)).toBe(after.micros);
    const activeKeys = (await numberStates(app, ids)).map((is, at) => (is === "active" ? `number:${ids[at]}` : null));
    expect(activeKeys.filter((key) => key !== null).sort()).toEqual(returning.map(({ key }) => key).sort());
    expect(activeKeys.filter((key) => key !== null)).toHaveLength(isUndo ? 4 : 6);
    expect((await solveig.lifecycle.status()).label).toBe("active");
    expect(await reconcile(app.services.db)).toMatchObject({ broken: null });
    expect(await findBrokenLink(app.services.db)).toBeNull();
  });

  test("names a number that somebody else has meanwhile as gone, and returns the rest", async () => {
    const { app, ids, me, passTime } = await openBakery();
    let solveig = await me();
    await confirm(solveig, (await solveig.lifecycle.proposeCancel({ others: { is: "release" } })).proposal, BAKERY);
    await passTime(20 * DAY);
    await app.callerFor("dana@callboard.demo", "northwind").numbers.buy({ e164: "+15125550100", name: "Taken" });
    await passTime(SECOND);
    solveig = await me();
    const { proposal } = await solveig.lifecycle.proposeReactivate();
    const { lines } = await readProposal(solveig, proposal);
    expect(lines.find(({ key }) => key === `number:${ids[0]}`)).toMatchObject({
      as: "figure",
      text: "+1 512 555 0100 (Line 0) is gone",
    });
    await confirm(solveig, proposal);
    await passTime(SECOND);
    expect(await numberStates(app, ids)).toEqual(["released", ...Array.from({ length: 5 }, () => "active")]);
  });

  test("needs a valid card or the minimum balance", async () => {
    const { app, me, passTime } = await openBakery();
    await confirm(await me(), (await (await me()).lifecycle.proposeCancel({})).proposal);
    await setBalance(app, "solo", 9_999_999);
    await passTime(20 * DAY);
    expect(await failureText((await me()).lifecycle.proposeReactivate())).toEqual(expect.stringContaining("$10.00"));
    await setBalance(app, "solo", 10_000_000);
    const solveig = await me();
    const { lines } = await readProposal(solveig, (await solveig.lifecycle.proposeReactivate()).proposal);
    expect(lines.find(({ key }) => key === "after")).toMatchObject({ text: expect.stringContaining("below zero") });
  });
});

describe("the operator's reactivation period", () => {
  test.each([
    [59, true],
    [61, false],
  ])("of 60 days, after %i can be reactivated: %s", async (days, can) => {
    const { app, me, passTime } = await openBakery();
    const solveig = await me();
    await confirm(solveig, (await solveig.lifecycle.proposeCancel({})).proposal);
    await app.callerFor("otto@callboard.demo").lifecycle.setReactivationWindow({ days: 60 });
    expect(await (await me()).lifecycle.status()).toMatchObject({
      returnUntil: sameTimeAfter("Europe/Berlin", START, 60),
    });
    await passTime(days * DAY);
    const later = await me();
    if (can) await later.lifecycle.proposeReactivate();
    else {
      expect(await failureText(later.lifecycle.proposeReactivate())).toMatch(
        /^The account could be reactivated until /,
      );
      await (await app.signInAgain("otto@callboard.demo")).lifecycle.setReactivationWindow({ days: null });
      await later.lifecycle.proposeReactivate();
    }
  });

  test("is set only by the operator, in whole days", async () => {
    const app = await openTestApp();
    expect(
      await failureOf(app.callerFor("otto@callboard.demo").lifecycle.setReactivationWindow({ days: 0 })),
    ).toMatchObject({
      field: "days",
    });
    expect(
      await failureOf(app.callerFor("harriet@callboard.demo", "harbor").lifecycle.setReactivationWindow({ days: 60 })),
    ).toMatchObject({
      code: "forbidden",
    });
  });
});
