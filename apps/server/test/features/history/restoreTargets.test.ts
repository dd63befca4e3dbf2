import { create, remove } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { expect, test } from "vitest";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { findOne } from "../../../src/store/queries.ts";
import { commit } from "../../../src/store/commit.ts";
import { MINUTE, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";
import { addNumber, numberData } from "../../support/fixtures/numbers.ts";
import { makeLongBatch, scopeOf } from "../../support/scopes.ts";

const logEntry = { action: message("agents.cause.chosen") };
const dana = (app: TestApp) => app.callerFor("dana@callboard.demo", "northwind");
const queue = (app: TestApp, name: string, ...members: string[]) => ({
  name,
  routing: "longest idle" as const,
  members: (members.length > 0 ? members : ["ava"]).map((who) => ({
    id: app.people[`${who}@callboard.demo`]!,
    weight: 10,
  })),
});
const lines = async (app: TestApp, proposal: string | null) =>
  (await dana(app).proposals.get({ proposal: proposal! })).lines.map(({ text, as }) => [text, as]);
const sourceOf = async (app: TestApp, id: string) =>
  JSON.parse((await app.selectRows("SELECT data FROM records WHERE kind = 'number' AND id = ?", id))[0]!.data).source;

/** Creates numbers with one source, and a run that gives them all another source. */
async function editNumbers(app: TestApp, count: number) {
  const { numbers, sources } = dana(app);
  const { id: from } = await sources.save({ name: "From" });
  const { id: to } = await sources.save({ name: "To" });
  const ids: string[] = [];
  const scope = scopeOf(app.services, app.account("northwind"));
  await commit(scope, {}, () =>
    Array.from({ length: count }, (_, n) => {
      ids.push(`many${n}`);
      return create(
        scope.account,
        "number",
        `many${n}`,
        numberData(app, `+1512777${1000 + n}`, { source: from }),
        logEntry,
      );
    }),
  );
  app.advance(MINUTE);
  const { run } = await numbers.edit({ pick: { ids }, change: { source: to } });
  await runDueJobs(app.services, "runs");
  app.advance(MINUTE);
  return { from, to, ids, run };
}

test("undoing an edit of many numbers restores the source that they had before", async () => {
  const app = await openTestApp();
  const { from, to, ids, run } = await editNumbers(app, 3);
  expect(await sourceOf(app, ids[0]!)).toBe(to);
  const { proposal } = await dana(app).history.proposeUndo({ batch: run });
  expect(await lines(app, proposal)).toContainEqual([expect.stringMatching(/: Tracking source To → From$/), "effect"]);
  const { batch } = await dana(app).proposals.confirm({ proposal: proposal! });
  for (const id of ids) expect(await sourceOf(app, id)).toBe(from);
  const again = await dana(app).history.proposeUndo({ batch });
  await dana(app).proposals.confirm({ proposal: again.proposal! });
  for (const id of ids) expect(await sourceOf(app, id)).toBe(to);
});

test("an edit too long for one proposal is undone by a run, and a source removed since is restored too", async () => {
  const app = await openTestApp();
  const { from, run } = await editNumbers(app, 12);
  await makeLongBatch(app.services, app.account("northwind"), run);
  await dana(app).sources.remove({ id: from, version: 1 });
  const undo = await dana(app).history.proposeUndo({ batch: run });
  await dana(app).runs.start({ run: undo.run! });
  await runDueJobs(app.services, "runs");
  expect(await dana(app).runs.get({ run: undo.run! })).toMatchObject({ counts: { done: 13, failed: 0, skipped: 0 } });
  const countSql = `SELECT count(*) AS n FROM records WHERE kind = 'number' AND data ->> '$.source' = ?`;
  expect(Number((await app.selectRows(countSql, from))[0]!.n)).toBe(12);
});

test("restoring one field doesn't restore a removed record that only another field referred to", async () => {
  const app = await openTestApp();
  const { numbers, sources, history, proposals } = dana(app);
  const { id: source } = await sources.save({ name: "Fair" });
  const id = await addNumber(app, "northwind", "+15125550177", { source, name: "Before" });
  await numbers.save({ id, version: 1, name: "After", source: null, route: null });
  await sources.remove({ id: source, version: 1 });
  const { proposal } = await history.proposeRestore({ kind: "number", id, version: 1, fields: ["name"] });
  expect(await lines(app, proposal)).toEqual([["+1 512 555 0177: Name After → Before", "effect"]]);
  await proposals.confirm({ proposal: proposal! });
  expect((await sources.list()).sources.map(({ name }) => name)).not.toContain("Fair");
  expect(await sourceOf(app, id)).toBeNull();
});

test("swapped names are restored together", async () => {
  const app = await openTestApp();
  const { queues, history, proposals } = dana(app);
  const { id: east } = await queues.save(queue(app, "East"));
  const { id: west } = await queues.save(queue(app, "West"));
  app.advance(MINUTE);
  const at = app.now();
  app.advance(MINUTE);
  await queues.save({ ...queue(app, "Between"), id: east, version: 1 });
  await queues.save({ ...queue(app, "East"), id: west, version: 1 });
  await queues.save({ ...queue(app, "West"), id: east, version: 2 });
  const records = [east, west].map((id) => ({ kind: "queue", id }));
  const { proposal } = await history.proposeBringBack({ at, records });
  const { batch } = await proposals.confirm({ proposal });
  const namesById = async () => Object.fromEntries((await queues.list()).queues.map(({ id, name }) => [id, name]));
  expect(await namesById()).toMatchObject({ [east]: "East", [west]: "West" });
  const undo = await history.proposeUndo({ batch });
  await proposals.confirm({ proposal: undo.proposal! });
  expect(await namesById()).toMatchObject({ [east]: "West", [west]: "East" });
});

test("a proposal says that a name is taken by now, and offers another, or lets people choose one", async () => {
  const app = await openTestApp();
  const { queues, history, proposals } = dana(app);
  const { id } = await queues.save(queue(app, "Fair"));
  await queues.remove({ id, version: 1 });
  const { id: other } = await queues.save(queue(app, "FAIR"));
  const { proposal } = await history.proposeRestore({ kind: "queue", id, version: 1 });
  const shown = await proposals.get({ proposal: proposal! });
  expect(shown.lines.map(({ text }) => text)).toEqual([
    "call queue Fair comes back as Fair (2), because another call queue is now called Fair",
  ]);
  expect(shown.names).toEqual([{ record: `queue:${id}`, label: "Name", was: "Fair", offered: "Fair (2)" }]);
  // Any name can be chosen, but an invalid one is refused.
  expect(
    await failureOf(proposals.remake({ proposal: proposal!, names: { [`queue:${id}`]: "x".repeat(81) } })),
  ).toMatchObject({
    code: "invalid",
    field: `names.queue:${id}`,
  });
  const again = await proposals.remake({ proposal: proposal!, names: { [`queue:${id}`]: "Trade fair" } });
  await proposals.confirm({ proposal: again.proposal });
  expect((await queues.list()).queues.map(({ name }) => name)).toEqual(expect.arrayContaining(["FAIR", "Trade fair"]));
  // The same for undoing the rename of a record.
  await queues.save({ ...queue(app, "Fairground"), id: other, version: 1 });
  await queues.save(queue(app, "Fair"));
  const back = await history.proposeRestore({ kind: "queue", id: other, version: 1 });
  expect(await lines(app, back.proposal)).toEqual([
    ["Fairground: Name Fairground → FAIR (2)", "effect"],
    ["Another call queue is now called FAIR", "figure"],
  ]);
});

test("a number that another record has by now is refused when proposed, as no other can be offered", async () => {
  const app = await openTestApp();
  const { receivers, history } = dana(app);
  const { id } = await receivers.save({ name: "Desk", number: "+1 512 555 0188" });
  await receivers.remove({ id, version: 1 });
  await receivers.save({ name: "Other desk", number: "+1 512 555 0188" });
  expect(await failureOf(history.proposeRestore({ kind: "receiver", id, version: 1 }))).toMatchObject({
    code: "conflict",
    key: "receivers.receiverTaken",
  });
});

test("people who left the account aren't restored with a queue", async () => {
  const app = await openTestApp();
  const { queues, history, proposals, access } = dana(app);
  const { id } = await queues.save(queue(app, "Pair", "ava", "ben"));
  await queues.save({ ...queue(app, "Pair", "ava"), id, version: 1 });
  await access.removeMember({ person: app.people["ben@callboard.demo"]! });
  expect(await failureOf(history.proposeRestore({ kind: "queue", id, version: 1 }))).toMatchObject({
    key: "history.nothingElse",
  });
  await queues.remove({ id, version: 2 });
  const { proposal } = await history.proposeRestore({ kind: "queue", id, version: 1 });
  expect(await lines(app, proposal)).toEqual([
    ["call queue Pair comes back", "effect"],
    ["Ben Okafor no longer has a softphone in this account and stays out of Pair", "figure"],
  ]);
  await proposals.confirm({ proposal: proposal! });
  expect((await queues.get({ id })).members.map((member) => member.id)).toEqual([app.people["ava@callboard.demo"]]);
  // If none of its members is left, the queue can't be restored.
  await queues.remove({ id, version: 4 });
  await access.removeMember({ person: app.people["ava@callboard.demo"]! });
  expect(await failureOf(history.proposeRestore({ kind: "queue", id, version: 4 }))).toMatchObject({
    key: "history.noMemberRemaining",
  });
});

test("an address that unsubscribed isn't restored with a schedule", async () => {
  const app = await openTestApp();
  const { statements, history, proposals } = dana(app);
  const scope = scopeOf(app.services, app.account("northwind"));
  const { id } = await statements.saveSchedule({
    every: "week",
    day: 1,
    recipients: ["a@books.example", "b@books.example"],
  });
  await statements.saveSchedule({ id, version: 1, every: "week", day: 2, recipients: ["b@books.example"] });
  await scope.db.write({
    reads: [],
    decide: () => ({
      writes: [
        {
          sql: "INSERT INTO unsubscribes (account, address, at) VALUES (?, ?, ?)",
          args: [scope.account, "a@books.example", app.now()],
        },
      ],
      answer: null,
    }),
  });
  const { proposal } = await history.proposeRestore({ kind: "statementSchedule", id, version: 1 });
  expect(await lines(app, proposal)).toEqual([
    ["Statements every Tuesday: Day 2 → 1", "effect"],
    ["a@books.example has unsubscribed and stays off", "figure"],
  ]);
  await proposals.confirm({ proposal: proposal! });
  const [schedule] = (await statements.schedules()).schedules;
  expect(schedule).toMatchObject({ day: 1, recipients: [{ address: "b@books.example" }] });
});

test("a status that a queue's rule needs is restored with the queue", async () => {
  const app = await openTestApp();
  const { agents, queues, history, proposals } = dana(app);
  const { id: status } = await agents.defineStatus({ name: "Recovering", color: "teal" });
  const { id } = await queues.save({ ...queue(app, "Ruled"), missedCall: { after: 3, status, minutes: null } });
  await queues.remove({ id, version: 1 });
  const removal = await history.proposeRestore({ kind: "status", id: status, version: 1, take: "change" });
  await proposals.confirm({ proposal: removal.proposal! });
  const { proposal } = await history.proposeRestore({ kind: "queue", id, version: 1 });
  expect((await lines(app, proposal)).map(([text]) => text)).toEqual([
    "call queue Ruled comes back",
    "agent status Recovering comes back",
  ]);
  await proposals.confirm({ proposal: proposal! });
});

test("a released number can't be restored by anybody", async () => {
  const app = await openTestApp();
  const id = await addNumber(app, "northwind", "+15125550177", { name: "Before" });
  await dana(app).numbers.save({ id, version: 1, name: "After", source: null, route: null });
  const scope = scopeOf(app.services, app.account("northwind"));
  await commit(scope, { doc: findOne("number", id) }, ({ doc }) => [
    {
      ...(remove("number", doc, { action: message("agents.cause.chosen") }) as object),
      do: "save",
      data: { ...doc.data, state: { is: "released", since: app.now() } },
    } as never,
  ]);
  expect(await failureOf(dana(app).history.proposeRestore({ kind: "number", id, version: 1 }))).toMatchObject({
    code: "conflict",
  });
});
