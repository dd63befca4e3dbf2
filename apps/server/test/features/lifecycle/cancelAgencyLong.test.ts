import { expect, test } from "vitest";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { numberStates } from "../../support/fixtures/bakery.ts";
import { openTestApp } from "../../support/kit.ts";
import { addManyNumbers } from "../../support/fixtures/manyNumbers.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";

const COUNT = 40;
const HARRIET = "harriet@callboard.demo";

test("an agency's many numbers are released one by one: a sub-account's after its cancellation, its own before its own", async () => {
  const app = await openTestApp();
  app.services.runThreshold = 20;
  const parksideNumbers = await addManyNumbers(app, "parkside", COUNT);
  const agencyNumbers = [] as string[];
  for (let at = 0; at < 25; at += 1) agencyNumbers.push(await addNumber(app, "harbor", `+151244400${10 + at}`));
  const heldNumber = await addNumber(app, "harbor", "+15124440099", {
    state: { is: "held", since: app.now(), until: app.now() + 1_000_000_000 },
  });
  const harriet = app.callerFor(HARRIET, "harbor");
  const { run } = await harriet.lifecycle.proposeAgencyCancel();
  const total = COUNT + 1 + agencyNumbers.length + 1 + 2;
  expect((await harriet.runs.get({ run })).counts).toMatchObject({ total });
  await harriet.runs.start({ run, name: "Harbor Agency" });
  await runDueJobs(app.services);
  expect(await harriet.runs.get({ run })).toMatchObject({ state: "done", counts: { total, done: total } });
  expect(new Set(await numberStates(app, [...parksideNumbers, ...agencyNumbers]))).toEqual(new Set(["released"]));
  expect(await numberStates(app, [heldNumber])).toEqual(["held"]);
  expect(new Set((await harriet.access.me()).accounts.map(({ label }) => label))).toEqual(new Set(["canceled"]));
  // The account was canceled before its first number was released.
  const [order] = await app.selectRows(
    `SELECT (SELECT min(n) FROM changes WHERE account = ?1 AND kind = 'lifecycle' AND batch = ?2) <
            (SELECT min(n) FROM changes WHERE account = ?1 AND kind = 'number' AND batch = ?2) AS first`,
    app.account("parkside"),
    run,
  );
  expect(order).toEqual({ first: 1 });
});

test("if the numbers changed since the listing, a sub-account and its numbers stay as they are, and the agency waits for its own", async () => {
  const app = await openTestApp();
  app.services.runThreshold = 20;
  const parksideNumbers = await addManyNumbers(app, "parkside", COUNT);
  const portingNumber = await addNumber(app, "harbor", "+15124440010", { state: { is: "porting", since: app.now() } });
  for (let at = 1; at < 25; at += 1) await addNumber(app, "harbor", `+151244400${10 + at}`);
  const harriet = app.callerFor(HARRIET, "harbor");
  const { run } = await harriet.lifecycle.proposeAgencyCancel();
  await addNumber(app, "parkside", "+15125550108", { name: "Late" });
  await harriet.runs.start({ run, name: "Harbor Agency" });
  await runDueJobs(app.services);
  expect(new Set(await numberStates(app, parksideNumbers))).toEqual(new Set(["active"]));
  expect(await numberStates(app, [portingNumber])).toEqual(["porting"]);
  const failed = (await harriet.runs.items({ run, state: "failed" })).items.map(({ reason }) => reason);
  expect(failed).toEqual([
    expect.stringContaining("+1 512 444 0010 is being ported to another carrier"),
    expect.stringContaining("still has numbers"),
  ]);
  expect((await harriet.lifecycle.status()).label).toBe("active");
});
