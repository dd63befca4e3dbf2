import { expect, test } from "vitest";
import { reconcile } from "../../../src/store/verify/ledger.ts";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { effectLines, readProposal, balanceOf } from "../../support/fixtures/bakery.ts";
import { findBrokenLink } from "../../support/checks/changeChain.ts";
import { DAY, openTestApp, failureOf, START, type TestApp } from "../../support/kit.ts";
import { addManyNumbers } from "../../support/fixtures/manyNumbers.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";

const HARRIET = "harriet@callboard.demo";
const DANA = "dana@callboard.demo";
const COUNT = 60;
const OWN = 3;

/** Harbor Agency with one active sub-account that has many numbers, and some of its own. */
async function openHarbor(longFrom: number, own = OWN) {
  const app = await openTestApp();
  app.world.longFrom = longFrom;
  await setBalance(app, "harbor", 450_000_000);
  for (const account of ["mason", "parkside"]) {
    const who = app.as(HARRIET, account);
    const { proposal } = await who.lifecycle.proposeCancel({ others: { is: "release" } });
    const { name } = await who.proposals.get({ proposal });
    await who.proposals.confirm({ proposal, name });
    await runDueJobs(app.world);
  }
  const there = await app.rows(
    "SELECT count(*) AS n FROM records WHERE kind = 'number' AND account = ?",
    app.account("northwind"),
  );
  await addManyNumbers(app, "northwind", COUNT, (at) =>
    at % 9 === 4 ? { parked: { since: START, by: "x", until: null } } : {},
  );
  for (let at = 0; at < own; at += 1) await addNumber(app, "harbor", `+1512444001${at}`, { name: `Own ${at}` });
  await addNumber(app, "harbor", "+15124440099", {
    standing: { is: "held", since: app.now(), until: app.now() + 9 * DAY },
  });
  const ask = { plan: "essentials" as const, standalone: app.account("northwind") };
  return { it: app, harriet: await app.anew(HARRIET, "harbor"), ask, there: Number(there[0]!.n) };
}

const numbersOf = async (app: TestApp) =>
  (
    await app.rows(
      "SELECT account, data FROM records WHERE kind = 'number' AND account IN (?, ?) ORDER BY account, data ->> '$.e164'",
      app.account("harbor"),
      app.account("northwind"),
    )
  ).map(({ account, data }) => ({
    ours: account === app.account("harbor"),
    ...JSON.parse(data as string),
    source: null,
    route: null,
  }));

async function alone(longFrom: number) {
  const world = await openHarbor(longFrom);
  const { it: app, harriet, ask } = world;
  const { proposal } = await harriet.plans.proposeDetach(ask);
  const shown = await readProposal(harriet, proposal);
  const confirmed = await harriet.proposals.confirm({ proposal, name: shown.name });
  return { ...world, proposal, shown, confirmed, dana: await app.anew(DANA, "northwind") };
}

test("detaching takes effect at once, the account's numbers follow in its own run, and the result is as in one commit", async () => {
  const [short, long] = [await alone(500), await alone(50)];
  const { it: app, dana, harriet, shown, proposal, confirmed, there } = long;
  const parked = there + COUNT - Math.floor((COUNT + 4) / 9) - (25 - OWN);
  expect(shown).toMatchObject({ name: "Northwind", folded: true, run: null, stale: false });
  expect(shown.lines.map(({ text }) => text)).toEqual(
    expect.arrayContaining([
      expect.stringContaining(`Parked: ${parked} numbers; calls connect`),
      "+1 512 444 0012 (Own 2) moves to Northwind, without its source and where it leads",
    ]),
  );
  const money = ({ shown: { lines } }: typeof long) =>
    lines.flatMap(({ text, micros }) => (micros === null ? [] : [{ text, micros }]));
  expect(money(long)).toEqual(money(short));
  expect(long.shown.cost).toEqual(short.shown.cost);
  // The proposal belongs to the agency, and the run to the account that remains.
  expect((await harriet.proposals.items({ proposal, limit: 200 })).items).toHaveLength(parked);
  expect(confirmed.run).toBeNull();
  const { underWay } = await dana.lifecycle.status();
  expect(underWay).toMatchObject({ what: "change plan", title: "Northwind on Essentials", counts: { left: parked } });
  await runDueJobs(app.world);
  expect((await dana.runs.get({ run: underWay!.id })).counts).toMatchObject({ done: parked });
  expect((await dana.plans.list()).use.numbers.live).toBe(25);
  expect(await numbersOf(app)).toEqual(await numbersOf(short.it));
  expect(await balanceOf(dana)).toBe(await balanceOf(short.dana));
  expect((await (await app.anew(HARRIET, "harbor")).lifecycle.status()).label).toBe("canceled");
  expect(await reconcile(app.world.db)).toMatchObject({ broken: null });
  expect(await findBrokenLink(app.world.db)).toBeNull();
});

test("an agency with many held numbers of its own is listed in pieces too", async () => {
  const { it: app, harriet, ask } = await openHarbor(20);
  for (let at = 0; at < 30; at += 1)
    await addNumber(app, "harbor", `+15124441${100 + at}`, {
      standing: { is: "held", since: app.now(), until: app.now() + 9 * DAY },
    });
  const { proposal } = await harriet.plans.proposeDetach(ask);
  const { lines, name } = await readProposal(harriet, proposal);
  expect(lines.map(({ text }) => text)).toContainEqual(expect.stringMatching(/31 numbers/));
  expect(effectLines(lines).filter(({ text }) => text.includes("moves to Northwind"))).toHaveLength(OWN);
  await harriet.proposals.confirm({ proposal, name });
  await runDueJobs(app.world);
  expect((await (await app.anew(DANA, "northwind")).plans.list()).use.numbers.live).toBe(25);
});

test("the proposal is stale if numbers changed in either account, and refused if more of the agency's own come than fit", async () => {
  const { it: app, harriet, ask } = await openHarbor(50);
  const { proposal } = await harriet.plans.proposeDetach(ask);
  await addNumber(app, "northwind", "+15125550177", { name: "Late" });
  const name = "Northwind";
  expect(await failureOf(harriet.proposals.confirm({ proposal, name }))).toMatchObject({
    key: "lifecycle.accountMeanwhile",
  });
  const anew = await harriet.proposals.remake({ proposal, names: {} });
  await addNumber(app, "harbor", "+15124440050", { name: "Own too" });
  expect(await failureOf(harriet.proposals.confirm({ proposal: anew.proposal, name }))).toMatchObject({
    code: "conflict",
  });
  for (let at = 0; at < 25; at += 1) await addNumber(app, "harbor", `+15124440${200 + at}`);
  expect(await failureOf(harriet.plans.proposeDetach(ask))).toMatchObject({ key: "plans.agencyNumbers" });
});
