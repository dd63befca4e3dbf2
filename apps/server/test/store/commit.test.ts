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
  findAll,
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
      await app.selectRows(
        "SELECT (SELECT count(*) FROM records) AS records, (SELECT count(*) FROM changes) AS changes, (SELECT count(*) FROM keys) AS keys, (SELECT count(*) FROM postings) AS postings, (SELECT count(*) FROM jobs) AS jobs",
      )
    )[0];
  return { ...app, account, other: app.account("mason"), scope: scopeOf(app.services, account), counts };
}

/** Only the operator may give opening balances. */
const asOperator = <S extends object>(scope: S) => ({ ...scope, actor: { as: "operator", id: "tester" } as const });

test("a dry run answers what a commit would, and writes nothing", async () => {
  const { scope, counts } = await open();
  const before = await counts();
  const decide = () => decision([addStatus(scope.account, "fresh", "Fresh")], "made");
  const dryRunResult = await dryRun(scope, {}, decide);
  expect(dryRunResult.answer).toBe("made");
  expect(dryRunResult.effects).toHaveLength(1);
  expect(await counts()).toEqual(before);
  expect(await commit(scope, {}, decide)).toBe("made");
  expect(await counts()).not.toEqual(before);
});

test("a decision is written completely or not at all, with its money and its jobs", async () => {
  const { scope: ownScope, counts, account } = await open();
  const scope = asOperator(ownScope);
  const before = await counts();
  const existing = openingMovement(account, money(5, "USD"), message("balance.opening"), scope.now);
  const effects = [
    addStatus(account, "first", "First"),
    { do: "later" as const, job: { kind: "mail", key: "k", dueAt: 1, data: {} } },
    post({ ...existing, key: "a new one" }),
    post(existing),
  ];
  await expect(commit(scope, {}, () => effects)).rejects.toThrow("UNIQUE");
  expect(await counts()).toEqual(before);
  await commit(scope, {}, () => effects.slice(0, 3));
  expect(await counts()).not.toEqual(before);
});

test("a rule that refuses writes nothing", async () => {
  const { scope, counts } = await open();
  const before = await counts();
  const attempt = commit(scope, {}, () => {
    throw new Failure("invalid", "agents.endInPast", {});
  });
  expect(await failureOf(attempt)).toEqual({ code: "invalid", key: "agents.endInPast" });
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
  const { scope, statuses, account, services } = await open();
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
  const { scope, account, services } = await open();
  const queries = { status: findOrRemoved("status", "phoenix") };
  await commit(scope, queries, () => [addStatus(account, "phoenix", "Phoenix")]);
  await commit(scope, queries, ({ status }) => [remove("status", status!, logEntry)]);
  expect((await read(scope, queries)).status).toBeNull();
  await commit(scope, queries, () => [addStatus(account, "phoenix", "Phoenix")]);
  expect(await versionsOf(services.db, account, "status", "phoenix")).toEqual([1, 2, 3]);
  await commit(scope, queries, ({ status }) => [
    remove("status", status!, logEntry),
    addStatus(account, "phoenix", "Ash"),
  ]);
  expect(await versionsOf(services.db, account, "status", "phoenix")).toEqual([1, 2, 3, 4, 5]);
  expect(await findBrokenLink(services.db)).toBeNull();
});

test("the database keeps names unique, only within the account, and frees them on removal", async () => {
  const { scope, account, other, services } = await open();
  const duplicate = commit(scope, {}, () => [addStatus(account, "second", "LUNCH")]);
  expect(await failureOf(duplicate)).toEqual({ code: "conflict", key: "agents.nameTaken", field: "name" });
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
  const notFound = { code: "not-found", key: "record.notFound" };
  expect(await failureOf(read(scope, { status: findOne("status", theirs) }))).toEqual(notFound);
  expect(await failureOf(read(scope, { status: findOne("status", "missing") }))).toEqual(notFound);
  expect(await failureOf(read(scope, { status: findOne("status", theirs, other) }))).toEqual(notFound);
  expect(await failureOf(read(scope, { status: findOrRemoved("status", theirs, other) }))).toEqual(notFound);
  expect(await failureOf(read(scope, { status: findAll("status", other) }))).toEqual(notFound);
  expect(await failureOf(read(scope, { status: findInAccounts("status", theirs, [other]) }))).toEqual(notFound);
  expect(await failureOf(read(scope, { sum: bookBalance(`${other}/balance`) }))).toEqual(notFound);
  expect(await failureOf(commit(scope, {}, () => [addStatus(other, "spy", "Spy")]))).toEqual(notFound);
  const movement = openingMovement(other, money(5, "USD"), message("balance.opening"), scope.now);
  expect(await failureOf(commit(asOperator(scope), {}, () => [post({ ...movement, key: "stolen" })]))).toEqual(
    notFound,
  );
  expect(await counts()).toEqual(before);
  const related = await read({ ...scope, relatedAccounts: [other] }, { status: findOne("status", theirs, other) });
  expect(related.status.data.name).toBe("Lunch");
});

test("the past can be read as of any instant, and not changed", async () => {
  const app = await open();
  const { scope, account, services, statuses } = app;
  const id = statuses["northwind/Coffee"]!;
  const start = app.now();
  const asOf = (instant: number) => ({ ...scope, asOf: instant });
  const rename = async (name: string) => {
    app.advance(MINUTE);
    await commit(scopeOf(services, account), { doc: findOne("status", id) }, ({ doc }) => [renameStatus(doc, name)]);
  };
  await rename("Tea");
  await rename("Juice");
  app.advance(MINUTE);
  await commit(scopeOf(services, account), { doc: findOne("status", id) }, ({ doc }) => [
    remove("status", doc, logEntry),
  ]);

  const nameAt = async (instant: number) => (await read(asOf(instant), { doc: findOne("status", id) })).doc.data.name;
  expect(await nameAt(start)).toBe("Coffee");
  expect(await nameAt(start + MINUTE - 1)).toBe("Coffee");
  expect(await nameAt(start + MINUTE)).toBe("Tea");
  expect(await nameAt(start + 2 * MINUTE + 1)).toBe("Juice");
  expect(await failureOf(nameAt(start + 3 * MINUTE))).toEqual({ code: "not-found", key: "record.notFound" });
  expect(await failureOf(nameAt(0))).toEqual({ code: "not-found", key: "record.notFound" });
  const namesAt = async (instant: number) =>
    (await read(asOf(instant), { all: findAll("status") })).all.map((doc) => doc.data.name).toSorted();
  expect(await namesAt(start)).toContain("Coffee");
  expect(await namesAt(start + 2 * MINUTE)).toContain("Juice");
  expect(await namesAt(start + 3 * MINUTE)).toHaveLength((await namesAt(start)).length - 1);
  expect(await namesAt(0)).toEqual([]);
  const write = commit(asOf(start), {}, () => [addStatus(account, "late", "Late")]);
  expect(await failureOf(write)).toEqual({ code: "conflict", key: "history.pastIsReadOnly" });
});

test("the sum of all books is zero, and each posting continues from the one before", async () => {
  const { scope, account, selectRows } = await open();
  const movement = openingMovement(account, money(1_500_000, "USD"), message("balance.opening"), scope.now);
  const before = (await read(scope, { sum: bookBalance(`${account}/balance`) })).sum;
  await commit(asOperator(scope), {}, () => [post({ ...movement, key: "one" }), post({ ...movement, key: "two" })]);
  const reversal = { ...movement, from: movement.to, to: movement.from, micros: 250_000, key: "three" };
  await commit(scope, {}, () => [post(reversal)]);
  expect((await read(scope, { sum: bookBalance(`${account}/balance`) })).sum).toBe(before + 2_750_000);
  const books = await selectRows(
    `SELECT book, sum(micros) AS sum FROM (SELECT to_book AS book, micros FROM postings UNION ALL SELECT from_book, -micros FROM postings) GROUP BY book`,
  );
  expect(books.reduce((sum, book) => sum + book.sum, 0)).toBe(0);
  expect(books.find((book) => book.book === `${account}/balance`)!.sum).toBe(before + 2_750_000);
});

test("after all that, the records still match the log", async () => {
  const app = await open();
  for (const name of ["Mon", "Tue", "Wed"])
    await commit(app.scope, {}, () => [addStatus(app.account, name, `Day ${name}`)]);
  await commit(app.scope, { mon: findOne("status", "Mon") }, ({ mon }) => [remove("status", mon, logEntry)]);
  const present = await app.selectRows(
    "SELECT account, kind, id, version, shape, data, at FROM records ORDER BY account, kind, id",
  );
  expect(await rebuildRecords(app.services.db)).toEqual(present);
  expect(await findBrokenLink(app.services.db)).toBeNull();
});

test("tens of thousands of records and names are looked up at once, in the requested order", async () => {
  const { scope, account, services, other } = await open();
  await commit(scope, {}, () => [addStatus(account, "a", "First"), addStatus(account, "b", "Second")]);
  const missing = Array.from({ length: 40_000 }, (_, at) => `missing${at}`);
  const ids = ["b", ...missing, "a"];
  const idsOf = async (asOf?: number) =>
    (await read({ ...scope, asOf }, { docs: findByIds("status", ids) })).docs.map(({ id, data }) => [id, data.name]);
  expect(await idsOf()).toEqual([
    ["b", "Second"],
    ["a", "First"],
  ]);
  expect(await idsOf(scope.now)).toEqual(await idsOf());
  expect(await idsOf(scope.now - 1)).toEqual([]);
  const dana = Object.values((await open()).people)[0]!;
  expect([...(await readPersonNames(services.db, [...missing, dana])).keys()]).toEqual([dana]);
  const withRelated = { ...scope, relatedAccounts: [other] };
  const { docs } = await read(withRelated, { docs: findInAccounts("account", other, [other, account]) });
  expect(docs.map((doc) => [doc.account, doc.id])).toEqual([[other, other]]);
  const facts = await read(scope, {
    many: combineQueries(Array.from({ length: 130_000 }, () => findOptional("status", "a"))),
  });
  expect(facts.many).toHaveLength(130_000);
});
