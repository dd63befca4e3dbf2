import { decided, post, remove } from "@callboard/domain/decision";
import { Failure } from "@callboard/domain/failure";
import { openingMovement } from "@callboard/domain/ledger";
import { money } from "@callboard/domain/money";
import { phrase } from "@callboard/domain/phrase";
import { expect, test } from "vitest";
import { namesOf } from "../src/names.ts";
import { each, known, maybe, one, several, these, where } from "../src/needs.ts";
import { balance } from "../src/bookNeeds.ts";
import { commit, look, rehearse } from "../src/store.ts";
import { brokenLink, rebuilt, versionsOf } from "./chain.ts";
import { MINUTE, openTestWorld, refusal } from "./kit.ts";
import { added, renamed, scopeOf } from "./scopes.ts";

const said = { action: phrase("agents.didAddStatus", { status: "x" }) };

async function open() {
  const it = await openTestWorld();
  const account = it.account("northwind");
  const counts = async () =>
    (
      await it.rows(
        "SELECT (SELECT count(*) FROM records) AS records, (SELECT count(*) FROM changes) AS changes, (SELECT count(*) FROM keys) AS keys, (SELECT count(*) FROM postings) AS postings, (SELECT count(*) FROM jobs) AS jobs",
      )
    )[0];
  return { ...it, account: account, other: it.account("mason"), scope: scopeOf(it.world, account), counts };
}

/** Opening balances are the operator's to give. */
const operators = <S extends object>(scope: S) => ({ ...scope, actor: { as: "operator", id: "tester" } as const });

test("a rehearsal answers what a commit would, and writes nothing", async () => {
  const { scope, counts } = await open();
  const before = await counts();
  const decide = () => decided([added(scope.account, "fresh", "Fresh")], "made");
  const rehearsed = await rehearse(scope, {}, decide);
  expect(rehearsed.answer).toBe("made");
  expect(rehearsed.effects).toHaveLength(1);
  expect(await counts()).toEqual(before);
  expect(await commit(scope, {}, decide)).toBe("made");
  expect(await counts()).not.toEqual(before);
});

test("a decision is written whole or not at all, its money and its jobs included", async () => {
  const { scope: mine, counts, account } = await open();
  const scope = operators(mine);
  const before = await counts();
  const taken = openingMovement(account, money(5, "USD"), phrase("balance.opening"), scope.now);
  const effects = [
    added(account, "first", "First"),
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
  expect(await refusal(asked)).toEqual({ code: "invalid", key: "agents.promisePast" });
  expect(await counts()).toEqual(before);
});

test("a document that its own schema refuses is a bug and is not written", async () => {
  const { scope, counts } = await open();
  const before = await counts();
  await expect(commit(scope, {}, () => [added(scope.account, "long", "x".repeat(65))])).rejects.toThrow("status");
  expect(await counts()).toEqual(before);
});

test("a save that changes nothing makes no version", async () => {
  const { scope, statuses, counts } = await open();
  const before = await counts();
  const needs = { lunch: one("status", statuses["northwind/Lunch"]!) };
  await commit(scope, needs, ({ lunch }) => [renamed(lunch, "Lunch")]);
  expect(await counts()).toEqual(before);
});

test("several saves of one record in one decision stand in their order, each a version", async () => {
  const { scope, statuses, account, world } = await open();
  const id = statuses["northwind/Lunch"]!;
  const before = await versionsOf(world.db, account, "status", id);
  await commit(scope, { lunch: one("status", id) }, ({ lunch }) => [
    renamed(lunch, "One"),
    renamed(lunch, "One"),
    renamed(lunch, "Two"),
    renamed(lunch, "Three"),
  ]);
  const last = before.at(-1)!;
  expect(await versionsOf(world.db, account, "status", id)).toEqual([...before, last + 1, last + 2, last + 3]);
  expect((await look(scope, { lunch: one("status", id) })).lunch).toMatchObject({
    version: last + 3,
    data: { name: "Three" },
  });
});

test("a record that was removed and made again goes on counting its versions", async () => {
  const { scope, account, world } = await open();
  const needs = { it: maybe("status", "phoenix") };
  await commit(scope, needs, () => [added(account, "phoenix", "Phoenix")]);
  await commit(scope, needs, ({ it }) => [remove("status", it!, said)]);
  expect((await look(scope, needs)).it).toBeNull();
  await commit(scope, needs, () => [added(account, "phoenix", "Phoenix")]);
  expect(await versionsOf(world.db, account, "status", "phoenix")).toEqual([1, 2, 3]);
  await commit(scope, needs, ({ it }) => [remove("status", it!, said), added(account, "phoenix", "Ash")]);
  expect(await versionsOf(world.db, account, "status", "phoenix")).toEqual([1, 2, 3, 4, 5]);
  expect(await brokenLink(world.db)).toBeNull();
});

test("a unique name is kept by the database, within its own account only, and freed by removal", async () => {
  const { scope, account, other, world } = await open();
  const twice = commit(scope, {}, () => [added(account, "second", "LUNCH")]);
  expect(await refusal(twice)).toEqual({ code: "conflict", key: "agents.nameTaken", field: "name" });
  await commit(scope, {}, () => [added(account, "mine", "Fresh air")]);
  await commit(scopeOf(world, other), {}, () => [added(other, "theirs", "Fresh air")]);
  await commit(scope, { mine: one("status", "mine") }, ({ mine }) => [renamed(mine, "Fresh tea")]);
  await commit(scope, {}, () => [added(account, "again", "Fresh Air")]);
  await commit(scope, { again: one("status", "again") }, ({ again }) => [remove("status", again, said)]);
  await commit(scope, {}, () => [added(account, "once more", "Fresh air")]);
});

test("saving what was not looked at is a bug, not a write", async () => {
  const { scope, statuses, counts } = await open();
  const { lunch } = await look(scope, { lunch: one("status", statuses["northwind/Lunch"]!) });
  const before = await counts();
  await expect(commit(scope, {}, () => [renamed(lunch, "Blind")])).rejects.toThrow("without having been looked at");
  expect(await counts()).toEqual(before);
});

test("a rule that saves a document looked at some other time is a bug, and nothing of it is written", async () => {
  const { scope, counts, account } = await open();
  await commit(scope, {}, () => [added(account, "fresh", "Fresh")]);
  const { old } = await look(scope, { old: one("status", "fresh") });
  await commit(scope, { fresh: one("status", "fresh") }, ({ fresh }) => [renamed(fresh, "Fresher")]);
  const before = await counts();
  const late = commit(scope, { fresh: one("status", "fresh") }, () => [renamed(old, "Stale")]);
  await expect(late).rejects.toThrow("was decided on another version than was looked at");
  expect(await counts()).toEqual(before);
  await commit(scope, { fresh: one("status", "fresh") }, ({ fresh }) => [renamed(fresh, "A"), renamed(fresh, "B")]);
});

test("nothing outside the proved owners is read or written", async () => {
  const { scope, other, statuses, counts } = await open();
  const theirs = statuses["mason/Lunch"]!;
  const before = await counts();
  const gone = { code: "not-found", key: "record.gone" };
  expect(await refusal(look(scope, { it: one("status", theirs) }))).toEqual(gone);
  expect(await refusal(look(scope, { it: one("status", "missing") }))).toEqual(gone);
  expect(await refusal(look(scope, { it: one("status", theirs, other) }))).toEqual(gone);
  expect(await refusal(look(scope, { it: maybe("status", theirs, other) }))).toEqual(gone);
  expect(await refusal(look(scope, { it: where("status", "account", other) }))).toEqual(gone);
  expect(await refusal(look(scope, { it: several("status", theirs, [other]) }))).toEqual(gone);
  expect(await refusal(look(scope, { it: balance(`${other}/balance`) }))).toEqual(gone);
  expect(await refusal(commit(scope, {}, () => [added(other, "spy", "Spy")]))).toEqual(gone);
  const move = openingMovement(other, money(5, "USD"), phrase("balance.opening"), scope.now);
  expect(await refusal(commit(operators(scope), {}, () => [post({ ...move, key: "stolen" })]))).toEqual(gone);
  expect(await counts()).toEqual(before);
  const reached = await look({ ...scope, reach: [other] }, { it: one("status", theirs, other) });
  expect(reached.it.data.name).toBe("Lunch");
});

test("the past can be looked at as of any instant, and not changed", async () => {
  const it = await open();
  const { scope, account, world, statuses } = it;
  const id = statuses["northwind/Coffee"]!;
  const start = it.now();
  const asOf = (instant: number) => ({ ...scope, asOf: instant });
  const rename = async (name: string) => {
    it.pass(MINUTE);
    await commit(scopeOf(world, account), { doc: one("status", id) }, ({ doc }) => [renamed(doc, name)]);
  };
  await rename("Tea");
  await rename("Juice");
  it.pass(MINUTE);
  await commit(scopeOf(world, account), { doc: one("status", id) }, ({ doc }) => [remove("status", doc, said)]);

  const nameAt = async (instant: number) => (await look(asOf(instant), { doc: one("status", id) })).doc.data.name;
  expect(await nameAt(start)).toBe("Coffee");
  expect(await nameAt(start + MINUTE - 1)).toBe("Coffee");
  expect(await nameAt(start + MINUTE)).toBe("Tea");
  expect(await nameAt(start + 2 * MINUTE + 1)).toBe("Juice");
  expect(await refusal(nameAt(start + 3 * MINUTE))).toEqual({ code: "not-found", key: "record.gone" });
  expect(await refusal(nameAt(0))).toEqual({ code: "not-found", key: "record.gone" });
  const namesAt = async (instant: number) =>
    (await look(asOf(instant), { all: where("status", "account") })).all.map((doc) => doc.data.name).toSorted();
  expect(await namesAt(start)).toContain("Coffee");
  expect(await namesAt(start + 2 * MINUTE)).toContain("Juice");
  expect(await namesAt(start + 3 * MINUTE)).toHaveLength((await namesAt(start)).length - 1);
  expect(await namesAt(0)).toEqual([]);
  const write = commit(asOf(start), {}, () => [added(account, "late", "Late")]);
  expect(await refusal(write)).toEqual({ code: "conflict", key: "asOf.readOnly" });
});

test("the sum of all books is zero, and each posting carries on from the one before", async () => {
  const { scope, account, rows } = await open();
  const move = openingMovement(account, money(1_500_000, "USD"), phrase("balance.opening"), scope.now);
  const before = (await look(scope, { sum: balance(`${account}/balance`) })).sum;
  await commit(operators(scope), {}, () => [post({ ...move, key: "one" }), post({ ...move, key: "two" })]);
  const back = { ...move, from: move.to, to: move.from, micros: 250_000, key: "three" };
  await commit(scope, {}, () => [post(back)]);
  expect((await look(scope, { sum: balance(`${account}/balance`) })).sum).toBe(before + 2_750_000);
  const books = await rows(
    `SELECT book, sum(micros) AS sum FROM (SELECT to_book AS book, micros FROM postings UNION ALL SELECT from_book, -micros FROM postings) GROUP BY book`,
  );
  expect(books.reduce((sum, book) => sum + book.sum, 0)).toBe(0);
  expect(books.find((book) => book.book === `${account}/balance`)!.sum).toBe(before + 2_750_000);
});

test("after all that, the present is still what the log tells", async () => {
  const it = await open();
  for (const name of ["Mon", "Tue", "Wed"]) await commit(it.scope, {}, () => [added(it.account, name, `Day ${name}`)]);
  await commit(it.scope, { mon: one("status", "Mon") }, ({ mon }) => [remove("status", mon, said)]);
  const present = await it.rows(
    "SELECT account, kind, id, version, shape, data, at FROM records ORDER BY account, kind, id",
  );
  expect(await rebuilt(it.world.db)).toEqual(present);
  expect(await brokenLink(it.world.db)).toBeNull();
});

test("records and names are looked up by the ten thousands at once, in the order that was asked for", async () => {
  const { scope, account, world, other } = await open();
  await commit(scope, {}, () => [added(account, "a", "First"), added(account, "b", "Second")]);
  const missing = Array.from({ length: 40_000 }, (_, at) => `missing${at}`);
  const ids = ["b", ...missing, "a"];
  const idsOf = async (asOf?: number) =>
    (await look({ ...scope, asOf }, { found: these("status", ids) })).found.map(({ id, data }) => [id, data.name]);
  expect(await idsOf()).toEqual([
    ["b", "Second"],
    ["a", "First"],
  ]);
  expect(await idsOf(scope.now)).toEqual(await idsOf());
  expect(await idsOf(scope.now - 1)).toEqual([]);
  const dana = Object.values((await open()).people)[0]!;
  expect([...(await namesOf(world.db, [...missing, dana])).keys()]).toEqual([dana]);
  const reaching = { ...scope, reach: [other] };
  const { found } = await look(reaching, { found: several("account", other, [other, account]) });
  expect(found.map((doc) => [doc.account, doc.id])).toEqual([[other, other]]);
  const facts = await look(scope, { many: each(Array.from({ length: 130_000 }, () => known("status", "a"))) });
  expect(facts.many).toHaveLength(130_000);
});
