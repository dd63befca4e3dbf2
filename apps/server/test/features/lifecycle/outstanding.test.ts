import { save } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { expect, test } from "vitest";
import { IndefiniteAnswer } from "../../../src/integrations/indefiniteAnswer.ts";
import { findOne } from "../../../src/store/queries.ts";
import { commit } from "../../../src/store/commit.ts";
import { BAKERY, confirm, openBakery, SOLVEIG, numberStates } from "../../support/fixtures/bakery.ts";
import { DAY, HOUR, failureOf } from "../../support/kit.ts";
import { scopeOf } from "../../support/scopes.ts";

/** The bakery, canceled, with every number released. */
async function openCanceled() {
  const bakery = await openBakery();
  const { app, ids, me } = bakery;
  const solveig = await me();
  const numbers = ids.map((id) => ({ id, disposition: { is: "release" } as const }));
  await confirm(solveig, (await solveig.lifecycle.proposeCancel({ numbers })).proposal, BAKERY);
  const orders = async () =>
    (await (await me()).lifecycle.outstanding()).orders.map(({ subject, state }) => `${state} ${subject}`);
  const stateAfter = async (ms: number) => {
    await bakery.passTime(ms);
    return [await orders(), new Set(await numberStates(app, ids))] as const;
  };
  return { ...bakery, orders, stateAfter };
}
const six = (state: string) => Array.from({ length: 6 }, (_, stateAfter) => `${state} +1512555010${stateAfter}`);

test("releases that never reached the carrier, also after two days of downtime, are sent again until they are done", async () => {
  const { app, stateAfter } = await openCanceled();
  const { release } = app.carrier;
  app.carrier.release = () => Promise.reject(new IndefiniteAnswer("silent"));
  expect(await stateAfter(0)).toEqual([six("unknown"), new Set(["releasing"])]);
  expect(await stateAfter(2 * DAY)).toEqual([six("requested"), new Set(["releasing"])]);
  // The carrier still doesn't answer, and asking doesn't stop after a day.
  for (let hours = 0; hours < 30; hours += 1) await stateAfter(HOUR);
  expect((await stateAfter(0))[1]).toEqual(new Set(["releasing"]));
  app.carrier.release = release;
  await stateAfter(2 * HOUR);
  expect(await stateAfter(2 * HOUR)).toEqual([[], new Set(["released"])]);
});

test("releases that the carrier refuses are shown with the reason and requested again every day until it accepts them", async () => {
  const { app, me, stateAfter } = await openCanceled();
  app.carrier.faultFor = ({ verb }) => (verb === "release" ? "first term" : null);
  expect(await stateAfter(0)).toEqual([six("requested"), new Set(["releasing"])]);
  const { orders, more } = await (await me()).lifecycle.outstanding();
  expect(orders[0]).toMatchObject({ shown: "+1 512 555 0100", by: "Solveig Baker", nextStepAt: app.now() + DAY });
  expect(orders[0]!.why).toMatch(/can’t release .* yet.*asked again at .*\.$/);
  expect(more).toBe(false);
  for (let day = 0; day < 3; day += 1) await stateAfter(DAY);
  expect(await app.selectRows("SELECT count(*) AS n FROM sandbox_orders WHERE verb = 'release'")).toEqual([{ n: 24 }]);
  app.carrier.faultFor = () => null;
  expect(await stateAfter(DAY)).toEqual([[], new Set(["released"])]);
});

test("a canceled account's purchase without an answer is looked up until it is closed", async () => {
  const { app, me, passTime } = await openBakery();
  const solveig = await me();
  const { timeoutMs } = app.carrier;
  app.carrier.timeoutMs = 20;
  app.carrier.faultFor = ({ verb }) => (verb === "buy" ? "timeout after" : verb === "check" ? "mute" : null);
  await solveig.numbers.buy({ e164: "+15125550150", name: "Late" });
  await passTime(0);
  await confirm(solveig, (await solveig.lifecycle.proposeCancel({})).proposal);
  for (let day = 0; day < 12; day += 1) await passTime(DAY);
  const { orders } = await (await me()).lifecycle.outstanding();
  expect(orders).toMatchObject([{ type: "buy number", state: "unknown", nextStepAt: app.now() + DAY }]);
  Object.assign(app.carrier, { timeoutMs, faultFor: () => null });
  await passTime(DAY);
  expect((await (await me()).lifecycle.outstanding()).orders).toEqual([]);
  expect(await app.selectRows("SELECT 1 FROM sandbox_numbers WHERE number = '+15125550150'")).toEqual([]);
});

test("a number left active in a canceled account costs nothing, and is released when the undo period is over", async () => {
  const { app, ids, stateAfter } = await openCanceled();
  await stateAfter(0);
  const activeNumber = { state: { is: "active", since: 0 }, renewsAt: app.now() + DAY } as const;
  await commit(scopeOf(app.services, app.account("solo")), { number: findOne("number", ids[2]!) }, ({ number }) => [
    save(
      "number",
      number,
      { ...number.data, ...activeNumber },
      { action: message("numbers.didKeep", { number: "+1" }) },
    ),
  ]);
  expect((await stateAfter(DAY))[1]).toEqual(new Set(["released", "active"]));
  expect(await stateAfter(31 * DAY)).toEqual([[], new Set(["released"])]);
});

test("an active account has nothing outstanding, whatever is on order; people who may not read the status see none", async () => {
  const { app, me } = await openBakery();
  const solveig = await me();
  await solveig.numbers.buy({ e164: "+15125550150", name: "New" });
  expect(await solveig.lifecycle.outstanding()).toEqual({ orders: [], more: false, remainingNumbers: null });
  expect(await failureOf(app.callerFor("ava@callboard.demo", "northwind").lifecycle.outstanding())).toMatchObject({
    code: "forbidden",
  });
  expect(await failureOf(app.callerFor(SOLVEIG, "northwind").lifecycle.outstanding())).toMatchObject({
    code: "not-found",
  });
});
