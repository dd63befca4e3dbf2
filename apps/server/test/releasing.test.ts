import { save } from "@callboard/domain/decision";
import { phrase } from "@callboard/domain/phrase";
import { expect, test } from "vitest";
import { one } from "../src/needs.ts";
import { commit } from "../src/store.ts";
import { DAY, refusal } from "./kit.ts";
import { faulty, FREE, openMarket } from "./market.ts";
import { scopeOf } from "./scopes.ts";

async function withNumber(e164 = FREE) {
  const it = await openMarket();
  const { errand: id } = await it.buy(e164);
  await it.settle();
  const version = async () => (await it.dana.tracking.number({ id })).version;
  const release = async (more: { version?: number } = {}) =>
    it.dana.tracking.release({ id, version: more.version ?? (await version()) });
  return { ...it, id, version, release };
}

test("a release begins at once and ends with the number free for anybody; it is not brought back", async () => {
  const it = await withNumber();
  const paid = await it.balance();
  const { errand } = await it.release();
  expect(await it.dana.tracking.number({ id: it.id })).toMatchObject({
    standing: { is: "releasing" },
    service: { connects: true },
  });
  expect(await refusal(it.release())).toEqual({ code: "conflict", key: "errands.cannotRelease-releasing" });
  await it.work();
  expect(await it.errand(errand)).toMatchObject({ state: "settled", record: it.id, what: "release number" });
  expect((await it.errand(errand)).why).toMatch(/cannot be brought back, but bought anew/);
  expect(await it.dana.tracking.number({ id: it.id })).toMatchObject({
    standing: { is: "released" },
    renewsAt: null,
    graceUntil: null,
    errand: { id: errand },
  });
  expect(await it.balance()).toBe(paid);
  expect(await refusal(it.release())).toEqual({ code: "conflict", key: "errands.releasedAlready" });
  await it.as("solveig@callboard.demo", "solo").tracking.buy({ e164: FREE, name: "Mine" });
  await it.work();
  expect(await it.bought(FREE)).toHaveLength(2);
});

test("a release that the carrier declines leaves the number as it was, with the reason", async () => {
  const it = await withNumber(faulty(199));
  const before = await it.dana.tracking.number({ id: it.id });
  const { errand } = await it.release();
  await it.work();
  expect(await it.errand(errand)).toMatchObject({ state: "declined", why: expect.stringMatching(/first term/) });
  const after = await it.dana.tracking.number({ id: it.id });
  expect(after).toMatchObject({ standing: before.standing, renewsAt: before.renewsAt });
});

test.each([192, 193, 194, 195, 196, 197])("a release with the carrier's fault for …%i ends once", async (last) => {
  const it = await withNumber(faulty(last));
  const { errand } = await it.release();
  await it.settle();
  expect(await it.errand(errand)).toMatchObject({ state: "settled" });
  expect((await it.dana.tracking.number({ id: it.id })).standing.is).toBe("released");
  expect(await it.sold(faulty(last))).toEqual([]);
});

test.each(["porting", "held"] as const)("a release is refused by name while the number is %s", async (is) => {
  const it = await withNumber();
  const standing = is === "held" ? { is, since: it.now(), until: it.now() + DAY } : { is, since: it.now() };
  await commit(scopeOf(it.world, it.account("northwind")), { number: one("number", it.id) }, ({ number }) => [
    save("number", number, { ...number.data, standing }, { action: phrase("cause.chosen") }),
  ]);
  expect(await refusal(it.release())).toEqual({ code: "conflict", key: `errands.cannotRelease-${is}` });
});

test("a release is refused for a version that is not the newest, and for a number of others", async () => {
  const it = await withNumber();
  expect(await refusal(it.release({ version: 99 }))).toMatchObject({ key: "record.changedMeanwhile" });
  const solveig = it.as("solveig@callboard.demo", "solo");
  expect(await refusal(solveig.tracking.release({ id: it.id, version: 1 }))).toEqual({
    code: "not-found",
    key: "record.gone",
  });
});

test("a declined release keeps what was edited meanwhile", async () => {
  const it = await withNumber(faulty(199));
  await it.release();
  await it.dana.tracking.saveNumber({
    id: it.id,
    version: await it.version(),
    name: "Renamed",
    source: null,
    route: null,
  });
  await it.work();
  expect(await it.dana.tracking.number({ id: it.id })).toMatchObject({ name: "Renamed", standing: { is: "active" } });
});
