import { save } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { expect, test } from "vitest";
import { findOne } from "../../../src/store/queries.ts";
import { commit } from "../../../src/store/commit.ts";
import { DAY, failureOf } from "../../support/kit.ts";
import { faultyNumber, AVAILABLE_NUMBER, openNumberOrders } from "../../support/fixtures/numberOrders.ts";
import { scopeOf } from "../../support/scopes.ts";

async function withNumber(e164 = AVAILABLE_NUMBER) {
  const it = await openNumberOrders();
  const { errand: id } = await it.buy(e164);
  await it.settle();
  const version = async () => (await it.dana.numbers.get({ id })).version;
  const release = async (more: { version?: number } = {}) =>
    it.dana.numbers.release({ id, version: more.version ?? (await version()) });
  return { ...it, id, version, release };
}

test("a release starts at once and ends with the number available to anybody; it can't be undone", async () => {
  const it = await withNumber();
  const paid = await it.balance();
  const { errand } = await it.release();
  expect(await it.dana.numbers.get({ id: it.id })).toMatchObject({
    standing: { is: "releasing" },
    service: { connects: true },
  });
  expect(await failureOf(it.release())).toEqual({ code: "conflict", key: "errands.cannotRelease-releasing" });
  await it.work();
  expect(await it.errand(errand)).toMatchObject({ state: "settled", record: it.id, what: "release number" });
  expect((await it.errand(errand)).why).toMatch(/cannot be brought back, but bought anew/);
  expect(await it.dana.numbers.get({ id: it.id })).toMatchObject({
    standing: { is: "released" },
    renewsAt: null,
    graceUntil: null,
    errand: { id: errand },
  });
  expect(await it.balance()).toBe(paid);
  expect(await failureOf(it.release())).toEqual({ code: "conflict", key: "errands.releasedAlready" });
  await it.as("solveig@callboard.demo", "solo").numbers.buy({ e164: AVAILABLE_NUMBER, name: "Mine" });
  await it.work();
  expect(await it.bought(AVAILABLE_NUMBER)).toHaveLength(2);
});

test("a release that the carrier declines leaves the number as it was, with the reason", async () => {
  const it = await withNumber(faultyNumber(199));
  const before = await it.dana.numbers.get({ id: it.id });
  const { errand } = await it.release();
  await it.work();
  expect(await it.errand(errand)).toMatchObject({ state: "declined", why: expect.stringMatching(/first term/) });
  const after = await it.dana.numbers.get({ id: it.id });
  expect(after).toMatchObject({ standing: before.standing, renewsAt: before.renewsAt });
});

test.each([192, 193, 194, 195, 196, 197])("a release with the carrier's fault for …%i ends once", async (last) => {
  const it = await withNumber(faultyNumber(last));
  const { errand } = await it.release();
  await it.settle();
  expect(await it.errand(errand)).toMatchObject({ state: "settled" });
  expect((await it.dana.numbers.get({ id: it.id })).standing.is).toBe("released");
  expect(await it.sold(faultyNumber(last))).toEqual([]);
});

test.each(["porting", "held"] as const)("a release is refused by name while the number is %s", async (is) => {
  const it = await withNumber();
  const standing = is === "held" ? { is, since: it.now(), until: it.now() + DAY } : { is, since: it.now() };
  await commit(scopeOf(it.world, it.account("northwind")), { number: findOne("number", it.id) }, ({ number }) => [
    save("number", number, { ...number.data, standing }, { action: message("cause.chosen") }),
  ]);
  expect(await failureOf(it.release())).toEqual({ code: "conflict", key: `errands.cannotRelease-${is}` });
});

test("a release needs the newest version and the account's own number", async () => {
  const it = await withNumber();
  expect(await failureOf(it.release({ version: 99 }))).toMatchObject({ key: "record.changedMeanwhile" });
  const solveig = it.as("solveig@callboard.demo", "solo");
  expect(await failureOf(solveig.numbers.release({ id: it.id, version: 1 }))).toEqual({
    code: "not-found",
    key: "record.gone",
  });
});

test("a declined release keeps what was edited meanwhile", async () => {
  const it = await withNumber(faultyNumber(199));
  await it.release();
  await it.dana.numbers.save({
    id: it.id,
    version: await it.version(),
    name: "Renamed",
    source: null,
    route: null,
  });
  await it.work();
  expect(await it.dana.numbers.get({ id: it.id })).toMatchObject({ name: "Renamed", standing: { is: "active" } });
});
