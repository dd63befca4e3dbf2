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
  for (const account of ["mason", "parkside"]) await cancelSubAccount(app, account);
  const harriet = app.callerFor(HARRIET, "harbor");
  const detachInput = { plan: "essentials" as const, detachment: app.account("northwind") };
  return { app, harriet, ask: detachInput };
}

async function cancelSubAccount(app: TestApp, account: string): Promise<void> {
  const who = app.callerFor(HARRIET, account);
  const { proposal } = await who.lifecycle.proposeCancel({ others: { is: "release" } });
  const { name } = await who.proposals.get({ proposal });
  await who.proposals.confirm({ proposal, name });
}

test("the last sub-account becomes an account with the agency's money, numbers and month; the agency is canceled", async () => {
  const { app, harriet, ask: detachInput } = await openHarbor();
  const number = await addNumber(app, "harbor", "+15125550177", { name: "Front desk" });
  const own = await balanceOf(app.callerFor(DANA, "northwind")).catch(() => 0);
  const { proposal } = await harriet.plans.proposeDetach(detachInput);
  const { lines, name } = await readProposal(harriet, proposal);
  expect(name).toBe("Northwind");
  expect(lines.map(({ text }) => text)).toEqual(
    expect.arrayContaining([
      "Northwind is detached from Harbor Agency and becomes a standalone account on Essentials, paying from its own balance",
      "Harbor Agency is canceled: it stays readable and exportable, and its subscription ends",
      "+1 512 555 0177 (Front desk) moves to Northwind, without its source and routing",
    ]),
  );
  expect(await failureOf(harriet.proposals.confirm({ proposal }))).toMatchObject({ key: "proposals.nameNeeded" });
  await harriet.proposals.confirm({ proposal, name });
  const dana = app.callerFor(DANA, "northwind");
  const plans = await dana.plans.list();
  expect(plans).toMatchObject({ current: "essentials", why: null });
  expect(plans.renewsAt).toBeGreaterThan(app.now());
  const after = lines.find(({ key }) => key === "after")!.micros!;
  expect(await balanceOf(dana)).toBe(after);
  expect(after).toBeGreaterThan(own);
  const rows = await app.selectRows(
    "SELECT account, data ->> '$.state.is' AS state FROM records WHERE kind = 'number' AND data ->> '$.e164' = ?",
    "+15125550177",
  );
  expect(rows.map(({ account, state }) => [account, state]).sort()).toEqual(
    [
      [app.account("harbor"), "released"],
      [app.account("northwind"), "active"],
    ].sort(),
  );
  expect(number).toBeDefined();
  expect((await app.callerFor(HARRIET, "harbor").lifecycle.status()).label).toBe("canceled");
  // The agency's administrator is an administrator there now, and no more.
  expect(
    (await app.callerFor(HARRIET, "northwind").access.me()).accounts.find(({ name: one }) => one === "Northwind"),
  ).toMatchObject({
    agency: null,
    role: "administrator",
  });
  const before = await balanceOf(dana);
  app.advance(plans.renewsAt! - app.now() + DAY);
  await runBilling(app.services);
  await runDueJobs(app.services);
  const spent = before - (await balanceOf(await app.signInAgain(DANA, "northwind")));
  expect(spent).toBeGreaterThanOrEqual(39_000_000);
  expect(spent).toBeLessThan(99_000_000);
  expect(await reconcile(app.services.db)).toMatchObject({ broken: null });
  expect(await findBrokenLink(app.services.db)).toBeNull();
});

test.each(["before", "after"])("a month that was refunded %s detaching isn't refunded again", async (when) => {
  const { app, ask: detachInput } = await openHarbor();
  const harbor = app.account("harbor");
  const [{ renewsAt }] = (await app.selectRows(
    "SELECT data ->> '$.renewsAt' AS renewsAt FROM records WHERE kind = 'subscription' AND account = ?",
    harbor,
  )) as unknown as [{ renewsAt: number }];
  app.advance(renewsAt - app.now() + 1000);
  await runBilling(app.services);
  const [month] = await app.selectRows(
    "SELECT seq, key, micros FROM postings WHERE to_book = ? AND type = 'subscription' ORDER BY seq DESC",
    `${harbor}/fees`,
  );
  const correct = async () =>
    (await app.signInAgain("otto@callboard.demo")).balance.correct({
      account: harbor,
      entry: Number(month!.seq),
      reason: "r",
    });
  if (when === "before") await correct();
  app.advance(5 * DAY);
  const harriet = await app.signInAgain(HARRIET, "harbor");
  const { proposal } = await harriet.plans.proposeDetach(detachInput);
  const { lines, name } = await readProposal(harriet, proposal);
  expect(lines.some(({ key }) => key === "rest back")).toBe(when === "after");
  await harriet.proposals.confirm({ proposal, name });
  if (when === "after") await correct();
  const [refunded] = await app.selectRows("SELECT sum(micros) AS sum FROM postings WHERE refund_of = ?", month!.key);
  expect(refunded!.sum).toBe(month!.micros);
  expect(await reconcile(app.services.db)).toMatchObject({ broken: null });
});

test("the agency's cards move to the account in their order, and pay there", async () => {
  const { app, harriet, ask: detachInput } = await openHarbor();
  const ids = await addCards(app, HARRIET, "harbor", [{}, { number: MASTERCARD }]);
  const { proposal } = await harriet.plans.proposeDetach(detachInput);
  const { lines, name } = await readProposal(harriet, proposal);
  expect(effectLines(lines).filter(({ key }) => key.startsWith("card:"))).toHaveLength(2);
  await harriet.proposals.confirm({ proposal, name });
  const dana = app.callerFor(DANA, "northwind");
  const { cards } = await dana.cards.list();
  expect(cards.map(({ id, role }) => [id, role])).toEqual([
    [ids[0], "primary"],
    [ids[1], "rest"],
  ]);
  expect((await harriet.cards.list()).cards).toEqual([]);
  const before = await balanceOf(dana);
  await dana.balance.topUp({ cents: 4000 });
  await runDueJobs(app.services);
  expect((await balanceOf(dana)) - before).toBe(40_000_000);
});

test("an account with its own cards keeps those", async () => {
  const { app, harriet, ask: detachInput } = await openHarbor();
  await addCards(app, HARRIET, "harbor", [{}]);
  const own = await addCards(app, DANA, "northwind", [{ number: MASTERCARD }]);
  const { proposal } = await harriet.plans.proposeDetach(detachInput);
  const { lines, name } = await readProposal(harriet, proposal);
  expect(lines.map(({ text }) => text)).toContain(
    "Northwind has its own cards and keeps them; the agency’s cards stay with the canceled agency",
  );
  await harriet.proposals.confirm({ proposal, name });
  expect((await app.callerFor(DANA, "northwind").cards.list()).cards.map(({ id }) => id)).toEqual(own);
});

test("detaching is refused with two active sub-accounts, with another tenant's, and to people of the sub-account", async () => {
  const app = await openTestApp();
  await cancelSubAccount(app, "mason");
  const harriet = app.callerFor(HARRIET, "harbor");
  const propose = (detachment: string) =>
    harriet.plans.proposeDetach({ plan: "essentials", detachment: app.account(detachment) });
  expect(await failureText(propose("northwind"))).toMatch(
    /^Essentials has no sub-accounts. Exactly one can be kept .*: .*, .*\.$/,
  );
  expect(await failureOf(propose("solo"))).toMatchObject({ code: "not-found" });
  expect(await failureOf(propose("mason"))).toMatchObject({ code: "not-found" });
  const dana = app.callerFor(DANA, "northwind");
  const attempt = dana.plans.proposeDetach({ plan: "essentials", detachment: app.account("northwind") });
  expect(await failureOf(attempt)).toMatchObject({ code: "forbidden" });
});

test("detaching waits for a card that is being charged, and for a number that the agency is buying for it", async () => {
  const { app, harriet, ask: detachInput } = await openHarbor();
  await addCards(app, HARRIET, "harbor", [{}]);
  const dana = app.callerFor(DANA, "northwind");
  const { proposal: balanceMove } = await harriet.agency.proposeBalanceMove({
    account: detachInput.detachment,
    to: "agency",
  });
  await harriet.proposals.confirm({ proposal: balanceMove, name: null });
  await dana.numbers.buy({ e164: "+15125550990", name: "New", source: null, route: null });
  expect(await failureOf(harriet.plans.proposeDetach(detachInput))).toMatchObject({ key: "plans.ordered" });
  await runDueJobs(app.services);
  const { proposal } = await harriet.plans.proposeDetach(detachInput);
  await harriet.balance.topUp({ cents: 4000 });
  const { name } = await readProposal(harriet, proposal);
  expect(await failureOf(harriet.proposals.confirm({ proposal, name }))).toMatchObject({
    key: "balance.recharge.inFlight",
  });
  await runDueJobs(app.services);
  const again = await harriet.plans.proposeDetach(detachInput);
  const { lines } = await readProposal(harriet, again.proposal);
  expect(lines.find(({ key }) => key === "balance")!.micros).toBe(-(await balanceOf(harriet)));
  await harriet.proposals.confirm({ proposal: again.proposal, name });
  expect(await balanceOf(harriet)).toBe(0);
});

test("a frozen member can still read, can't set a status, is offered no calls, and is shown as frozen in the queue", async () => {
  const { app, harriet, ask: detachInput } = await openHarbor();
  for (const name of ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
    await commit(scopeOf(app.services, detachInput.detachment), {}, () =>
      addMember(
        detachInput.detachment,
        `0-${name}`,
        { role: "agent", softphone: true },
        { as: "person", id: "tester" },
        app.now(),
      ),
    );
  const ids = await app.selectRows(
    "SELECT id FROM records WHERE kind = 'agent' AND account = ?",
    detachInput.detachment,
  );
  const everybody = ids.map(({ id }) => ({ id: id as string, weight: 1 }));
  const dana = app.callerFor(DANA, "northwind");
  const { id: queue } = await dana.queues.save({ name: "All of us", routing: "round robin", members: everybody });
  const { proposal } = await harriet.plans.proposeDetach(detachInput);
  const { name } = await readProposal(harriet, proposal);
  await harriet.proposals.confirm({ proposal, name });
  const { members } = await dana.access.people();
  const frozen = members.find(({ frozen: frozenFlag, email }) => frozenFlag !== null && email.startsWith("ava"))!;
  expect(frozen.softphone).toBe(true);
  const ava = app.callerFor(frozen.email, "northwind");
  const { accounts } = await ava.access.me();
  expect(accounts.find(({ name: one }) => one === "Northwind")).toMatchObject({ frozen: true, softphone: false });
  expect(await failureOf(ava.agents.mine())).toMatchObject({ code: "forbidden" });
  expect((await ava.agents.statuses()).length).toBeGreaterThan(2);
  const { eligible } = await dana.queues.get({ id: queue });
  expect(eligible.find(({ person }) => person === frozen.id)).toMatchObject({
    eligible: false,
    why: "Beyond the plan, takes no calls",
  });
});
