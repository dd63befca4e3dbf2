import { addMember } from "@callboard/domain/account/rules";
import { expect, test } from "vitest";
import { runBilling } from "../../../src/features/balance/billing.ts";
import { reconcile } from "../../../src/store/verify/ledger.ts";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { findBrokenLink } from "../../support/checks/changeChain.ts";
import { effectLines, readProposal, failureText, balanceOf } from "../../support/fixtures/bakery.ts";
import { DAY, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { scopeOf } from "../../support/scopes.ts";
import { commit } from "../../../src/store/commit.ts";
import { addCards, MASTERCARD } from "../../support/fixtures/payments.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";

const HARRIET = "harriet@callboard.demo";
const DANA = "dana@callboard.demo";

/** Harbor Agency with one active sub-account. */
async function openHarbor() {
  const app = await openTestApp();
  await setBalance(app, "harbor", 150_000_000);
  for (const account of ["mason", "parkside"]) await close(app, account);
  const harriet = app.as(HARRIET, "harbor");
  const ask = { plan: "essentials" as const, standalone: app.account("northwind") };
  return { it: app, harriet, ask };
}

async function close(app: TestApp, account: string): Promise<void> {
  const who = app.as(HARRIET, account);
  const { proposal } = await who.lifecycle.proposeCancel({ others: { is: "release" } });
  const { name } = await who.proposals.get({ proposal });
  await who.proposals.confirm({ proposal, name });
}

test("the last sub-account becomes an account with the agency's money, numbers and month; the agency is canceled", async () => {
  const { it: app, harriet, ask } = await openHarbor();
  const number = await addNumber(app, "harbor", "+15125550177", { name: "Front desk" });
  const own = await balanceOf(app.as(DANA, "northwind")).catch(() => 0);
  const { proposal } = await harriet.plans.proposeDetach(ask);
  const { lines, name } = await readProposal(harriet, proposal);
  expect(name).toBe("Northwind");
  expect(lines.map(({ text }) => text)).toEqual(
    expect.arrayContaining([
      "Northwind leaves Harbor Agency and stands alone on Essentials, paying from its own balance",
      "Harbor Agency is canceled: it can be read and exported, and its subscription ends",
      "+1 512 555 0177 (Front desk) moves to Northwind, without its source and where it leads",
    ]),
  );
  expect(await failureOf(harriet.proposals.confirm({ proposal }))).toMatchObject({ key: "proposals.nameNeeded" });
  await harriet.proposals.confirm({ proposal, name });
  const dana = app.as(DANA, "northwind");
  const plans = await dana.plans.list();
  expect(plans).toMatchObject({ current: "essentials", why: null });
  expect(plans.renewsAt).toBeGreaterThan(app.now());
  const after = lines.find(({ key }) => key === "after")!.micros!;
  expect(await balanceOf(dana)).toBe(after);
  expect(after).toBeGreaterThan(own);
  const moved = await app.rows(
    "SELECT account, data ->> '$.standing.is' AS stands FROM records WHERE kind = 'number' AND data ->> '$.e164' = ?",
    "+15125550177",
  );
  expect(moved.map(({ account, stands }) => [account, stands]).sort()).toEqual(
    [
      [app.account("harbor"), "released"],
      [app.account("northwind"), "active"],
    ].sort(),
  );
  expect(number).toBeDefined();
  expect((await app.as(HARRIET, "harbor").lifecycle.status()).label).toBe("canceled");
  // The agency's administrator is an administrator there now, and no more.
  expect(
    (await app.as(HARRIET, "northwind").access.me()).accounts.find(({ name: one }) => one === "Northwind"),
  ).toMatchObject({
    agency: null,
    role: "administrator",
  });
  const before = await balanceOf(dana);
  app.pass(plans.renewsAt! - app.now() + DAY);
  await runBilling(app.world);
  await runDueJobs(app.world);
  const spent = before - (await balanceOf(await app.anew(DANA, "northwind")));
  expect(spent).toBeGreaterThanOrEqual(39_000_000);
  expect(spent).toBeLessThan(99_000_000);
  expect(await reconcile(app.world.db)).toMatchObject({ broken: null });
  expect(await findBrokenLink(app.world.db)).toBeNull();
});

test.each(["before", "after"])("a month that was refunded %s detaching isn't refunded again", async (when) => {
  const { it: app, ask } = await openHarbor();
  const harbor = app.account("harbor");
  const [{ renewsAt }] = (await app.rows(
    "SELECT data ->> '$.renewsAt' AS renewsAt FROM records WHERE kind = 'subscription' AND account = ?",
    harbor,
  )) as unknown as [{ renewsAt: number }];
  app.pass(renewsAt - app.now() + 1000);
  await runBilling(app.world);
  const [month] = await app.rows(
    "SELECT seq, key, micros FROM postings WHERE to_book = ? AND type = 'subscription' ORDER BY seq DESC",
    `${harbor}/fees`,
  );
  const correct = async () =>
    (await app.anew("otto@callboard.demo")).balance.correct({
      account: harbor,
      entry: Number(month!.seq),
      reason: "r",
    });
  if (when === "before") await correct();
  app.pass(5 * DAY);
  const harriet = await app.anew(HARRIET, "harbor");
  const { proposal } = await harriet.plans.proposeDetach(ask);
  const { lines, name } = await readProposal(harriet, proposal);
  expect(lines.some(({ key }) => key === "rest back")).toBe(when === "after");
  await harriet.proposals.confirm({ proposal, name });
  if (when === "after") await correct();
  const [given] = await app.rows("SELECT sum(micros) AS sum FROM postings WHERE gives_back = ?", month!.key);
  expect(given!.sum).toBe(month!.micros);
  expect(await reconcile(app.world.db)).toMatchObject({ broken: null });
});

test("the agency's cards move with it in their order, and pay there", async () => {
  const { it: app, harriet, ask } = await openHarbor();
  const ids = await addCards(app, HARRIET, "harbor", [{}, { number: MASTERCARD }]);
  const { proposal } = await harriet.plans.proposeDetach(ask);
  const { lines, name } = await readProposal(harriet, proposal);
  expect(effectLines(lines).filter(({ key }) => key.startsWith("card:"))).toHaveLength(2);
  await harriet.proposals.confirm({ proposal, name });
  const dana = app.as(DANA, "northwind");
  const { cards } = await dana.cards.list();
  expect(cards.map(({ id, role }) => [id, role])).toEqual([
    [ids[0], "primary"],
    [ids[1], "rest"],
  ]);
  expect((await harriet.cards.list()).cards).toEqual([]);
  const before = await balanceOf(dana);
  await dana.balance.topUp({ cents: 4000 });
  await runDueJobs(app.world);
  expect((await balanceOf(dana)) - before).toBe(40_000_000);
});

test("an account with its own cards keeps those", async () => {
  const { it: app, harriet, ask } = await openHarbor();
  await addCards(app, HARRIET, "harbor", [{}]);
  const own = await addCards(app, DANA, "northwind", [{ number: MASTERCARD }]);
  const { proposal } = await harriet.plans.proposeDetach(ask);
  const { lines, name } = await readProposal(harriet, proposal);
  expect(lines.map(({ text }) => text)).toContain(
    "Northwind has cards of its own and keeps those; the agency’s stay with the canceled agency",
  );
  await harriet.proposals.confirm({ proposal, name });
  expect((await app.as(DANA, "northwind").cards.list()).cards.map(({ id }) => id)).toEqual(own);
});

test("detaching is refused with two active sub-accounts, with another tenant's, and to people of the sub-account", async () => {
  const app = await openTestApp();
  await close(app, "mason");
  const harriet = app.as(HARRIET, "harbor");
  const ask = (standalone: string) =>
    harriet.plans.proposeDetach({ plan: "essentials", standalone: app.account(standalone) });
  expect(await failureText(ask("northwind"))).toMatch(
    /^Essentials has no sub-accounts. Exactly one can be kept .*: .*, .*\.$/,
  );
  expect(await failureOf(ask("solo"))).toMatchObject({ code: "not-found" });
  expect(await failureOf(ask("mason"))).toMatchObject({ code: "not-found" });
  const dana = app.as(DANA, "northwind");
  const below = dana.plans.proposeDetach({ plan: "essentials", standalone: app.account("northwind") });
  expect(await failureOf(below)).toMatchObject({ code: "forbidden" });
});

test("detaching waits for a card that is being charged, and for a number that the agency is buying for it", async () => {
  const { it: app, harriet, ask } = await openHarbor();
  await addCards(app, HARRIET, "harbor", [{}]);
  const dana = app.as(DANA, "northwind");
  const { proposal: paid } = await harriet.agency.proposeBalanceMove({ account: ask.standalone, to: "agency" });
  await harriet.proposals.confirm({ proposal: paid, name: null });
  await dana.numbers.buy({ e164: "+15125550990", name: "New", source: null, route: null });
  expect(await failureOf(harriet.plans.proposeDetach(ask))).toMatchObject({ key: "plans.ordered" });
  await runDueJobs(app.world);
  const { proposal } = await harriet.plans.proposeDetach(ask);
  await harriet.balance.topUp({ cents: 4000 });
  const { name } = await readProposal(harriet, proposal);
  expect(await failureOf(harriet.proposals.confirm({ proposal, name }))).toMatchObject({ key: "recharge.inFlight" });
  await runDueJobs(app.world);
  const anew = await harriet.plans.proposeDetach(ask);
  const { lines } = await readProposal(harriet, anew.proposal);
  expect(lines.find(({ key }) => key === "balance")!.micros).toBe(-(await balanceOf(harriet)));
  await harriet.proposals.confirm({ proposal: anew.proposal, name });
  expect(await balanceOf(harriet)).toBe(0);
});

test("a frozen member can still read, can't set a status, is offered no calls, and is shown as frozen in the queue", async () => {
  const { it: app, harriet, ask } = await openHarbor();
  for (const name of ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
    await commit(scopeOf(app.world, ask.standalone), {}, () =>
      addMember(
        ask.standalone,
        `0-${name}`,
        { role: "agent", softphone: true },
        { as: "person", id: "tester" },
        app.now(),
      ),
    );
  const ids = await app.rows("SELECT id FROM records WHERE kind = 'agent' AND account = ?", ask.standalone);
  const all = ids.map(({ id }) => ({ id: id as string, weight: 1 }));
  const dana = app.as(DANA, "northwind");
  const { id: queue } = await dana.queues.save({ name: "All of us", routing: "round robin", members: all });
  const { proposal } = await harriet.plans.proposeDetach(ask);
  const { name } = await readProposal(harriet, proposal);
  await harriet.proposals.confirm({ proposal, name });
  const { members } = await dana.access.people();
  const parked = members.find(({ parked: fact, email }) => fact !== null && email.startsWith("ava"))!;
  expect(parked.softphone).toBe(true);
  const ava = app.as(parked.email, "northwind");
  const { accounts } = await ava.access.me();
  expect(accounts.find(({ name: one }) => one === "Northwind")).toMatchObject({ parked: true, softphone: false });
  expect(await failureOf(ava.agents.mine())).toMatchObject({ code: "forbidden" });
  expect((await ava.agents.statuses()).length).toBeGreaterThan(2);
  const { eligible } = await dana.queues.get({ id: queue });
  expect(eligible.find(({ person }) => person === parked.id)).toMatchObject({
    offered: false,
    why: "Goes beyond the plan and takes no calls",
  });
});
