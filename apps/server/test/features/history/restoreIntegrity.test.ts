import { expect, test } from "vitest";
import { findOne } from "../../../src/store/queries.ts";
import { commit } from "../../../src/store/commit.ts";
import { DAY, MINUTE, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";
import { addStatus, renameStatus, scopeOf } from "../../support/scopes.ts";

const dana = (app: TestApp) => app.callerFor("dana@callboard.demo", "northwind");
const queue = (app: TestApp, name: string, to: string | null) => ({
  name,
  routing: "longest idle" as const,
  members: [{ id: app.people["ava@callboard.demo"]!, weight: 1 }],
  noAnswer: to === null ? { to: "voicemail" as const } : { to: "queue" as const, id: to },
});

test("restoring an older queue that would now send callers in a loop is refused like the edit", async () => {
  const app = await openTestApp();
  const { queues, history } = dana(app);
  const { id: second } = await queues.save(queue(app, "Second", null));
  const { id: first } = await queues.save(queue(app, "First", second));
  await queues.save({ ...queue(app, "First", null), id: first, version: 1 });
  await queues.save({ ...queue(app, "Second", first), id: second, version: 1 });
  expect(await failureOf(history.proposeRestore({ kind: "queue", id: first, version: 1 }))).toMatchObject({
    code: "invalid",
    key: "queues.loop",
  });
});

test("a status that a missed-call rule sets can't be restored as one that takes calls", async () => {
  const app = await openTestApp();
  const { agents, queues, history } = dana(app);
  const draft = { name: "Recovering", color: "teal" as const };
  const { id } = await agents.defineStatus({ ...draft, takesCalls: true });
  await agents.defineStatus({ ...draft, takesCalls: false, id, version: 1 });
  await queues.save({ ...queue(app, "Ruled", null), missedCall: { after: 3, status: id, minutes: null } });
  expect(await failureOf(history.proposeRestore({ kind: "status", id, version: 1 }))).toMatchObject({
    key: "queues.statusInMissedCallRule",
  });
});

test("undoing the creation of something that numbers or queues refer to is refused, unless the same proposal redirects them", async () => {
  const app = await openTestApp();
  const { sources, receivers, queues, history } = dana(app);
  const undoCreation = (kind: string, id: string) =>
    failureOf(history.proposeRestore({ kind, id, version: 1, take: "change" }));
  const { id: source } = await sources.save({ name: "Fair" });
  const { id: receiver } = await receivers.save({ name: "Desk", number: "+1 512 555 0188" });
  await addNumber(app, "northwind", "+15125550177", { source });
  await queues.save({ ...queue(app, "Handing on", null), noAnswer: { to: "receiver", id: receiver } });
  expect(await undoCreation("source", source)).toMatchObject({ key: "record.usedByNumbers" });
  expect(await undoCreation("receiver", receiver)).toMatchObject({ key: "record.usedByQueues" });
  const at = app.now() - 1;
  app.advance(MINUTE);
  const { records } = await history.asOf({ at });
  const all = records.map(({ kind, id }) => ({ kind, id }));
  expect(
    await failureOf(history.proposeBringBack({ at, records: all.filter(({ id }) => id === source) })),
  ).toMatchObject({
    key: "record.usedByNumbers",
  });
  const queuesAndReceivers = all.filter(({ kind }) => kind === "queue" || kind === "receiver");
  const { proposal } = await history.proposeBringBack({ at, records: queuesAndReceivers });
  await dana(app).proposals.confirm({ proposal });
  expect((await receivers.list({})).receivers).toEqual([]);
});

test("a batch that changed a record several times is undone in one step, but not over another person's change in between", async () => {
  const app = await openTestApp();
  const account = app.account("northwind");
  const scope = scopeOf(app.services, account);
  const batch = { ...scope, batch: "p.batch" };
  const rename = (by: typeof scope, id: string, name: string) =>
    commit(by, { doc: findOne("status", id) }, ({ doc }) => [renameStatus(doc, name)]);
  await commit(scope, {}, () => [addStatus(account, "st1", "One"), addStatus(account, "st2", "Two")]);
  for (const name of ["Uno", "Eins", "Yksi"]) await rename(batch, "st1", name);
  await rename(batch, "st2", "Dos");
  await rename(scope, "st2", "Between");
  await rename(batch, "st2", "Zwei");
  const { history, proposals, agents } = dana(app);
  const undo = { proposal: (await history.proposeUndo({ batch: "p.batch" })).proposal! };
  expect((await proposals.get(undo)).lines.map(({ text }) => text)).toEqual([
    "agent status Zwei was changed since and stays as it is",
    "Yksi: Name Yksi → One",
  ]);
  await proposals.confirm(undo);
  const names = (await agents.statuses()).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["One", "Zwei"]));
});

test("renewing a proposal whose version has expired says that it's gone", async () => {
  const app = await openTestApp();
  const { agents, history, proposals } = dana(app);
  const draft = { name: "Brief", color: "teal" as const };
  const { id } = await agents.defineStatus(draft);
  await agents.defineStatus({ ...draft, name: "Briefer", id, version: 1 });
  await agents.defineStatus({ ...draft, name: "Briefest", id, version: 2 });
  const { proposal } = await history.proposeRestore({ kind: "status", id, version: 1 });
  // Used regularly, the session stays valid; the version doesn't.
  for (let month = 0; month < 5; month += 1) {
    app.advance(25 * DAY);
    await agents.statuses();
  }
  expect(await failureOf(proposals.remake({ proposal: proposal! }))).toMatchObject({ key: "history.versionGone" });
});

test("an expired batch can't be undone, and its proposal can't be renewed", async () => {
  const app = await openTestApp();
  const account = app.account("northwind");
  const scope = scopeOf(app.services, account);
  await commit(scope, {}, () => [addStatus(account, "st1", "One")]);
  app.advance(MINUTE);
  const later = { ...scope, now: app.now(), batch: "p.batch" };
  await commit(later, { doc: findOne("status", "st1") }, ({ doc }) => [renameStatus(doc, "Uno")]);
  const undo = { proposal: (await dana(app).history.proposeUndo({ batch: "p.batch" })).proposal! };
  const days = (await dana(app).history.list({})).retentionDays;
  for (let remainingMs = days * DAY; remainingMs > 0; remainingMs -= 25 * DAY) {
    app.advance(Math.min(remainingMs, 25 * DAY) - (remainingMs <= 25 * DAY ? 1 : 0));
    await dana(app).agents.statuses();
  }
  await dana(app).proposals.remake(undo);
  app.advance(1);
  expect(await failureOf(dana(app).proposals.remake(undo))).toMatchObject({ key: "history.batchUnknown" });
  expect(await failureOf(dana(app).history.proposeUndo({ batch: "p.batch" }))).toMatchObject({
    key: "history.batchUnknown",
  });
});

test("if a record that the restored one refers to is removed before the confirmation, nothing is restored", async () => {
  const app = await openTestApp();
  const { receivers, queues, history, proposals } = dana(app);
  const { id: receiver } = await receivers.save({ name: "Desk", number: "+1 512 555 0188" });
  const { id } = await queues.save({ ...queue(app, "Handing on", null), noAnswer: { to: "receiver", id: receiver } });
  await queues.save({ ...queue(app, "Handing on", null), id, version: 1 });
  const { proposal } = await history.proposeRestore({ kind: "queue", id, version: 1 });
  await receivers.remove({ id: receiver, version: 1 });
  expect(await failureOf(proposals.confirm({ proposal: proposal! }))).toMatchObject({
    key: "receivers.receiverUnknown",
  });
});

test("undoing the creation of a status is refused while an agent has it or the idle rule sets it", async () => {
  const app = await openTestApp();
  const { agents, account, history } = dana(app);
  const { id } = await agents.defineStatus({ name: "Brief", color: "teal" });
  const undoCreation = () => failureOf(history.proposeRestore({ kind: "status", id, version: 1, take: "change" }));
  await app.callerFor("ava@callboard.demo", "northwind").agents.setStatus({ status: id });
  expect(await undoCreation()).toMatchObject({ key: "history.statusInUse" });
  await app.callerFor("ava@callboard.demo", "northwind").agents.setStatus({ status: "available" });
  const { version, name, zone, billTo } = await account.get();
  await account.save({ version, name, zone, billTo, idleRule: { minutes: 10, status: id } });
  expect(await undoCreation()).toMatchObject({ key: "agents.idleRuleUses" });
});
