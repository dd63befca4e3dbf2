import { create, remove, save } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import type { DataOf } from "@callboard/domain/core/records";
import { expect, test } from "vitest";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { findOne, findByIds } from "../../../src/store/queries.ts";
import { commit } from "../../../src/store/commit.ts";
import { openTestApp, failureOf } from "../../support/kit.ts";
import { numberData } from "../../support/fixtures/numbers.ts";
import { scopeOf } from "../../support/scopes.ts";

const logEntry = { action: message("agents.cause.chosen") };
const receiver = (n: number): DataOf<"receiver"> => ({ e164: `+1512${3_000_000 + n}`, name: `Desk ${n}` });
const RADIO: DataOf<"source"> = {
  name: "Radio at night",
  description: "",
  site: "offsite",
  ruleGroups: [],
  position: 900,
  follows: null,
};
const QUEUE = {
  routing: "longest idle",
  ringSeconds: 20,
  wrapUpSeconds: 0,
  schedule: null,
  tags: [] as string[],
  missedCall: null,
  leastTakingCalls: null,
  follows: null,
  frozen: null,
} as const;

/** One more receiving number than a proposal can hold, created in one batch. */
async function open(count: number) {
  const app = await openTestApp();
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  const scope = { ...scopeOf(app.services, app.account("northwind")), batch: "made" };
  for (let from = 0; from < count; from += 200)
    await commit(scope, {}, () =>
      Array.from({ length: Math.min(200, count - from) }, (_, at) =>
        create(scope.account, "receiver", `desk${from + at}`, receiver(from + at), logEntry),
      ),
    );
  const undo = async (batch: string) => {
    const { proposal, run } = await dana.history.proposeUndo({ batch });
    expect(proposal).toBeNull();
    return run!;
  };
  const receiverCount = async () => (await dana.receivers.list({})).receivers.length;
  return { ...app, dana, scope, undo, receiverCount, runJobs: () => runDueJobs(app.services, "runs") };
}

test("a batch too long for one proposal is undone by a run, except what changed since, each with its reason", async () => {
  const app = await open(600);
  await app.dana.receivers.save({ id: "desk7", version: 1, name: "Front desk", number: "+1 512 300 0007" });
  const before = await app.selectRows("SELECT count(*) AS n FROM changes");
  const run = await app.undo("made");
  expect(await app.dana.runs.get({ run })).toMatchObject({
    type: "undo batch",
    state: "proposed",
    counts: { total: 600, pending: 600 },
  });
  // Only the proposed run itself was written.
  expect(Number((await app.selectRows("SELECT count(*) AS n FROM changes"))[0]!.n)).toBe(Number(before[0]!.n) + 1);
  await app.dana.runs.start({ run });
  await app.runJobs();
  expect(await app.dana.runs.get({ run })).toMatchObject({
    state: "done",
    counts: { done: 599, skipped: 1, failed: 0, pending: 0 },
  });
  const { items } = await app.dana.runs.items({ run, state: "skipped" });
  expect(items).toMatchObject([
    { about: "Desk 7", reason: "receiving number Front desk was changed since and stays as it is" },
  ]);
  const remaining = await app.selectRows("SELECT id FROM records WHERE kind = 'receiver' AND id LIKE 'desk%'");
  expect(remaining.map(({ id }) => id)).toEqual(["desk7"]);
});

test("undoing the undo restores the start, and proposing twice with one key makes one run", async () => {
  const app = await open(520);
  const keyed = app.callerFor("dana@callboard.demo", "northwind", { key: "once" });
  const first = await keyed.history.proposeUndo({ batch: "made" });
  expect(await keyed.history.proposeUndo({ batch: "made" })).toEqual(first);
  expect((await app.dana.runs.list({})).runs.filter(({ type }) => type === "undo batch")).toHaveLength(1);
  const readRecords = () => app.selectRows("SELECT id, data FROM records WHERE kind = 'receiver' ORDER BY id");
  const before = await readRecords();
  await app.dana.runs.start({ run: first.run! });
  await app.runJobs();
  expect(await readRecords()).toHaveLength(before.length - 520);
  const redo = await app.undo(first.run!);
  await app.dana.runs.start({ run: redo });
  await app.runJobs();
  expect(await app.dana.runs.get({ run: redo })).toMatchObject({ counts: { done: 520, failed: 0 } });
  expect(await readRecords()).toEqual(before);
});

test("a record that another one refers to by now stays, with the sentence that names it; the others are removed", async () => {
  const app = await open(510);
  await app.dana.queues.save({
    name: "Night",
    routing: "simultaneous",
    members: [{ id: app.people["ava@callboard.demo"]!, weight: 1 }],
    noAnswer: { to: "receiver", id: "desk3" },
  });
  const run = await app.undo("made");
  await app.dana.runs.start({ run });
  await app.runJobs();
  expect(await app.dana.runs.get({ run })).toMatchObject({ counts: { done: 509, failed: 1 } });
  const { items } = await app.dana.runs.items({ run, state: "failed" });
  expect(items).toMatchObject([{ about: "Desk 3", reason: expect.stringMatching(/Desk 3 is in use.*Night/) }]);
});

test("undoing a long batch of removals restores the records, and another account's batch doesn't exist here", async () => {
  const app = await open(505);
  const removalScope = { ...app.scope, batch: "gone" };
  for (let n = 0; n < 505; n += 1)
    await commit(removalScope, { doc: findOne("receiver", `desk${n}`) }, ({ doc }) => [
      remove("receiver", doc, logEntry),
    ]);
  expect(await app.receiverCount()).toBeLessThan(505);
  const mary = app.callerFor("mary@callboard.demo", "mason");
  expect(await failureOf(mary.history.proposeUndo({ batch: "gone" }))).toMatchObject({
    key: "history.batchUnknown",
  });
  const run = await app.undo("gone");
  await app.dana.runs.start({ run });
  await app.runJobs();
  expect(await app.dana.runs.get({ run })).toMatchObject({ counts: { done: 505, skipped: 0, failed: 0 } });
  const back = await app.selectRows("SELECT count(*) AS n FROM records WHERE kind = 'receiver' AND id LIKE 'desk%'");
  expect(Number(back[0]!.n)).toBe(505);
});

test("records are removed after whatever refers to them, and restored before it", async () => {
  const app = await openTestApp();
  const scope = scopeOf(app.services, app.account("northwind"));
  const ids = Array.from({ length: 505 }, (_, at) => `line${at}`);
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  const queue = (name: string, noAnswer: DataOf<"queue">["noAnswer"]): DataOf<"queue"> => ({
    ...QUEUE,
    name,
    members: [{ id: app.people["ava@callboard.demo"]!, weight: 1 }],
    noAnswer,
  });
  await commit(scope, {}, () =>
    ids.map((id, at) => create(scope.account, "number", id, numberData(app, `+1512${5_590_000 + at}`), logEntry)),
  );
  // In one commit, each may be created after what refers to it.
  await commit({ ...scope, batch: "led" }, { numbers: findByIds("number", ids) }, ({ numbers }) => [
    create(scope.account, "queue", "evening", queue("Evening", { to: "queue", id: "night" }), logEntry),
    ...numbers.map((one, at) => {
      const route = at % 2 === 0 ? { to: "receiver" as const, id: "desk" } : { to: "queue" as const, id: "evening" };
      return save("number", one, { ...one.data, route, source: "radio" }, logEntry);
    }),
    create(scope.account, "queue", "night", queue("Night", { to: "receiver", id: "desk" }), logEntry),
    create(scope.account, "receiver", "desk", receiver(1), logEntry),
    create(scope.account, "source", "radio", RADIO, logEntry),
  ]);
  const readRecords = () =>
    app.selectRows(
      "SELECT kind, id, data FROM records WHERE account = ? AND kind IN ('number', 'queue', 'receiver', 'source')",
      scope.account,
    );
  const before = await readRecords();
  const counts = { counts: { total: 509, done: 509, skipped: 0, failed: 0 } };
  let batch = "led";
  for (const round of [1, 2]) {
    const { run } = await dana.history.proposeUndo({ batch });
    await dana.runs.start({ run: run! });
    await runDueJobs(app.services, "runs");
    expect(await dana.runs.get({ run: run! }), `round ${round}`).toMatchObject(counts);
    batch = run!;
    if (round === 2) expect(await readRecords()).toEqual(before);
  }
});

test("a name that was passed on returns to its former holder, whichever record changed last", async () => {
  const app = await open(500);
  const batchScope = { ...app.scope, batch: "handed" };
  const source = (name: string): DataOf<"source"> => ({ ...RADIO, name });
  await commit(app.scope, {}, () => [
    create(app.scope.account, "source", "first", source("Radio"), logEntry),
    create(app.scope.account, "source", "second", source("Paper"), logEntry),
  ]);
  const desks = Array.from({ length: 500 }, (_, at) => `desk${at}`);
  await commit(batchScope, { docs: findByIds("receiver", desks) }, ({ docs }) =>
    docs.map((doc) => save("receiver", doc, { ...doc.data, name: `${doc.data.name} b` }, logEntry)),
  );
  const change = (id: string, changes: Partial<DataOf<"source">>) =>
    commit(batchScope, { doc: findOne("source", id) }, ({ doc }) => [
      save("source", doc, { ...doc.data, ...changes }, logEntry),
    ]);
  await change("first", { name: "Radio by day" });
  await change("second", { name: "Radio" });
  await commit(batchScope, {}, () => [create(batchScope.account, "source", "third", source("Paper"), logEntry)]);
  await change("second", { description: "x" });
  await change("first", { description: "x" });
  const run = await app.undo("handed");
  await app.dana.runs.start({ run });
  await app.runJobs();
  expect(await app.dana.runs.get({ run })).toMatchObject({ counts: { total: 503, done: 503 } });
  const receiverCount = await app.selectRows(
    "SELECT id, data ->> '$.name' AS name FROM records WHERE id IN ('first', 'second', 'third')",
  );
  expect(receiverCount.map(({ id, name }) => [id, name]).toSorted()).toEqual([
    ["first", "Radio"],
    ["second", "Paper"],
  ]);
});
