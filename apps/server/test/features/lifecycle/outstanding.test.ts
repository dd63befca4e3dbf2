import { save } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { expect, test } from "vitest";
import { NoAnswer } from "../../../src/integrations/carrier/port.ts";
import { findOne } from "../../../src/store/queries.ts";
import { commit } from "../../../src/store/commit.ts";
import { BAKERY, confirm, openBakery, SOLVEIG, numberStates } from "../../support/fixtures/bakery.ts";
import { DAY, HOUR, failureOf } from "../../support/kit.ts";
import { scopeOf } from "../../support/scopes.ts";

/** The bakery, canceled, with every number released. */
async function canceled() {
  const bakery = await openBakery();
  const { it: app, ids, me } = bakery;
  const solveig = await me();
  const numbers = ids.map((id) => ({ id, parting: { is: "release" } as const }));
  await confirm(solveig, (await solveig.lifecycle.proposeCancel({ numbers })).proposal, BAKERY);
  const ends = async () =>
    (await (await me()).lifecycle.outstanding()).ends.map(({ about, state }) => `${state} ${about}`);
  const at = async (ms: number) => {
    await bakery.pass(ms);
    return [await ends(), new Set(await numberStates(app, ids))] as const;
  };
  return { ...bakery, ends, at };
}
const six = (state: string) => Array.from({ length: 6 }, (_, at) => `${state} +1512555010${at}`);

test("releases that never reached the carrier, also after two days of downtime, are sent again until they are done", async () => {
  const { it: app, at } = await canceled();
  const { release } = app.carrier;
  app.carrier.release = () => Promise.reject(new NoAnswer("silent"));
  expect(await at(0)).toEqual([six("unknown"), new Set(["releasing"])]);
  expect(await at(2 * DAY)).toEqual([six("intent"), new Set(["releasing"])]);
  // The carrier still doesn't answer, and asking doesn't stop after a day.
  for (let hours = 0; hours < 30; hours += 1) await at(HOUR);
  expect((await at(0))[1]).toEqual(new Set(["releasing"]));
  app.carrier.release = release;
  await at(2 * HOUR);
  expect(await at(2 * HOUR)).toEqual([[], new Set(["released"])]);
});

test("releases that the carrier refuses are shown with the reason and requested again every day until it accepts them", async () => {
  const { it: app, me, at } = await canceled();
  app.carrier.faulty = ({ verb }) => (verb === "release" ? "first term" : null);
  expect(await at(0)).toEqual([six("intent"), new Set(["releasing"])]);
  const { ends, more } = await (await me()).lifecycle.outstanding();
  expect(ends[0]).toMatchObject({ shown: "+1 512 555 0100", by: "Solveig Baker", nextAt: app.now() + DAY });
  expect(ends[0]!.why).toMatch(/does not take .* back yet.*asked again at .*\.$/);
  expect(more).toBe(false);
  for (let day = 0; day < 3; day += 1) await at(DAY);
  expect(await app.rows("SELECT count(*) AS n FROM sandbox_orders WHERE verb = 'release'")).toEqual([{ n: 24 }]);
  app.carrier.faulty = () => null;
  expect(await at(DAY)).toEqual([[], new Set(["released"])]);
});

test("a canceled account's purchase without an answer is looked up until it is closed", async () => {
  const { it: app, me, pass } = await openBakery();
  const solveig = await me();
  const { patienceMs } = app.carrier;
  app.carrier.patienceMs = 20;
  app.carrier.faulty = ({ verb }) => (verb === "buy" ? "timeout after" : verb === "ask" ? "mute" : null);
  await solveig.numbers.buy({ e164: "+15125550150", name: "Late" });
  await pass(0);
  await confirm(solveig, (await solveig.lifecycle.proposeCancel({})).proposal);
  for (let day = 0; day < 12; day += 1) await pass(DAY);
  const { ends } = await (await me()).lifecycle.outstanding();
  expect(ends).toMatchObject([{ what: "buy number", state: "unknown", nextAt: app.now() + DAY }]);
  Object.assign(app.carrier, { patienceMs, faulty: () => null });
  await pass(DAY);
  expect((await (await me()).lifecycle.outstanding()).ends).toEqual([]);
  expect(await app.rows("SELECT 1 FROM sandbox_numbers WHERE number = '+15125550150'")).toEqual([]);
});

test("a number left active in a canceled account costs nothing, and is released when the undo period is over", async () => {
  const { it: app, ids, at } = await canceled();
  await at(0);
  const left = { standing: { is: "active", since: 0 }, renewsAt: app.now() + DAY } as const;
  await commit(scopeOf(app.world, app.account("solo")), { number: findOne("number", ids[2]!) }, ({ number }) => [
    save("number", number, { ...number.data, ...left }, { action: message("errands.didKeep", { number: "+1" }) }),
  ]);
  expect((await at(DAY))[1]).toEqual(new Set(["released", "active"]));
  expect(await at(31 * DAY)).toEqual([[], new Set(["released"])]);
});

test("an active account has nothing outstanding, whatever is on order; people who may not read the status see none", async () => {
  const { it: app, me } = await openBakery();
  const solveig = await me();
  await solveig.numbers.buy({ e164: "+15125550150", name: "New" });
  expect(await solveig.lifecycle.outstanding()).toEqual({ ends: [], more: false, left: null });
  expect(await failureOf(app.as("ava@callboard.demo", "northwind").lifecycle.outstanding())).toMatchObject({
    code: "forbidden",
  });
  expect(await failureOf(app.as(SOLVEIG, "northwind").lifecycle.outstanding())).toMatchObject({ code: "not-found" });
});
