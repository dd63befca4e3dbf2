import { describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";

const DANA = "dana@callboard.demo";
const LUNCH = "northwind/Lunch";

async function statusOf(open: TestApp, name = LUNCH) {
  const id = open.statuses[name]!;
  const all = await open.as(DANA, "northwind").agents.statuses();
  return all.find((status) => status.id === id) ?? null;
}

async function edit(open: TestApp, change: object, email = DANA) {
  open.pass(MINUTE);
  const status = (await statusOf(open))!;
  const { id, version, name, takesCalls, tone, icon, defaultMinutes, whenOver } = status;
  await open
    .as(email, "northwind")
    .agents.defineStatus({ id, version, name, takesCalls, tone, icon, defaultMinutes, whenOver, ...change });
  return (await statusOf(open))!.version;
}

const dana = (open: TestApp) => open.as(DANA, "northwind");
const lunch = (open: TestApp) => ({ kind: "status", id: open.statuses[LUNCH]! });

async function restored(open: TestApp, ask: object) {
  const { proposal, clashes } = await dana(open).history.proposeRestore({ ...lunch(open), version: 1, ...ask });
  expect(clashes).toEqual([]);
  return dana(open).proposals.confirm({ proposal: proposal! });
}

describe("restoring a version", () => {
  test("is proposed with a line for each field, writes a new version equal to the old one, and can be undone", async () => {
    const open = await openTestApp();
    const before = (await statusOf(open))!;
    await edit(open, { name: "Mittag", defaultMinutes: 50 });
    const changed = (await statusOf(open))!;
    const asked = await dana(open).history.proposeRestore({ ...lunch(open), version: before.version, reason: "typo" });
    const shown = await dana(open).proposals.get({ proposal: asked.proposal! });
    expect(shown).toMatchObject({
      state: "open",
      stale: false,
      name: null,
      title: "Restore agent status Lunch to version 2",
      verb: "Restore",
    });
    expect(shown.lines.map(({ text, as, state }) => [text, as, state])).toEqual([
      ["Mittag: Name Mittag → Lunch", "effect", "same"],
      ["Mittag: Default length 50 min → 45 min", "effect", "same"],
    ]);
    await dana(open).proposals.confirm({ proposal: asked.proposal! });
    const back = (await statusOf(open))!;
    expect({ ...back, version: 0 }).toEqual({ ...before, version: 0 });
    expect(back.version).toBe(changed.version + 1);
    const { versions } = await dana(open).history.versions(lunch(open));
    expect(versions[0]).toMatchObject({
      event: "restored",
      action: "restored Lunch as it was in version 2",
      cause: "typo",
      by: "Dana Reyes",
    });
    await restored(open, { version: changed.version });
    expect({ ...(await statusOf(open)), version: 0 }).toEqual({ ...changed, version: 0 });
  });

  test("keeps later edits to other fields, whoever made them; an edit of the same field is a conflict and nothing is written", async () => {
    const open = await openTestApp();
    const seen = await edit(open, { defaultMinutes: 50 });
    const asked = await dana(open).history.proposeRestore({ ...lunch(open), version: 1, seen });
    await edit(open, { tone: "pink" }, "harriet@callboard.demo");
    await dana(open).proposals.confirm({ proposal: asked.proposal! });
    expect(await statusOf(open)).toMatchObject({ defaultMinutes: 30, tone: "pink" });

    const again = await edit(open, { defaultMinutes: 52 });
    const stale = await dana(open).history.proposeRestore({
      ...lunch(open),
      version: 1,
      seen: again,
      fields: ["defaultMinutes"],
    });
    await edit(open, { defaultMinutes: 55 }, "harriet@callboard.demo");
    const version = (await statusOf(open))!.version;
    expect(await failureOf(dana(open).proposals.confirm({ proposal: stale.proposal! }))).toMatchObject({
      key: "history.clash",
    });
    expect((await statusOf(open))!.version).toBe(version);
    expect(await dana(open).proposals.get({ proposal: stale.proposal! })).toMatchObject({
      stale: true,
      why: "Default length was changed by somebody else since. Choose for each such field which value is to stand, then go on.",
    });
    const clash = { ...lunch(open), version: 1, seen: again, fields: ["defaultMinutes"] };
    expect(await dana(open).history.proposeRestore(clash)).toEqual({
      proposal: null,
      clashes: [{ field: "defaultMinutes", label: "Default length", older: "30 min", now: "55 min" }],
    });
    const chosen = await dana(open).history.proposeRestore({ ...clash, choices: { defaultMinutes: "then" } });
    await dana(open).proposals.confirm({ proposal: chosen.proposal! });
    expect(await statusOf(open)).toMatchObject({ defaultMinutes: 30, tone: "pink" });
  });

  test("undoing one change keeps what came after it", async () => {
    const open = await openTestApp();
    const first = await edit(open, { defaultMinutes: 50 });
    await edit(open, { name: "Mittag" });
    const asked = await dana(open).history.proposeRestore({ ...lunch(open), version: first, take: "change" });
    expect(await dana(open).proposals.get({ proposal: asked.proposal! })).toMatchObject({ verb: "Take back" });
    await dana(open).proposals.confirm({ proposal: asked.proposal! });
    expect(await statusOf(open)).toMatchObject({ defaultMinutes: 45, name: "Mittag" });
  });

  test("a stale proposal is refused, shows line by line what changed, and can be renewed", async () => {
    const open = await openTestApp();
    await edit(open, { defaultMinutes: 50, name: "Mittag" });
    const { proposal } = await dana(open).history.proposeRestore({ ...lunch(open), version: 1 });
    await edit(open, { defaultMinutes: 30 });
    expect(await failureOf(dana(open).proposals.confirm({ proposal: proposal! }))).toMatchObject({
      code: "conflict",
      key: "proposals.changed",
    });
    const shown = await dana(open).proposals.get({ proposal: proposal! });
    expect(shown.lines.map(({ text, state }) => [text, state])).toEqual([
      ["Mittag: Name Mittag → Lunch", "same"],
      ["Mittag: Default length 50 min → 30 min", "gone"],
    ]);
    const anew = await dana(open).proposals.remake({ proposal: proposal! });
    await dana(open).proposals.confirm(anew);
    expect(await statusOf(open)).toMatchObject({ name: "Lunch", defaultMinutes: 30 });
  });

  test("a proposal is valid for thirty minutes, can be confirmed once, and can be discarded", async () => {
    const open = await openTestApp();
    await edit(open, { name: "Mittag" });
    const ask = () => dana(open).history.proposeRestore({ ...lunch(open), version: 1 });
    const old = await ask();
    open.pass(30 * MINUTE);
    expect(await failureOf(dana(open).proposals.confirm({ proposal: old.proposal! }))).toMatchObject({
      key: "proposals.expired",
    });
    const dropped = await ask();
    await dana(open).proposals.discard({ proposal: dropped.proposal! });
    expect(await failureOf(dana(open).proposals.confirm({ proposal: dropped.proposal! }))).toMatchObject({
      key: "proposals.over",
    });
    const done = await ask();
    await dana(open).proposals.confirm({ proposal: done.proposal! });
    expect(await failureOf(dana(open).proposals.confirm({ proposal: done.proposal! }))).toMatchObject({
      key: "proposals.over",
    });
    expect(await failureOf(ask())).toMatchObject({ key: "history.sameAlready" });
  });

  test("people without the permission to restore can't find a proposal, nor can another tenant", async () => {
    const open = await openTestApp();
    await edit(open, { name: "Mittag" });
    const { proposal } = await dana(open).history.proposeRestore({ ...lunch(open), version: 1 });
    for (const caller of [open.as("ava@callboard.demo", "northwind"), open.as("solveig@callboard.demo", "solo")])
      for (const asked of [
        caller.proposals.get({ proposal: proposal! }),
        caller.proposals.confirm({ proposal: proposal! }),
      ])
        expect(await failureOf(asked)).toMatchObject({ code: "not-found" });
  });

  test("account, plan, lifecycle and memberships refuse a restore with sentences of their own", async () => {
    const open = await openTestApp();
    const account = open.account("northwind");
    for (const [kind, key] of [
      ["account", "account.notRestored"],
      ["terms", "plans.notRestored"],
      ["lifecycle", "lifecycle.notRestored"],
    ] as const)
      expect(await failureOf(dana(open).history.proposeRestore({ kind, id: account, version: 1 }))).toMatchObject({
        code: "conflict",
        key,
      });
  });
});

test("the account as of an instant is compared with now, and removed records can be restored", async () => {
  const open = await openTestApp();
  open.pass(HOUR);
  const at = open.now();
  await edit(open, { name: "Mittag", defaultMinutes: 50 });
  await dana(open).agents.defineStatus({ name: "New one", tone: "teal" });
  const { records } = await dana(open).history.asOf({ at });
  expect(records.map(({ title, how, fields }) => [title, how, fields.map(({ label }) => label)]).toSorted()).toEqual([
    ["Mittag", "differs", ["Name", "Default length"]],
    ["New one", "came", []],
  ]);
  const ids = records.map(({ kind, id }) => ({ kind, id }));
  const { proposal } = await dana(open).history.proposeBringBack({ at, records: ids });
  await dana(open).proposals.confirm({ proposal });
  expect((await dana(open).history.asOf({ at })).records).toEqual([]);
  expect((await dana(open).agents.statuses()).map(({ name }) => name)).not.toContain("New one");
  expect(await failureOf(dana(open).history.asOf({ at: open.now() + 1 }))).toMatchObject({
    key: "history.aheadOfTime",
  });
  expect(await failureOf(dana(open).history.asOf({ at: open.now() - 120 * DAY }))).toMatchObject({
    key: "history.beforeTime",
  });
});

test("undoing a batch skips records that changed since", async () => {
  const open = await openTestApp();
  open.pass(HOUR);
  const at = open.now();
  await edit(open, { name: "Mittag" });
  await dana(open).agents.defineStatus({ name: "New one", tone: "teal" });
  const { records } = await dana(open).history.asOf({ at });
  const { proposal } = await dana(open).history.proposeBringBack({
    at,
    records: records.map(({ kind, id }) => ({ kind, id })),
  });
  const { batch } = await dana(open).proposals.confirm({ proposal });
  expect((await dana(open).history.list({ batch })).changes).toHaveLength(2);
  await edit(open, { name: "Lunch break" });
  const undo = { proposal: (await dana(open).history.proposeUndo({ batch })).proposal! };
  const { lines } = await dana(open).proposals.get(undo);
  expect(lines.map(({ text, as }) => [text, as])).toEqual([
    ["agent status New one comes back", "effect"],
    ["agent status Lunch break was changed since and stays as it is", "figure"],
  ]);
  await dana(open).proposals.confirm(undo);
  const names = (await dana(open).agents.statuses()).map(({ name }) => name);
  expect(names).toContain("New one");
  expect(names).toContain("Lunch break");
  expect(await failureOf(dana(open).history.proposeUndo({ batch: "nope" }))).toMatchObject({
    key: "history.batchUnknown",
  });
});

test("unread changes: others' count, one's own don't, and reading marks them read everywhere", async () => {
  const open = await openTestApp();
  const harriet = open.as("harriet@callboard.demo", "northwind");
  const start = await dana(open).history.unread();
  await dana(open).history.markRead({ n: start.upto });
  expect(await dana(open).history.unread()).toMatchObject({ count: 0, more: false });
  await edit(open, { name: "Mittag" });
  expect(await dana(open).history.unread()).toMatchObject({ count: 0 });
  await edit(open, { name: "Lunch break" }, "harriet@callboard.demo");
  const news = await dana(open).history.unread();
  expect(news.count).toBe(1);
  await harriet.history.markRead({ n: news.upto });
  expect(await dana(open).history.unread()).toMatchObject({ count: 1 });
  await dana(open).history.markRead({ n: news.upto });
  await dana(open).history.markRead({ n: 1 });
  expect(await dana(open).history.unread()).toMatchObject({ count: 0 });
});
