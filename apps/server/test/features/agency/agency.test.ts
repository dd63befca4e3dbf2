import { describe, expect, test } from "vitest";
import { DAY, openTestApp, failureOf, START } from "../../support/kit.ts";
import { meterOf, setBalance, usageEvent } from "../../support/fixtures/money.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";
import { addCards, PAYING_CARD } from "../../support/fixtures/payments.ts";
import { openSubAccounts } from "../../support/fixtures/subAccounts.ts";

const open = async () => {
  const app = await openTestApp();
  const harriet = app.callerFor("harriet@callboard.demo", "harbor");
  const confirm = (proposal: string, name: string | null = null) => harriet.proposals.confirm({ proposal, name });
  return { app, harriet, confirm };
};

describe("an agency's sub-accounts", () => {
  test("are listed with state, payer, people, numbers and this month's spending", async () => {
    const { app, harriet } = await open();
    await addNumber(app, "parkside", "+15125550100");
    const meter = await meterOf(app, "parkside");
    await meter.balance.recordUsage({ events: [usageEvent(app, "a", { quantity: 100 })] });
    const { accounts, total } = await harriet.agency.accounts({});
    expect(total).toBe(3);
    expect(accounts.map(({ name }) => name)).toEqual(["Mason & Sons", "Northwind", "Parkside Dental"]);
    expect(accounts[2]).toMatchObject({ label: "active", balanceFrom: "agency", numbers: 1, spentMicros: 3_450_000 });
    expect(accounts[0]).toMatchObject({ balanceFrom: "own", spentMicros: 0 });
    app.advance(40 * DAY);
    const later = await app.signInAgain("harriet@callboard.demo", "harbor");
    expect((await later.agency.accounts({ search: "dental" })).accounts).toMatchObject([{ spentMicros: 0 }]);
  });

  test("can be filtered by canceled, and are paged by name", async () => {
    const { app, harriet } = await open();
    await openSubAccounts(app.services, app.account("harbor"), app.people["harriet@callboard.demo"]!, 25);
    const inMason = app.callerFor("harriet@callboard.demo", "mason");
    await inMason.proposals.confirm({ proposal: (await inMason.lifecycle.proposeCancel({})).proposal, name: null });
    const north = app.callerFor("dana@callboard.demo", "northwind");
    const { version, billTo, zone } = await north.account.get();
    await north.account.save({ version, name: "Älteste Werkstatt", zone, billTo, idleRule: null });
    expect((await harriet.agency.accounts({ search: "Älteste w" })).total).toBe(1);
    const canceled = await harriet.agency.accounts({ state: "canceled" });
    expect(canceled.accounts).toMatchObject([{ name: "Mason & Sons", label: "canceled", canceledAt: START }]);
    expect((await harriet.agency.accounts({ state: "working" })).total).toBe(27);
    const names: string[] = [];
    for (let after: string | null = null; ;) {
      const page: Awaited<ReturnType<typeof harriet.agency.accounts>> = await harriet.agency.accounts({
        after,
        limit: 10,
      });
      names.push(...page.accounts.map(({ name }) => name));
      if (page.next === null) break;
      after = page.next;
    }
    expect(names).toHaveLength(28);
    expect(new Set(names).size).toBe(28);
    expect(await failureOf(harriet.agency.accounts({ after: "nonsense" }))).toMatchObject({ field: "after" });
  });
});

describe("changing who pays", () => {
  test("to the account itself needs its own card; to the agency takes effect at once; both are shown first", async () => {
    const { app, harriet, confirm } = await open();
    const account = app.account("parkside");
    expect(await failureOf(harriet.agency.proposeBalanceMove({ account, to: "own" }))).toMatchObject({
      key: "lifecycle.needsOwnCard",
    });
    expect(await failureOf(app.callerFor("ida@callboard.demo", "parkside").cards.add())).toMatchObject({
      key: "cards.paidByAgency",
    });
    await addCards(app, "harriet@callboard.demo", "parkside", [{ number: PAYING_CARD }]);
    const { proposal } = await harriet.agency.proposeBalanceMove({ account, to: "own" });
    expect((await harriet.proposals.get({ proposal })).lines[0]).toMatchObject({
      text: "Parkside Dental pays for itself from now on; its own balance decides whether it is active",
    });
    await confirm(proposal);
    expect((await app.callerFor("ida@callboard.demo", "parkside").balance.current()).paidBy).toBeNull();
    expect(await failureOf(harriet.agency.proposeBalanceMove({ account, to: "own" }))).toMatchObject({
      key: "lifecycle.nothingToChange",
    });
    await confirm((await harriet.agency.proposeBalanceMove({ account, to: "agency" })).proposal);
    expect((await app.callerFor("ida@callboard.demo", "parkside").balance.current()).paidBy).toBe("Harbor Agency");
  });

  test("warns of an own balance below zero, and another tenant's account doesn't exist", async () => {
    const { app, harriet } = await open();
    const account = app.account("northwind");
    await addCards(app, "dana@callboard.demo", "northwind", [{ number: PAYING_CARD }]);
    await setBalance(app, "northwind", -5);
    await harriet.proposals.confirm({
      proposal: (await harriet.agency.proposeBalanceMove({ account, to: "agency" })).proposal,
      name: null,
    });
    const { proposal } = await harriet.agency.proposeBalanceMove({ account, to: "own" });
    expect((await harriet.proposals.get({ proposal })).lines[1]).toMatchObject({
      text: expect.stringContaining("below zero"),
      micros: -5,
    });
    for (const other of [app.account("solo"), "acc_nowhere"])
      expect(await failureOf(harriet.agency.proposeBalanceMove({ account: other, to: "own" }))).toMatchObject({
        code: "not-found",
      });
  });
});
