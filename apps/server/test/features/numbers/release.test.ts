import { save } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { expect, test } from "vitest";
import { findOne } from "../../../src/store/queries.ts";
import { commit } from "../../../src/store/commit.ts";
import { DAY, failureOf } from "../../support/kit.ts";
import { faultyNumber, AVAILABLE_NUMBER, openNumberOrders } from "../../support/fixtures/numberOrders.ts";
import { scopeOf } from "../../support/scopes.ts";

async function withNumber(e164 = AVAILABLE_NUMBER) {
  const app = await openNumberOrders();
  const { requestId: id } = await app.buy(e164);
  await app.settle();
  const version = async () => (await app.dana.numbers.get({ id })).version;
  const release = async (options: { version?: number } = {}) =>
    app.dana.numbers.release({ id, version: options.version ?? (await version()) });
  return { ...app, id, version, release };
}

test("a release starts at once and ends with the number available to anybody; it can't be undone", async () => {
  const app = await withNumber();
  const balanceBefore = await app.balance();
  const { requestId } = await app.release();
  expect(await app.dana.numbers.get({ id: app.id })).toMatchObject({
    state: { is: "releasing" },
    service: { connects: true },
  });
  expect(await failureOf(app.release())).toEqual({ code: "conflict", key: "numbers.cannotRelease-releasing" });
  await app.runJobs();
  expect(await app.order(requestId)).toMatchObject({ state: "settled", recordId: app.id, type: "release number" });
  expect((await app.order(requestId)).why).toMatch(/can’t be brought back, but you can buy it again/);
  expect(await app.dana.numbers.get({ id: app.id })).toMatchObject({
    state: { is: "released" },
    renewsAt: null,
    graceUntil: null,
    order: { id: requestId },
  });
  expect(await app.balance()).toBe(balanceBefore);
  expect(await failureOf(app.release())).toEqual({ code: "conflict", key: "numbers.releasedAlready" });
  await app.callerFor("solveig@callboard.demo", "solo").numbers.buy({ e164: AVAILABLE_NUMBER, name: "Mine" });
  await app.runJobs();
  expect(await app.boughtNumbers(AVAILABLE_NUMBER)).toHaveLength(2);
});

test("a release that the carrier declines leaves the number as it was, with the reason", async () => {
  const app = await withNumber(faultyNumber(199));
  const before = await app.dana.numbers.get({ id: app.id });
  const { requestId } = await app.release();
  await app.runJobs();
  expect(await app.order(requestId)).toMatchObject({ state: "declined", why: expect.stringMatching(/minimum term/) });
  const after = await app.dana.numbers.get({ id: app.id });
  expect(after).toMatchObject({ state: before.state, renewsAt: before.renewsAt });
});

test.each([192, 193, 194, 195, 196, 197])("a release with the carrier's fault for …%i ends once", async (last) => {
  const app = await withNumber(faultyNumber(last));
  const { requestId } = await app.release();
  await app.settle();
  expect(await app.order(requestId)).toMatchObject({ state: "settled" });
  expect((await app.dana.numbers.get({ id: app.id })).state.is).toBe("released");
  expect(await app.soldNumbers(faultyNumber(last))).toEqual([]);
});

test.each(["porting", "held"] as const)("a release is refused by name while the number is %s", async (is) => {
  const app = await withNumber();
  const state = is === "held" ? { is, since: app.now(), until: app.now() + DAY } : { is, since: app.now() };
  await commit(scopeOf(app.services, app.account("northwind")), { number: findOne("number", app.id) }, ({ number }) => [
    save("number", number, { ...number.data, state }, { action: message("agents.cause.chosen") }),
  ]);
  expect(await failureOf(app.release())).toEqual({ code: "conflict", key: `numbers.cannotRelease-${is}` });
});

test("a release needs the newest version and the account's own number", async () => {
  const app = await withNumber();
  expect(await failureOf(app.release({ version: 99 }))).toMatchObject({ key: "record.changedMeanwhile" });
  const solveig = app.callerFor("solveig@callboard.demo", "solo");
  expect(await failureOf(solveig.numbers.release({ id: app.id, version: 1 }))).toEqual({
    code: "not-found",
    key: "record.notFound",
  });
});

test("a declined release keeps what was edited meanwhile", async () => {
  const app = await withNumber(faultyNumber(199));
  await app.release();
  await app.dana.numbers.save({
    id: app.id,
    version: await app.version(),
    name: "Renamed",
    source: null,
    route: null,
  });
  await app.runJobs();
  expect(await app.dana.numbers.get({ id: app.id })).toMatchObject({ name: "Renamed", state: { is: "active" } });
});
