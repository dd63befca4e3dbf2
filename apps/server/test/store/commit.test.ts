import { decision, post, remove } from "@callboard/domain/core/effect";
import { Failure } from "@callboard/domain/core/failure";
import { openingMovement } from "@callboard/domain/core/ledger";
import { money } from "@callboard/domain/core/money";
import { message } from "@callboard/domain/core/message";
import { expect, test } from "vitest";
import { readPersonNames } from "../../src/store/reads/personNames.ts";
import {
  combineQueries,
  findOptional,
  findOrRemoved,
  findOne,
  findInAccounts,
  findByIds,
  findMany,
} from "../../src/store/queries.ts";
import { bookBalance } from "../../src/store/ledger/balances.ts";
import { commit, read, dryRun } from "../../src/store/commit.ts";
import { findBrokenLink, rebuildRecords, versionsOf } from "../support/checks/changeChain.ts";
import { MINUTE, openTestApp, failureOf } from "../support/kit.ts";
import { addStatus, renameStatus, scopeOf } from "../support/scopes.ts";

const logEntry = { action: message("agents.didAddStatus", { status: "x" }) };

async function open() {
  const app = await openTestApp();
  const account = app.account("northwind");
  const counts = async () =>
    (
      await app.rows(
        "SELECT (SELECT count(*) FROM records) AS records, (SELECT count(*) FROM changes) AS changes, (SELECT count(*) FROM keys) AS keys, (SELECT count(*) FROM postings) AS postings, (SELECT count(*) FROM jobs) AS jobs",
      )
    )[0];
  return { ...app, account: account, other: app.account("mason"), scope: scopeOf(app.world, account), counts };
}

/** Only the operator may give opening balances. */
const operators = <S extends object>(scope: S) => ({ ...scope, actor: { as: "operator", id: "tester" } as const });

test("a dry run answers what a commit would, and writes nothing", async () => {
  const { scope, counts } = await open();
  const before = await counts();
  const decide = () => decision([addStatus(scope.account, "fresh", "Fresh")], "made");
  const rehearsed = await dryRun(scope, {}, decide);
  expect(rehearsed.answer).toBe("made");
  expect(rehearsed.effects).toHaveLength(1);
  expect(await counts()).toEqual(before);
  expect(await commit(scope, {}, decide)).toBe("made");
  expect(await counts()).not.toEqual(before);
});

test("a decision is written completely or not at all, with its money and its jobs", async () => {
  const { scope: mine, counts, account } = await open();
  const scope = operators(mine);
  const before = await counts();
  const taken = openingMovement(account, money(5, "USD"), message("balance.opening"), scope.now);
  const effects = [
    addStatus(account, "first", "First"),
    { do: "later" as const, job: { kind: "mail", key: "k", dueAt: 1, data: {} } },
    post({ ...taken, key: "a new one" }),
    post(taken),
  ];
  await expect(commit(scope, {}, () => effects)).rejects.toThrow("UNIQUE");
  expect(await counts()).toEqual(before);
  await commit(scope, {}, () => effects.slice(0, 3));
  expect(await counts()).not.toEqual(before);
});

test("a rule that refuses writes nothing", async () => {
  const { scope, counts } = await open();
  const before = await counts();
  const asked = commit(scope, {}, () => {
    throw new Failure("invalid", "agents.promisePast", {});
  });
  expect(await failureOf(asked)).toEqual({ code: "invalid", key: "agents.promisePast" });
  expect(await counts()).toEqual(before);
});

test("a document that fails its own schema is a bug and isn't written", async () => {
  const { scope, counts } = await open();
  const before = await counts();
  await expect(commit(scope, {}, () => [addStatus(scope.account, "long", "x".repeat(65))])).rejects.toThrow("status");
  expect(await counts()).toEqual(before);
});

test("a save that changes nothing makes no version", async () => {
  const { scope, statuses, counts } = await open();
  const before = await counts();
  const queries = { lunch: findOne("status", statuses["northwind/Lunch"]!) };
  await commit(scope, queries, ({ lunch }) => [renameStatus(lunch, "Lunch")]);
  expect(await counts()).toEqual(before);
});

test("several saves of one record in one decision are applied in order, each a version", async () => {
  const { scope, statuses, account, world: services } = await open();
  const id = statuses["northwind/Lunch"]!;
  const before = await versionsOf(services.db, account, "status", id);
  await commit(scope, { lunch: findOne("status", id) }, ({ lunch }) => [
    renameStatus(lunch, "One"),
    renameStatus(lunch, "One"),
    renameStatus(lunch, "Two"),
    renameStatus(lunch, "Three"),
  ]);
  const last = before.at(-1)!;
  expect(await versionsOf(services.db, account, "status", id)).toEqual([...before, last + 1, last + 2, last + 3]);
  expect((await read(scope, { lunch: findOne("status", id) })).lunch).toMatchObject({
    version: last + 3,
    data: { name: "Three" },
  });
});

test("a record that was removed and created again continues its version numbers", async () => {
  const { scope, account, world: services } = await open();
  const queries = { it: findOrRemoved("status", "phoenix") };
  await commit(scope, queries, () => [addStatus(account, "phoenix", "Phoenix")]);
  await commit(scope, queries, ({ it }) => [remove("status", it!, logEntry)]);
  expect((await read(scope, queries)).it).toBeNull();
  await commit(scope, queries, () => [addStatus(account, "phoenix", "Phoenix")]);
  expect(await versionsOf(services.db, account, "status", "phoenix")).toEqual([1, 2, 3]);
  await commit(scope, queries, ({ it }) => [remove("status", it!, logEntry), addStatus(account, "phoenix", "Ash")]);
  expect(await versionsOf(services.db, account, "status", "phoenix")).toEqual([1, 2, 3, 4, 5]);
  expect(await findBrokenLink(services.db)).toBeNull();
});

test("the database keeps names unique, only within the account, and frees them on removal", async () => {
  const { scope, account, other, world: services } = await open();
  const twice = commit(scope, {}, () => [addStatus(account, "second", "LUNCH")]);
  expect(await failureOf(twice)).toEqual({ code: "conflict", key: "agents.nameTaken", field: "name" });
  await commit(scope, {}, () => [addStatus(account, "mine", "Fresh air")]);
  await commit(scopeOf(services, other), {}, () => [addStatus(other, "theirs", "Fresh air")]);
  await commit(scope, { mine: findOne("status", "mine") }, ({ mine }) => [renameStatus(mine, "Fresh tea")]);
  await commit(scope, {}, () => [addStatus(account, "again", "Fresh Air")]);
  await commit(scope, { again: findOne("status", "again") }, ({ again }) => [remove("status", again, logEntry)]);
  await commit(scope, {}, () => [addStatus(account, "once more", "Fresh air")]);
});

test("saving a record that wasn't read is a bug, and nothing is written", async () => {
  const { scope, statuses, counts } = await open();
  const { lunch } = await read(scope, { lunch: findOne("status", statuses["northwind/Lunch"]!) });
  const before = await counts();
  await expect(commit(scope, {}, () => [renameStatus(lunch, "Blind")])).rejects.toThrow("without being read");
  expect(await counts()).toEqual(before);
});

test("saving a document that was read earlier is a bug, and nothing is written", async () => {
  const { scope, counts, account } = await open();
  await commit(scope, {}, () => [addStatus(account, "fresh", "Fresh")]);
  const { old } = await read(scope, { old: findOne("status", "fresh") });
  await commit(scope, { fresh: findOne("status", "fresh") }, ({ fresh }) => [renameStatus(fresh, "Fresher")]);
  const before = await counts();
  const late = commit(scope, { fresh: findOne("status", "fresh") }, () => [renameStatus(old, "Stale")]);
  await expect(late).rejects.toThrow("was decided on a different version from the one read");
  expect(await counts()).toEqual(before);
  await commit(scope, { fresh: findOne("status", "fresh") }, ({ fresh }) => [
    renameStatus(fresh, "A"),
    renameStatus(fresh, "B"),
  ]);
});

test("nothing outside the proved owners can be read or written", async () => {
  const { scope, other, statuses, counts } = await open();
  const theirs = statuses["mason/Lunch"]!;
  const before = await counts();
  const gone = { code: "not-found", key: "record.gone" };
  expect(await failureOf(read(scope, { it: findOne("status", theirs) }))).toEqual(gone);
  expect(await failureOf(read(scope, { it: findOne("status", "missing") }))).toEqual(gone);
  expect(await failureOf(read(scope, { it: findOne("status", theirs, other) }))).toEqual(gone);
  expect(await failureOf(read(scope, { it: findOrRemoved("status", theirs, other) }))).toEqual(gone);
  expect(await failureOf(read(scope, { it: findMany("status", "account", other) }))).toEqual(gone);
  expect(await failureOf(read(scope, { it: findInAccounts("status", theirs, [other]) }))).toEqual(gone);
  expect(await failureOf(read(scope, { it: bookBalance(`${other}/balance`) }))).toEqual(gone);
  expect(await failureOf(commit(scope, {}, () => [addStatus(other, "spy", "Spy")]))).toEqual(gone);
  const move = openingMovement(other, money(5, "USD"), message("balance.opening"), scope.now);
  expect(await failureOf(commit(operators(scope), {}, () => [post({ ...move, key: "stolen" })]))).toEqual(gone);
  expect(await counts()).toEqual(before);
  const reached = await read({ ...scope, reach: [other] }, { it: findOne("status", theirs, other) });
  expect(reached.it.data.name).toBe("Lunch");
});

test("the past can be read as of any instant, and not changed", async () => {
  const it = await open();
  const { scope, account, world: services, statuses } = it;
  const id = statuses["northwind/Coffee"]!;
  const start = it.now();
  const asOf = (instant: number) => ({ ...scope, asOf: instant });
  const rename = async (name: string) => {
    it.pass(MINUTE);
    await commit(scopeOf(services, account), { doc: findOne("status", id) }, ({ doc }) => [renameStatus(doc, name)]);
  };
  await rename("Tea");
  await rename("Juice");
  it.pass(MINUTE);
  await commit(scopeOf(services, account), { doc: findOne("status", id) }, ({ doc }) => [
    remove("status", doc, logEntry),
  ]);

  const nameAt = async (instant: number) => (await read(asOf(instant), { doc: findOne("status", id) })).doc.data.name;
  expect(await nameAt(start)).toBe("Coffee");
  expect(await nameAt(start + MINUTE - 1)).toBe("Coffee");
  expect(await nameAt(start + MINUTE)).toBe("Tea");
  expect(await nameAt(start + 2 * MINUTE + 1)).toBe("Juice");
  expect(await failureOf(nameAt(start + 3 * MINUTE))).toEqual({ code: "not-found", key: "record.gone" });
  expect(await failureOf(nameAt(0))).toEqual({ code: "not-found", key: "record.gone" });
  const namesAt = async (instant: number) =>
    (await read(asOf(instant), { all: findMany("status", "account") })).all.map((doc) => doc.data.name).toSorted();
  expect(await namesAt(start)).toContain("Coffee");
  expect(await namesAt(start + 2 * MINUTE)).toContain("Juice");
  expect(await namesAt(start + 3 * MINUTE)).toHaveLength((await namesAt(start)).length - 1);
  expect(await namesAt(0)).toEqual([]);
  const write = commit(asOf(start), {}, () => [addStatus(account, "late", "Late")]);
  expect(await failureOf(write)).toEqual({ code: "conflict", key: "asOf.readOnly" });
});

test("the sum of all books is zero, and each posting continues from the one before", async () => {
  const { scope, account, rows } = await open();
  const move = openingMovement(account, money(1_500_000, "USD"), message("balance.opening"), scope.now);
  const before = (await read(scope, { sum: bookBalance(`${account}/balance`) })).sum;
  await commit(operators(scope), {}, () => [post({ ...move, key: "one" }), post({ ...move, key: "two" })]);
  const back = { ...move, from: move.to, to: move.from, micros: 250_000, key: "three" };
  await commit(scope, {}, () => [post(back)]);
  expect((await read(scope, { sum: bookBalance(`${account}/balance`) })).sum).toBe(before + 2_750_000);
  const books = await rows(
    `SELECT book, sum(micros) AS sum FROM (SELECT to_book AS book, micros FROM postings UNION ALL SELECT from_book, -micros FROM postings) GROUP BY book`,
  );
  expect(books.reduce((sum, book) => sum + book.sum, 0)).toBe(0);
  expect(books.find((book) => book.book === `${account}/balance`)!.sum).toBe(before + 2_750_000);
});

test("after all that, the records still match the log", async () => {
  const it = await open();
  for (const name of ["Mon", "Tue", "Wed"])
    await commit(it.scope, {}, () => [addStatus(it.account, name, `Day ${name}`)]);
  await commit(it.scope, { mon: findOne("status", "Mon") }, ({ mon }) => [remove("status", mon, logEntry)]);
  const present = await it.rows(
    "SELECT account, kind, id, version, shape, data, at FROM records ORDER BY account, kind, id",
  );
  expect(await rebuildRecords(it.world.db)).toEqual(present);
  expect(await findBrokenLink(it.world.db)).toBeNull();
});

test("tens of thousands of records and names are looked up at once, in the requested order", async () => {
  const { scope, account, world: services, other } = await open();
  await commit(scope, {}, () => [addStatus(account, "a", "First"), addStatus(account, "b", "Second")]);
  const missing = Array.from({ length: 40_000 }, (_, at) => `missing${at}`);
  const ids = ["b", ...missing, "a"];
  const idsOf = async (asOf?: number) =>
    (await read({ ...scope, asOf }, { found: findByIds("status", ids) })).found.map(({ id, data }) => [id, data.name]);
  expect(await idsOf()).toEqual([
    ["b", "Second"],
    ["a", "First"],
  ]);
  expect(await idsOf(scope.now)).toEqual(await idsOf());
  expect(await idsOf(scope.now - 1)).toEqual([]);
  const dana = Object.values((await open()).people)[0]!;
  expect([...(await readPersonNames(services.db, [...missing, dana])).keys()]).toEqual([dana]);
  const reaching = { ...scope, reach: [other] };
  const { found } = await read(reaching, { found: findInAccounts("account", other, [other, account]) });
  expect(found.map((doc) => [doc.account, doc.id])).toEqual([[other, other]]);
  const facts = await read(scope, {
    many: combineQueries(Array.from({ length: 130_000 }, () => findOptional("status", "a"))),
  });
  expect(facts.many).toHaveLength(130_000);
});
