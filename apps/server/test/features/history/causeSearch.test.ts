import { save } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { expect, test } from "vitest";
import { findOne } from "../../../src/store/queries.ts";
import { commit } from "../../../src/store/commit.ts";
import { DAY, MINUTE, openTestApp, type TestApp } from "../../support/kit.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";
import { scopeOf } from "../../support/scopes.ts";

const by = (app: TestApp, name: string) => app.callerFor(`${name}@callboard.demo`, "northwind");
const person = (app: TestApp, name: string) => app.people[`${name}@callboard.demo`]!;

test("searching reasons finds them as they are shown: with people's current names, and without internal ids", async () => {
  const app = await openTestApp();
  const scope = scopeOf(app.services, app.account("northwind"), {
    actor: { as: "person", id: person(app, "harriet") },
  });
  const { id } = await by(app, "dana").sources.save({ name: "Fair" });
  const cause = message("presets.pushedWithReason", {
    preset: "Fairs",
    version: 3,
    by: person(app, "harriet"),
    reason: "spring",
  });
  await commit(scope, { source: findOne("source", id) }, ({ source }) => [
    save(
      "source",
      source,
      { ...source.data, description: "New" },
      { action: message("sources.didChangeSource", { name: "Fair" }), cause },
    ),
  ]);
  const causesFor = async (search: string) =>
    (await by(app, "dana").history.list({ cause: search })).changes.map((one) => one.cause);
  const shown = "preset Fairs v3 pushed by Harriet Vale: spring";
  for (const search of ["Harriet", "harriet vale: spring", "FAIRS V3", "spring"])
    expect(await causesFor(search)).toEqual([shown]);
  for (const search of [person(app, "harriet"), "someone who has left", "presets.pushed"])
    expect(await causesFor(search)).toEqual([]);
});

test("a filter by reason finds exactly the rows whose shown reason has the word, for every word of every reason", async () => {
  const app = await openTestApp();
  const dana = by(app, "dana");
  await by(app, "milo").agents.setStatusFor({
    person: person(app, "ava"),
    status: app.statuses["northwind/Lunch"]!,
    minutes: 20,
    reason: "Ablösung im Café",
  });
  const { changes } = await dana.history.list({ log: "both", limit: 100 });
  const words = new Set(changes.flatMap(({ cause }) => cause?.split(/\s+/) ?? []));
  expect(words.size).toBeGreaterThan(3);
  for (const word of [...words].slice(0, 40)) {
    const { changes: matches } = await dana.history.list({ log: "both", limit: 100, cause: word });
    const searchKey = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    const expected = changes.filter(({ cause }) => cause !== null && searchKey(cause).includes(searchKey(word)));
    expect(
      matches.map(({ n }) => n).filter((n) => n >= changes.at(-1)!.n),
      word,
    ).toEqual(expected.map(({ n }) => n));
  }
});

test("nobody can mark changes as read before they happen: later ones are new", async () => {
  const app = await openTestApp();
  const dana = by(app, "dana");
  await dana.history.markRead({ n: 999_999 });
  const { head } = await dana.history.unread();
  const [marker] = await app.selectRows(
    "SELECT data FROM records WHERE kind = 'readMarker' AND account = ?",
    person(app, "dana"),
  );
  expect(JSON.parse(marker!.data)).toEqual({ readUpTo: head });
  await by(app, "harriet").agents.defineStatus({ name: "Tea", color: "teal" });
  expect(await dana.history.unread()).toMatchObject({ count: 1 });
});

test("extending a status has its own reason, and the reason why the agent has that status stays", async () => {
  const app = await openTestApp();
  const ava = by(app, "ava");
  await by(app, "milo").agents.setStatusFor({
    person: person(app, "ava"),
    status: app.statuses["northwind/Lunch"]!,
    minutes: 20,
    reason: "covering support",
  });
  await ava.agents.extendStatus({ minutes: 5 });
  const { changes } = await by(app, "dana").history.list({ log: "activity", kind: "agent", id: person(app, "ava") });
  expect(changes.slice(0, 2).map(({ action, cause }) => [action.split(" until")[0], cause])).toEqual([
    ["extended Lunch", "5 min more"],
    ["chose Lunch", "covering support"],
  ]);
  expect((await ava.agents.mine()).agent.cause).toMatchObject({
    key: "agents.cause.reason",
    values: { reason: "covering support" },
  });
});

test("two servers whose clocks differ lose no change of a period", async () => {
  const app = await openTestApp();
  const account = app.account("northwind");
  const ahead = { ...scopeOf(app.services, account), now: app.now() + 3000 };
  const behind = { ...scopeOf(app.services, account), now: app.now() };
  const { id } = await by(app, "dana").sources.save({ name: "Fair" });
  for (let turn = 0; turn < 6; turn += 1)
    await commit(turn % 2 ? ahead : behind, { source: findOne("source", id) }, ({ source }) => [
      save(
        "source",
        source,
        { ...source.data, description: `Edit ${turn}` },
        { action: message("sources.didChangeSource", { name: "Fair" }) },
      ),
    ]);
  app.advance(MINUTE);
  const all = (await by(app, "dana").history.list({ kind: "source", id })).changes;
  for (const cut of [behind.now, behind.now + 1, ahead.now, ahead.now + 1]) {
    const record = { kind: "source", id };
    const early = (await by(app, "dana").history.list({ ...record, to: cut })).changes;
    const late = (await by(app, "dana").history.list({ ...record, from: cut })).changes;
    expect([...late, ...early].map(({ n }) => n).sort((a, b) => b - a)).toEqual(all.map(({ n }) => n));
    expect(
      (await by(app, "dana").history.list({ from: cut - DAY, to: cut })).changes.filter((one) => one.id === id),
    ).toEqual(early);
  }
});

test("filtered numbers keep their order, and a released one is only listed when asked for", async () => {
  const app = await openTestApp();
  for (const [at, name] of ["Delta", "alpha", "Charlie", "bravo"].entries())
    await addNumber(app, "northwind", `+1512555010${at}`, {
      name,
      ...(name === "Charlie" ? { state: { is: "released", since: app.now() } } : {}),
    });
  const { numbers } = by(app, "dana");
  const names = async (filter: object) => (await numbers.list(filter)).numbers.map(({ name }) => name);
  expect(await names({ kind: "local" })).toEqual(["alpha", "bravo", "Delta"]);
  expect(await names({ kind: "local", by: "number", descending: true })).toEqual(["bravo", "alpha", "Delta"]);
  expect(await names({ search: "+1 512" })).toEqual(["alpha", "bravo", "Delta"]);
  expect(await names({ state: "released" })).toEqual(["Charlie"]);
  expect(await names({ state: "released", by: "number" })).toEqual(["Charlie"]);
  expect((await numbers.list({ kind: "local" })).total).toBe(3);
});
