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
async function openHarbor(runThreshold: number, own = OWN) {
  const app = await openTestApp();
  app.services.runThreshold = runThreshold;
  await setBalance(app, "harbor", 450_000_000);
  for (const account of ["mason", "parkside"]) {
    const who = app.callerFor(HARRIET, account);
    const { proposal } = await who.lifecycle.proposeCancel({ others: { is: "release" } });
    const { name } = await who.proposals.get({ proposal });
    await who.proposals.confirm({ proposal, name });
    await runDueJobs(app.services);
  }
  const existingRows = await app.selectRows(
    "SELECT count(*) AS n FROM records WHERE kind = 'number' AND account = ?",
    app.account("northwind"),
  );
  await addManyNumbers(app, "northwind", COUNT, (at) =>
    at % 9 === 4 ? { frozen: { since: START, by: "x", until: null } } : {},
  );
  for (let at = 0; at < own; at += 1) await addNumber(app, "harbor", `+1512444001${at}`, { name: `Own ${at}` });
  await addNumber(app, "harbor", "+15124440099", {
    state: { is: "held", since: app.now(), until: app.now() + 9 * DAY },
  });
  const detachInput = { plan: "essentials" as const, detachment: app.account("northwind") };
  return {
    app,
    harriet: await app.signInAgain(HARRIET, "harbor"),
    ask: detachInput,
    existingCount: Number(existingRows[0]!.n),
  };
}

const numbersOf = async (app: TestApp) =>
  (
    await app.selectRows(
      "SELECT account, data FROM records WHERE kind = 'number' AND account IN (?, ?) ORDER BY account, data ->> '$.e164'",
      app.account("harbor"),
      app.account("northwind"),
    )
  ).map(({ account, data }) => ({
    isAgencys: account === app.account("harbor"),
    ...JSON.parse(data as string),
    source: null,
    route: null,
  }));

async function detach(runThreshold: number) {
  const harbor = await openHarbor(runThreshold);
  const { app, harriet, ask: detachInput } = harbor;
  const { proposal } = await harriet.plans.proposeDetach(detachInput);
  const shown = await readProposal(harriet, proposal);
  const confirmation = await harriet.proposals.confirm({ proposal, name: shown.name });
  return { ...harbor, proposal, shown, confirmation, dana: await app.signInAgain(DANA, "northwind") };
}

test("detaching takes effect at once, the account's numbers follow in its own run, and the result is as in one commit", async () => {
  const [short, long] = [await detach(500), await detach(50)];
  const { app, dana, harriet, shown, proposal, confirmation, existingCount } = long;
  const frozen = existingCount + COUNT - Math.floor((COUNT + 4) / 9) - (25 - OWN);
  expect(shown).toMatchObject({ name: "Northwind", grouped: true, run: null, stale: false });
  expect(shown.lines.map(({ text }) => text)).toEqual(
    expect.arrayContaining([
      expect.stringContaining(`Frozen: ${frozen} numbers; calls connect`),
      "+1 512 444 0012 (Own 2) moves to Northwind, without its source and routing",
    ]),
  );
  const money = ({ shown: { lines } }: typeof long) =>
    lines.flatMap(({ text, micros }) => (micros === null ? [] : [{ text, micros }]));
  expect(money(long)).toEqual(money(short));
  expect(long.shown.cost).toEqual(short.shown.cost);
  // The proposal belongs to the agency, and the run to the account that remains.
  expect((await harriet.proposals.items({ proposal, limit: 200 })).items).toHaveLength(frozen);
  expect(confirmation.run).toBeNull();
  const { underWay } = await dana.lifecycle.status();
  expect(underWay).toMatchObject({
    type: "change plan",
    title: "Northwind on Essentials",
    counts: { pending: frozen },
  });
  await runDueJobs(app.services);
  expect((await dana.runs.get({ run: underWay!.id })).counts).toMatchObject({ done: frozen });
  expect((await dana.plans.list()).use.numbers.active).toBe(25);
  expect(await numbersOf(app)).toEqual(await numbersOf(short.app));
  expect(await balanceOf(dana)).toBe(await balanceOf(short.dana));
  expect((await (await app.signInAgain(HARRIET, "harbor")).lifecycle.status()).label).toBe("canceled");
  expect(await reconcile(app.services.db)).toMatchObject({ broken: null });
  expect(await findBrokenLink(app.services.db)).toBeNull();
});

test("an agency with many held numbers of its own is listed in pieces too", async () => {
  const { app, harriet, ask: detachInput } = await openHarbor(20);
  for (let at = 0; at < 30; at += 1)
    await addNumber(app, "harbor", `+15124441${100 + at}`, {
      state: { is: "held", since: app.now(), until: app.now() + 9 * DAY },
    });
  const { proposal } = await harriet.plans.proposeDetach(detachInput);
  const { lines, name } = await readProposal(harriet, proposal);
  expect(lines.map(({ text }) => text)).toContainEqual(expect.stringMatching(/31 numbers/));
  expect(effectLines(lines).filter(({ text }) => text.includes("moves to Northwind"))).toHaveLength(OWN);
  await harriet.proposals.confirm({ proposal, name });
  await runDueJobs(app.services);
  expect((await (await app.signInAgain(DANA, "northwind")).plans.list()).use.numbers.active).toBe(25);
});

test("the proposal is stale if numbers changed in either account, and refused if more of the agency's own come than fit", async () => {
  const { app, harriet, ask: detachInput } = await openHarbor(50);
  const { proposal } = await harriet.plans.proposeDetach(detachInput);
  await addNumber(app, "northwind", "+15125550177", { name: "Late" });
  const name = "Northwind";
  expect(await failureOf(harriet.proposals.confirm({ proposal, name }))).toMatchObject({
    key: "lifecycle.accountMeanwhile",
  });
  const again = await harriet.proposals.remake({ proposal, names: {} });
  await addNumber(app, "harbor", "+15124440050", { name: "Own too" });
  expect(await failureOf(harriet.proposals.confirm({ proposal: again.proposal, name }))).toMatchObject({
    code: "conflict",
  });
  for (let at = 0; at < 25; at += 1) await addNumber(app, "harbor", `+15124440${200 + at}`);
  expect(await failureOf(harriet.plans.proposeDetach(detachInput))).toMatchObject({ key: "agency.agencyNumbers" });
});
