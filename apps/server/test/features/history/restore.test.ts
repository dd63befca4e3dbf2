import { describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";

const DANA = "dana@callboard.demo";
const LUNCH = "northwind/Lunch";

async function statusOf(app: TestApp, name = LUNCH) {
  const id = app.statuses[name]!;
  const all = await app.callerFor(DANA, "northwind").agents.statuses();
  return all.find((status) => status.id === id) ?? null;
}

async function edit(app: TestApp, change: object, email = DANA) {
  app.advance(MINUTE);
  const status = (await statusOf(app))!;
  const { id, version, name, takesCalls, color, icon, defaultMinutes, whenOver } = status;
  await app
    .callerFor(email, "northwind")
    .agents.defineStatus({ id, version, name, takesCalls, color, icon, defaultMinutes, whenOver, ...change });
  return (await statusOf(app))!.version;
}

const dana = (app: TestApp) => app.callerFor(DANA, "northwind");
const lunch = (app: TestApp) => ({ kind: "status", id: app.statuses[LUNCH]! });

async function restore(app: TestApp, options: object) {
  const { proposal, clashes } = await dana(app).history.proposeRestore({ ...lunch(app), version: 1, ...options });
  expect(clashes).toEqual([]);
  return dana(app).proposals.confirm({ proposal: proposal! });
}

describe("restoring a version", () => {
  test("is proposed with a line for each field, writes a new version equal to the old one, and can be undone", async () => {
    const app = await openTestApp();
    const before = (await statusOf(app))!;
    await edit(app, { name: "Mittag", defaultMinutes: 50 });
    const changed = (await statusOf(app))!;
    const proposed = await dana(app).history.proposeRestore({ ...lunch(app), version: before.version, reason: "typo" });
    const shown = await dana(app).proposals.get({ proposal: proposed.proposal! });
    expect(shown).toMatchObject({
      state: "open",
      stale: false,
      name: null,
      title: "Restore agent status Lunch to version 2",
      verb: "Restore",
    });
    expect(shown.lines.map(({ text, as, state }) => [text, as, state])).toEqual([
      ["Mittag: Name Mittag → Lunch", "effect", "same"],
      ["Mittag: Default duration 50 min → 45 min", "effect", "same"],
    ]);
    await dana(app).proposals.confirm({ proposal: proposed.proposal! });
    const back = (await statusOf(app))!;
    expect({ ...back, version: 0 }).toEqual({ ...before, version: 0 });
    expect(back.version).toBe(changed.version + 1);
    const { versions } = await dana(app).history.versions(lunch(app));
    expect(versions[0]).toMatchObject({
      event: "restored",
      action: "restored version 2 of Lunch",
      cause: "typo",
      by: "Dana Reyes",
    });
    await restore(app, { version: changed.version });
    expect({ ...(await statusOf(app)), version: 0 }).toEqual({ ...changed, version: 0 });
  });

  test("keeps later edits to other fields, whoever made them; an edit of the same field is a conflict and nothing is written", async () => {
    const app = await openTestApp();
    const seen = await edit(app, { defaultMinutes: 50 });
    const proposed = await dana(app).history.proposeRestore({ ...lunch(app), version: 1, seen });
    await edit(app, { color: "pink" }, "harriet@callboard.demo");
    await dana(app).proposals.confirm({ proposal: proposed.proposal! });
    expect(await statusOf(app)).toMatchObject({ defaultMinutes: 30, color: "pink" });

    const latest = await edit(app, { defaultMinutes: 52 });
    const stale = await dana(app).history.proposeRestore({
      ...lunch(app),
      version: 1,
      seen: latest,
      fields: ["defaultMinutes"],
    });
    await edit(app, { defaultMinutes: 55 }, "harriet@callboard.demo");
    const version = (await statusOf(app))!.version;
    expect(await failureOf(dana(app).proposals.confirm({ proposal: stale.proposal! }))).toMatchObject({
      key: "history.conflict",
    });
    expect((await statusOf(app))!.version).toBe(version);
    expect(await dana(app).proposals.get({ proposal: stale.proposal! })).toMatchObject({
      stale: true,
      why: "Somebody else changed Default duration since. Choose which value to keep for each such field, then continue.",
    });
    const clash = { ...lunch(app), version: 1, seen: latest, fields: ["defaultMinutes"] };
    expect(await dana(app).history.proposeRestore(clash)).toEqual({
      proposal: null,
      clashes: [{ field: "defaultMinutes", label: "Default duration", older: "30 min", now: "55 min" }],
    });
    const chosen = await dana(app).history.proposeRestore({ ...clash, choices: { defaultMinutes: "then" } });
    await dana(app).proposals.confirm({ proposal: chosen.proposal! });
    expect(await statusOf(app)).toMatchObject({ defaultMinutes: 30, color: "pink" });
  });

  test("undoing one change keeps what came after it", async () => {
    const app = await openTestApp();
    const first = await edit(app, { defaultMinutes: 50 });
    await edit(app, { name: "Mittag" });
    const proposed = await dana(app).history.proposeRestore({ ...lunch(app), version: first, take: "change" });
    expect(await dana(app).proposals.get({ proposal: proposed.proposal! })).toMatchObject({ verb: "Undo" });
    await dana(app).proposals.confirm({ proposal: proposed.proposal! });
    expect(await statusOf(app)).toMatchObject({ defaultMinutes: 45, name: "Mittag" });
  });

  test("a stale proposal is refused, shows line by line what changed, and can be renewed", async () => {
    const app = await openTestApp();
    await edit(app, { defaultMinutes: 50, name: "Mittag" });
    const { proposal } = await dana(app).history.proposeRestore({ ...lunch(app), version: 1 });
    await edit(app, { defaultMinutes: 30 });
    expect(await failureOf(dana(app).proposals.confirm({ proposal: proposal! }))).toMatchObject({
      code: "conflict",
      key: "proposals.changed",
    });
    const shown = await dana(app).proposals.get({ proposal: proposal! });
    expect(shown.lines.map(({ text, state }) => [text, state])).toEqual([
      ["Mittag: Name Mittag → Lunch", "same"],
      ["Mittag: Default duration 50 min → 30 min", "gone"],
    ]);
    const again = await dana(app).proposals.remake({ proposal: proposal! });
    await dana(app).proposals.confirm(again);
    expect(await statusOf(app)).toMatchObject({ name: "Lunch", defaultMinutes: 30 });
  });

  test("a proposal is valid for thirty minutes, can be confirmed once, and can be discarded", async () => {
    const app = await openTestApp();
    await edit(app, { name: "Mittag" });
    const propose = () => dana(app).history.proposeRestore({ ...lunch(app), version: 1 });
    const old = await propose();
    app.advance(30 * MINUTE);
    expect(await failureOf(dana(app).proposals.confirm({ proposal: old.proposal! }))).toMatchObject({
      key: "proposals.expired",
    });
    const dropped = await propose();
    await dana(app).proposals.discard({ proposal: dropped.proposal! });
    expect(await failureOf(dana(app).proposals.confirm({ proposal: dropped.proposal! }))).toMatchObject({
      key: "proposals.closed",
    });
    const done = await propose();
    await dana(app).proposals.confirm({ proposal: done.proposal! });
    expect(await failureOf(dana(app).proposals.confirm({ proposal: done.proposal! }))).toMatchObject({
      key: "proposals.closed",
    });
    expect(await failureOf(propose())).toMatchObject({ key: "history.alreadyTheSame" });
  });

  test("people without the permission to restore can't find a proposal, nor can another tenant", async () => {
    const app = await openTestApp();
    await edit(app, { name: "Mittag" });
    const { proposal } = await dana(app).history.proposeRestore({ ...lunch(app), version: 1 });
    for (const caller of [
      app.callerFor("ava@callboard.demo", "northwind"),
      app.callerFor("solveig@callboard.demo", "solo"),
    ])
      for (const attempt of [
        caller.proposals.get({ proposal: proposal! }),
        caller.proposals.confirm({ proposal: proposal! }),
      ])
        expect(await failureOf(attempt)).toMatchObject({ code: "not-found" });
  });

  test("account, plan, lifecycle and memberships refuse a restore with sentences of their own", async () => {
    const app = await openTestApp();
    const account = app.account("northwind");
    for (const [kind, key] of [
      ["account", "account.notRestored"],
      ["terms", "plans.notRestored"],
      ["lifecycle", "lifecycle.notRestored"],
    ] as const)
      expect(await failureOf(dana(app).history.proposeRestore({ kind, id: account, version: 1 }))).toMatchObject({
        code: "conflict",
        key,
      });
  });
});

test("the account as of an instant is compared with now, and removed records can be restored", async () => {
  const app = await openTestApp();
  app.advance(HOUR);
  const at = app.now();
  await edit(app, { name: "Mittag", defaultMinutes: 50 });
  await dana(app).agents.defineStatus({ name: "New one", color: "teal" });
  const { records } = await dana(app).history.asOf({ at });
  expect(records.map(({ title, how, fields }) => [title, how, fields.map(({ label }) => label)]).toSorted()).toEqual([
    ["Mittag", "changed", ["Name", "Default duration"]],
    ["New one", "added", []],
  ]);
  const ids = records.map(({ kind, id }) => ({ kind, id }));
  const { proposal } = await dana(app).history.proposeBringBack({ at, records: ids });
  await dana(app).proposals.confirm({ proposal });
  expect((await dana(app).history.asOf({ at })).records).toEqual([]);
  expect((await dana(app).agents.statuses()).map(({ name }) => name)).not.toContain("New one");
  expect(await failureOf(dana(app).history.asOf({ at: app.now() + 1 }))).toMatchObject({
    key: "history.instantInFuture",
  });
  expect(await failureOf(dana(app).history.asOf({ at: app.now() - 120 * DAY }))).toMatchObject({
    key: "history.beforeRetention",
  });
});

test("undoing a batch skips records that changed since", async () => {
  const app = await openTestApp();
  app.advance(HOUR);
  const at = app.now();
  await edit(app, { name: "Mittag" });
  await dana(app).agents.defineStatus({ name: "New one", color: "teal" });
  const { records } = await dana(app).history.asOf({ at });
  const { proposal } = await dana(app).history.proposeBringBack({
    at,
    records: records.map(({ kind, id }) => ({ kind, id })),
  });
  const { batch } = await dana(app).proposals.confirm({ proposal });
  expect((await dana(app).history.list({ batch })).changes).toHaveLength(2);
  await edit(app, { name: "Lunch break" });
  const undo = { proposal: (await dana(app).history.proposeUndo({ batch })).proposal! };
  const { lines } = await dana(app).proposals.get(undo);
  expect(lines.map(({ text, as }) => [text, as])).toEqual([
    ["agent status New one comes back", "effect"],
    ["agent status Lunch break was changed since and stays as it is", "figure"],
  ]);
  await dana(app).proposals.confirm(undo);
  const names = (await dana(app).agents.statuses()).map(({ name }) => name);
  expect(names).toContain("New one");
  expect(names).toContain("Lunch break");
  expect(await failureOf(dana(app).history.proposeUndo({ batch: "nope" }))).toMatchObject({
    key: "history.batchUnknown",
  });
});

test("unread changes: others' count, one's own don't, and reading marks them read everywhere", async () => {
  const app = await openTestApp();
  const harriet = app.callerFor("harriet@callboard.demo", "northwind");
  const start = await dana(app).history.unread();
  await dana(app).history.markRead({ n: start.head });
  expect(await dana(app).history.unread()).toMatchObject({ count: 0, more: false });
  await edit(app, { name: "Mittag" });
  expect(await dana(app).history.unread()).toMatchObject({ count: 0 });
  await edit(app, { name: "Lunch break" }, "harriet@callboard.demo");
  const news = await dana(app).history.unread();
  expect(news.count).toBe(1);
  await harriet.history.markRead({ n: news.head });
  expect(await dana(app).history.unread()).toMatchObject({ count: 1 });
  await dana(app).history.markRead({ n: news.head });
  await dana(app).history.markRead({ n: 1 });
  expect(await dana(app).history.unread()).toMatchObject({ count: 0 });
});

test("a change that arrives while the unread ones are counted isn't marked as read", async () => {
  const app = await openTestApp();
  await dana(app).history.markRead({ n: (await dana(app).history.unread()).head });
  const { db } = app.services;
  const read = db.read.bind(db);
  let change: (() => Promise<unknown>) | null = () => edit(app, { name: "Lunch break" }, "harriet@callboard.demo");
  db.read = async (stmts) => {
    const rows = await read(stmts);
    if (!stmts.some(({ sql }) => sql.startsWith("SELECT c.n, c.cause"))) return rows;
    const arrive = change;
    change = null;
    await arrive?.();
    return rows;
  };
  const { count, head } = await dana(app).history.unread();
  expect({ count, change }).toEqual({ count: 0, change: null });
  await dana(app).history.markRead({ n: head });
  expect(await dana(app).history.unread()).toMatchObject({ count: 1 });
});
