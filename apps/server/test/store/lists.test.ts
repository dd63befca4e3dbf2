import { create, remove, save } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { expect, test } from "vitest";
import { countsByValue } from "../../src/store/search/recordCounts.ts";
import { countListMatches, readPage, countListed } from "../../src/store/search/lists.ts";
import { findOne } from "../../src/store/queries.ts";
import { commit, read } from "../../src/store/commit.ts";
import { HOUR, openTestApp, failureOf } from "../support/kit.ts";
import { scopeOf } from "../support/scopes.ts";

const logEntry = { action: message("agents.cause.chosen") };
const receiver = (name: string, last: number) => ({ name, e164: `+1512555${String(last).padStart(4, "0")}` });

async function withReceivers(names: readonly string[]) {
  const app = await openTestApp();
  const scope = scopeOf(app.services, app.account("northwind"));
  await commit(scope, {}, (_, { newId }) =>
    names.map((name, at) => create(scope.account, "receiver", newId(), receiver(name, 100 + at), logEntry)),
  );
  return { ...app, scope };
}
const names = (docs: { data: { name: string } }[]) => docs.map(({ data }) => data.name);

test("a list is read page by page in order; rows that are added or removed meanwhile cause no gaps or repetitions", async () => {
  const { scope } = await withReceivers(["Elba", "ädle", "Bern", "Delft", "Cork"]);
  const first = await readPage(scope, "receiver", { by: "name", limit: 2 });
  expect(names(first.docs)).toEqual(["ädle", "Bern"]);
  await commit(scope, { bern: findOne("receiver", first.docs[1]!.id) }, ({ bern }, { newId }) => [
    remove("receiver", bern, logEntry),
    create(scope.account, "receiver", newId(), receiver("Aachen", 300), logEntry),
  ]);
  const rest = await readPage(scope, "receiver", { by: "name", limit: 9, after: first.next });
  expect(names(rest.docs)).toEqual(["Cork", "Delft", "Elba"]);
  expect(rest.next).toBeNull();
  const back = await readPage(scope, "receiver", { by: "name", limit: 2, descending: true });
  expect(names(back.docs)).toEqual(["Elba", "Delft"]);
  expect((await read(scope, { count: countListed("receiver") })).count).toBe(5);
});

test("a search finds beginnings of words and endings of numbers, in list order, in the own account", async () => {
  const app = await withReceivers(["Front desk", "Front door", "Café Über", 'Odd "name" OR owner:*']);
  const { scope } = app;
  const searchPage = async (words: string, limit = 9, after?: string | null) =>
    await readPage(scope, "receiver", { by: "name", limit, after }, { search: words });
  expect(names((await searchPage("fro")).docs)).toEqual(["Front desk", "Front door"]);
  expect(names((await searchPage("desk fr")).docs)).toEqual(["Front desk"]);
  expect(names((await searchPage("cafe uber")).docs)).toEqual(["Café Über"]);
  expect(names((await searchPage("(512) 555-0101")).docs)).toEqual(["Front door"]);
  expect(names((await searchPage("0100")).docs)).toEqual(["Front desk"]);
  expect(names((await searchPage('" OR owner : *')).docs)).toEqual(['Odd "name" OR owner:*']);
  expect(names((await searchPage("nothing here")).docs)).toEqual([]);
  const first = await searchPage("front", 1);
  expect(names((await searchPage("front", 1, first.next)).docs)).toEqual(["Front door"]);
  const otherScope = scopeOf(app.services, app.account("mason"));
  expect((await readPage(otherScope, "receiver", { by: "name", limit: 9 }, { search: "front" })).docs).toEqual([]);
});

test("a renamed record is found only by its new name, a removed one not at all", async () => {
  const { scope } = await withReceivers(["Front desk"]);
  const find = async (words: string) =>
    (await readPage(scope, "receiver", { by: "name", limit: 9 }, { search: words })).docs;
  const [desk] = await find("front");
  await commit(scope, { desk: findOne("receiver", desk!.id) }, ({ desk }) => [
    save("receiver", desk, { ...desk.data, name: "Back office" }, logEntry),
  ]);
  expect(await find("front")).toEqual([]);
  expect(names(await find("back"))).toEqual(["Back office"]);
  await commit(scope, { desk: findOne("receiver", desk!.id) }, ({ desk }) => [remove("receiver", desk, logEntry)]);
  expect(await find("back")).toEqual([]);
  expect((await read(scope, { count: countListed("receiver") })).count).toBe(0);
});

test("an unknown cursor is refused with a sentence", async () => {
  const { scope } = await withReceivers(["Front desk"]);
  for (const after of ["x", "bnVsbA", Buffer.from("[{}]").toString("base64url")])
    expect(await failureOf(readPage(scope, "receiver", { by: "name", limit: 9, after }))).toMatchObject({
      code: "invalid",
      key: "api.invalidCursor",
    });
});

test("a list of the past is sorted, searched and counted as of then", async () => {
  const { scope, advance, now } = await withReceivers(["Elba", "Bern", "Front desk", "Cork"]);
  const at = now();
  advance(1000);
  const later = { ...scope, now: now() };
  const list = async (asOf: number | undefined, options: object = {}, words = "") =>
    await readPage({ ...later, asOf }, "receiver", { by: "name", limit: 2, ...options }, { search: words });
  const bern = (await list(undefined)).docs[0]!;
  await commit(later, { bern: findOne("receiver", bern.id) }, ({ bern }, { newId }) => [
    remove("receiver", bern, logEntry),
    create(scope.account, "receiver", newId(), receiver("Aachen", 300), logEntry),
  ]);
  expect(names((await list(undefined)).docs)).toEqual(["Aachen", "Cork"]);
  const first = await list(at);
  expect(names(first.docs)).toEqual(["Bern", "Cork"]);
  const second = await list(at, { after: first.next });
  expect([names(second.docs), second.next]).toEqual([["Elba", "Front desk"], null]);
  expect(names((await list(at, { descending: true })).docs)).toEqual(["Front desk", "Elba"]);
  expect(names((await list(at, {}, "desk 0102")).docs)).toEqual(["Front desk"]);
  expect((await read({ ...later, asOf: at }, { count: countListed("receiver") })).count).toBe(4);
  expect((await read({ ...later, asOf: at - 1 }, { count: countListed("receiver") })).count).toBe(0);
});

test("a search's count is right after every change, though it is only recounted then", async () => {
  const { scope } = await withReceivers(["Front desk", "Front door", "Back office"]);
  const countMatches = async (words: string) => await countListMatches(scope, "receiver", { search: words });
  expect([await countMatches("front"), await countMatches("front"), await countMatches("office")]).toEqual([2, 2, 1]);
  const [door] = (await readPage(scope, "receiver", { by: "name", limit: 9 }, { search: "door" })).docs;
  await commit(scope, { door: findOne("receiver", door!.id) }, ({ door }) => [
    save("receiver", door, { ...door.data, name: "Office door" }, logEntry),
  ]);
  expect([await countMatches("front"), await countMatches("office")]).toEqual([1, 2]);
  await commit(scope, { door: findOne("receiver", door!.id) }, ({ door }) => [remove("receiver", door, logEntry)]);
  expect([await countMatches("front"), await countMatches("office")]).toEqual([1, 1]);
});

test("where many candidates don't match, pages are short and say where to go on", async () => {
  const nameAt = (at: number) => (at < 4500 ? `Alpha ${at}` : `Zulu zebra ${at}`);
  const { scope } = await withReceivers([]);
  for (let from = 0; from < 6600; from += 1100)
    await commit(scope, {}, (_, { newId }) =>
      Array.from({ length: 1100 }, (_, at) =>
        create(
          scope.account,
          "receiver",
          newId(),
          { name: nameAt(from + at), e164: `+1512${2_000_000 + from + at}` },
          logEntry,
        ),
      ),
    );
  const page = (after: string | null, descending = false) =>
    readPage(scope, "receiver", { by: "name", limit: 50, after, descending }, { search: "zeb" });
  const first = await page(null);
  expect(first.docs).toEqual([]);
  const second = await page(first.next);
  const zebras = Array.from({ length: 2100 }, (_, at) => nameAt(4500 + at)).sort();
  expect(names(second.docs)).toEqual(zebras.slice(0, 50));
  expect(names((await page(null, true)).docs)).toEqual(zebras.toReversed().slice(0, 50));
  expect(await countListMatches(scope, "receiver", { search: "zeb" })).toBe(2100);
});

test("all records of a kind are counted, now and in the past", async () => {
  const app = await openTestApp();
  const scope = scopeOf(app.services, app.account("northwind"));
  const count = async (asOf?: number) => {
    const { counts } = await read(asOf === undefined ? scope : { ...scope, asOf }, {
      counts: countsByValue("status", ""),
    });
    return counts.get("")!;
  };
  const before = await count();
  const at = app.now();
  app.advance(HOUR);
  await app.callerFor("dana@callboard.demo", "northwind").agents.defineStatus({ name: "New one", color: "teal" });
  expect([await count(at), await count()]).toEqual([before, before + 1]);
  expect(() => countsByValue("status", "color").statements(scope)).toThrow("counts nothing by color");
});
