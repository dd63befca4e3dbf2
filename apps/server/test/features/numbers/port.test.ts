import { expect, test } from "vitest";
import { addNumber } from "../../support/fixtures/numbers.ts";
import { DAY, failureOf, openTestApp } from "../../support/kit.ts";

const NUMBER = "+15125550188";

async function openNumber(overrides: Parameters<typeof addNumber>[3] = {}) {
  const app = await openTestApp();
  const id = await addNumber(app, "northwind", NUMBER, { name: "Spring", ...overrides });
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  const platform = app.callerWith(app.keys.northwind);
  const get = () => dana.numbers.get({ id });
  return {
    app,
    id,
    dana,
    platform,
    get,
    report: (event: "in flight" | "left" | "called off") => platform.numbers.reportPort({ e164: NUMBER, event }),
  };
}

test("a number that is ported out stays in service, can't be released, and keeps its account from being canceled", async () => {
  const { app, id, dana, get } = await openNumber();
  await dana.numbers.portOut({ id, version: 1 });
  expect((await get()).state).toMatchObject({ is: "porting", since: app.now() });
  expect(await dana.calls.try({ number: id })).not.toMatchObject({ reason: "released" });
  expect(await failureOf(dana.numbers.release({ id, version: 2 }))).toMatchObject({
    key: "numbers.cannotRelease-porting",
  });
  const northwindNumbers = await dana.numbers.list({ limit: 200 });
  expect(northwindNumbers.numbers.some(({ e164 }) => e164 === NUMBER)).toBe(true);
  const refused = await failureOf(dana.lifecycle.proposeCancel({ numbers: [] } as never));
  expect(refused).toMatchObject({ code: "conflict", key: "lifecycle.porting" });
});

test("a port that is canceled brings the number back as it was", async () => {
  const { id, dana, get } = await openNumber();
  await dana.numbers.portOut({ id, version: 1 });
  await dana.numbers.cancelPort({ id, version: 2 });
  expect((await get()).state).toMatchObject({ is: "active" });
  expect(await failureOf(dana.numbers.cancelPort({ id, version: 3 }))).toMatchObject({ key: "numbers.noPort" });
  expect(await failureOf(dana.numbers.portOut({ id, version: 1 }))).toMatchObject({ code: "conflict" });
});

test.each([
  [{ is: "held", since: 0, until: 4e12 }, "numbers.cannotPort-held"],
  [{ is: "releasing", since: 0 }, "numbers.cannotPort-releasing"],
  [{ is: "released", since: 0 }, "numbers.cannotPort-released"],
  [{ is: "porting", since: 0 }, "numbers.cannotPort-porting"],
  [{ is: "forwarded", since: 0, until: 4e12, to: "+15125550155", remaining: 1000 }, "numbers.cannotPort-forwarded"],
] as const)("a number that is %o can't be ported out", async (state, key) => {
  const { id, dana } = await openNumber({ state });
  expect(await failureOf(dana.numbers.portOut({ id, version: 1 }))).toMatchObject({ code: "conflict", key });
});

test("a number that has left is released without asking the carrier, and starts no other month", async () => {
  const { app, id, report, get } = await openNumber();
  await report("in flight");
  await report("in flight");
  expect((await get()).state).toMatchObject({ is: "porting" });
  await report("left");
  await report("left");
  const orders = await app.selectRows(
    "SELECT id FROM records WHERE kind = 'providerRequest' AND data ->> '$.recordId' = ?",
    id,
  );
  expect(orders).toEqual([]);
  expect((await get()).state).toMatchObject({ is: "released" });
  const [row] = await app.selectRows("SELECT data ->> '$.renewsAt' AS renewsAt FROM records WHERE id = ?", id);
  expect(row).toEqual({ renewsAt: null });
  const actions = await app.selectRows(
    "SELECT action ->> '$.key' AS key, actor ->> '$.as' AS who FROM changes WHERE id = ? ORDER BY n",
    id,
  );
  expect(actions.slice(1)).toEqual([
    { key: "numbers.didStartPort", who: "key" },
    { key: "numbers.didLeave", who: "key" },
  ]);
});

test("a port that the other carrier calls off leaves the number in service", async () => {
  const { report, get } = await openNumber();
  await report("called off");
  await report("in flight");
  await report("called off");
  expect((await get()).state).toMatchObject({ is: "active" });
});

test("a platform's word counts for its own account's numbers only", async () => {
  const { app, report, platform } = await openNumber({ state: { is: "held", since: 0, until: 4e12 } });
  expect(await failureOf(report("left"))).toMatchObject({ key: "numbers.cannotPort-held" });
  await addNumber(app, "solo", "+15125550199", {});
  for (const e164 of ["+15125550199", "+15125550198"])
    expect(await failureOf(platform.numbers.reportPort({ e164, event: "left" }))).toMatchObject({ code: "not-found" });
  app.advance(DAY);
});
