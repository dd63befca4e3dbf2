import { describe, expect, test } from "vitest";
import { currentStatus } from "@callboard/domain/agents/rules";
import { HOUR, MINUTE, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";

const by = (app: TestApp, name: string, account = "northwind") => app.callerFor(`${name}@callboard.demo`, account);
const person = (app: TestApp, name: string) => app.people[`${name}@callboard.demo`]!;
const lunch = (app: TestApp) => app.statuses["northwind/Lunch"]!;
const phone = (app: TestApp, name: string, event: "connected" | "inbound" | "wrap-up" | "ended" | "ringing") =>
  app
    .callerWith(app.keys.northwind)
    .calls.phoneEvent({ id: `${name} ${event} ${app.now()}`, person: person(app, name), event });

/** The status as the popup shows it: the stored one, brought up to date. */
async function shownStatus(app: TestApp, name: string, account?: string) {
  const { agent, phone, now } = await by(app, name, account).agents.mine();
  return currentStatus(agent, phone, now);
}
const loggedVersions = (app: TestApp, name: string, account = "northwind") =>
  app.selectRows(
    "SELECT version, data ->> '$.statusName' AS status, cause ->> '$.key' AS cause, at FROM changes WHERE account = ? AND kind = 'agent' AND id = ? ORDER BY seq DESC LIMIT 4",
    app.account(account),
    person(app, name),
  );

test("choosing a status uses its own duration, and everybody sees the same end", async () => {
  const app = await openTestApp();
  await by(app, "ava").agents.setStatus({ status: lunch(app) });
  const mine = await by(app, "ava").agents.mine();
  expect(mine.agent).toMatchObject({ statusName: "Lunch", since: app.now(), until: app.now() + 45 * MINUTE });
  expect(mine.by).toBe("Ava Lindqvist");
  const row = (await by(app, "milo").agents.board()).rows.find((one) => one.person === person(app, "ava"))!;
  expect(row).toMatchObject({ version: mine.version, agent: mine.agent, name: "Ava Lindqvist" });
});

test("a status ends exactly when planned, and the next change records it", async () => {
  const app = await openTestApp();
  await by(app, "ava").agents.setStatus({ status: lunch(app), minutes: 10 });
  const before = (await loggedVersions(app, "ava"))[0]!.version;
  app.advance(10 * MINUTE);
  expect(await shownStatus(app, "ava")).toMatchObject({ status: "available", cause: { key: "agents.cause.timeOver" } });
  expect((await loggedVersions(app, "ava"))[0]!.version).toBe(before);
  const ended = app.now();
  app.advance(HOUR);
  await by(app, "ava").agents.setStatus({ status: "offline" });
  expect((await loggedVersions(app, "ava")).slice(0, 2)).toEqual([
    { version: before + 2, status: "Offline", cause: "agents.cause.chosen", at: app.now() },
    { version: before + 1, status: "Available", cause: "agents.cause.timeOver", at: ended },
  ]);
});

describe("a status for after the call", () => {
  test("that was queued, cleared and queued again takes effect once, when the call ends", async () => {
    const app = await openTestApp();
    const ava = by(app, "ava");
    await ava.agents.setStatus({ status: "available" });
    await phone(app, "ava", "inbound");
    app.advance(MINUTE);
    await ava.agents.queueNext({ status: lunch(app), minutes: 30 });
    await ava.agents.clearNext();
    await ava.agents.clearNext();
    await ava.agents.queueNext({ status: lunch(app), minutes: 30 });
    expect((await shownStatus(app, "ava")).status).toBe("available");
    app.advance(MINUTE);
    await phone(app, "ava", "wrap-up");
    expect((await shownStatus(app, "ava")).status).toBe("available");
    app.advance(MINUTE);
    await phone(app, "ava", "ended");
    expect(await shownStatus(app, "ava")).toMatchObject({
      status: lunch(app),
      since: app.now(),
      until: app.now() + 30 * MINUTE,
      next: null,
      cause: { key: "agents.cause.afterCall" },
    });
    const after = (await loggedVersions(app, "ava"))[0]!;
    expect(after).toMatchObject({ status: "Lunch", cause: "agents.cause.afterCall" });
    app.advance(MINUTE);
    await phone(app, "ava", "inbound");
    app.advance(MINUTE);
    await phone(app, "ava", "ended");
    expect((await loggedVersions(app, "ava"))[0]).toEqual(after);
  });

  test("is logged when queued and when cleared; queueing it twice counts once", async () => {
    const app = await openTestApp();
    const ava = by(app, "ava");
    await ava.agents.queueNext({ status: lunch(app) });
    await ava.agents.queueNext({ status: lunch(app) });
    await ava.agents.clearNext();
    const actions = await app.selectRows(
      "SELECT action ->> '$.key' AS key FROM changes WHERE kind = 'agent' AND id = ? ORDER BY seq DESC LIMIT 3",
      person(app, "ava"),
    );
    expect(actions.map(({ key }) => key).slice(0, 2)).toEqual(["agents.didClearNext", "agents.didQueue"]);
    expect(actions[2]!.key).not.toBe("agents.didQueue");
  });

  test("keeps a planned end waiting until the call is over", async () => {
    const app = await openTestApp();
    await by(app, "ava").agents.setStatus({ status: lunch(app), minutes: 5 });
    await phone(app, "ava", "inbound");
    app.advance(20 * MINUTE);
    expect((await shownStatus(app, "ava")).status).toBe(lunch(app));
    await phone(app, "ava", "ended");
    expect(await shownStatus(app, "ava")).toMatchObject({ status: "available", since: app.now() });
  });
});

test("undo restores the previous status, and a second undo reverts that", async () => {
  const app = await openTestApp();
  const ava = by(app, "ava");
  await ava.agents.setStatus({ status: "available" });
  app.advance(MINUTE);
  await ava.agents.setStatus({ status: lunch(app) });
  await ava.agents.undoStatus({});
  expect(await shownStatus(app, "ava")).toMatchObject({ status: "available", cause: { key: "agents.cause.undone" } });
  await ava.agents.undoStatus({});
  expect(await shownStatus(app, "ava")).toMatchObject({
    status: lunch(app),
    since: app.now(),
    until: app.now() + 45 * MINUTE,
  });
});

test("a choice based on an older version is refused with the current status", async () => {
  const app = await openTestApp();
  const ava = by(app, "ava");
  const { version } = await ava.agents.mine();
  await ava.agents.setStatus({ status: "offline" });
  const stale = { code: "conflict", key: "agents.changedMeanwhile", field: "version" };
  expect(await failureOf(ava.agents.setStatus({ status: lunch(app), version }))).toEqual(stale);
  expect(await failureOf(ava.agents.undoStatus({ version }))).toEqual(stale);
  expect(await failureOf(ava.agents.extendStatus({ minutes: 5, version }))).toEqual(stale);
});

test("setting somebody else's status needs a reason, which the agent sees with the name", async () => {
  const app = await openTestApp();
  const milo = by(app, "milo");
  const choice = { person: person(app, "ben"), status: app.statuses["northwind/Training"]! };
  expect(await failureOf(milo.agents.setStatusFor({ ...choice, reason: "  " }))).toMatchObject({ code: "invalid" });
  await milo.agents.setStatusFor({ ...choice, reason: "covering support" });
  const mine = await by(app, "ben").agents.mine();
  expect(mine).toMatchObject({
    by: "Milo Park",
    agent: { statusName: "Training", cause: { key: "agents.cause.reason", values: { reason: "covering support" } } },
  });
  const { changes } = await by(app, "ben").history.list({});
  expect(changes[0]).toMatchObject({ by: "Milo Park", cause: "covering support", byOneself: false });
});

test("nobody can set the status of a person without a seat here, or of another tenant's agent", async () => {
  const app = await openTestApp();
  const missing = { code: "not-found", key: "agents.noSoftphone", field: "person" };
  for (const id of [person(app, "rita"), person(app, "mary"), "nobody"]) {
    const attempt = by(app, "milo").agents.setStatusFor({ person: id, status: "offline", reason: "x" });
    expect(await failureOf(attempt)).toEqual(missing);
  }
  const theirs = by(app, "ava").agents.setStatus({ status: app.statuses["mason/Lunch"]! });
  expect(await failureOf(theirs)).toEqual({ code: "invalid", key: "agents.statusUnknown", field: "status" });
});

test("status definitions belong to their account: names, order, archive", async () => {
  const app = await openTestApp();
  const dana = by(app, "dana");
  const custom = async () => (await dana.agents.statuses()).filter(({ builtIn }) => !builtIn);
  const before = await custom();
  const { id } = await dana.agents.defineStatus({ name: "Tea", color: "teal" });
  await dana.agents.orderStatuses({ ids: [id] });
  expect((await custom()).map(({ name }) => name)).toEqual(["Tea", ...before.map(({ name }) => name)]);
  const { version } = (await custom())[0]!;
  await by(app, "ava").agents.setStatus({ status: id });
  await dana.agents.archiveStatus({ id, version });
  expect((await shownStatus(app, "ava")).statusName).toBe("Tea");
  expect(await failureOf(by(app, "ben").agents.setStatus({ status: id }))).toMatchObject({
    key: "agents.statusArchived",
  });
  const mary = by(app, "mary", "mason");
  expect(await failureOf(mary.agents.archiveStatus({ id, version: version + 1 }))).toMatchObject({
    key: "agents.statusMissing",
  });
  expect(await failureOf(mary.agents.defineStatus({ id, name: "Mine", color: "teal" }))).toMatchObject({
    key: "agents.statusMissing",
  });
  await mary.agents.defineStatus({ name: "Tea", color: "teal" });
  await dana.agents.archiveStatus({ id, version: version + 1, archived: false });
  await by(app, "ben").agents.setStatus({ status: id });
});

test("a choice made offline is applied if it is recent, and needs a confirmation if it isn't", async () => {
  const app = await openTestApp();
  const ava = by(app, "ava");
  await ava.agents.setStatus({ status: "available" });
  app.advance(20 * MINUTE);
  await ava.agents.setStatus({ status: lunch(app), minutes: 30, chosenAt: app.now() - 10 * MINUTE });
  expect(await shownStatus(app, "ava")).toMatchObject({
    since: app.now() - 10 * MINUTE,
    until: app.now() + 20 * MINUTE,
  });
  const older = ava.agents.setStatus({ status: "offline", chosenAt: app.now() - 12 * MINUTE });
  expect(await failureOf(older)).toMatchObject({ key: "agents.newerChoice" });
  await ava.agents.setStatus({ status: "offline", chosenAt: app.now() - 5 * MINUTE });
  expect(await shownStatus(app, "ava")).toMatchObject({ status: "offline", since: app.now() - 5 * MINUTE });
  // An undo, a +5 and the same choice again also count as newer, though none of them changes when the status began.
  const newerActions = [
    () => ava.agents.setStatus({ status: "offline" }),
    () => ava.agents.setStatus({ status: lunch(app), minutes: 60 }),
    () => ava.agents.extendStatus({ minutes: 5 }),
    () => ava.agents.undoStatus({}),
  ];
  for (const newer of newerActions) {
    const chosenAt = app.now();
    app.advance(MINUTE);
    await newer();
    app.advance(MINUTE);
    expect(await failureOf(ava.agents.setStatus({ status: "available", chosenAt }))).toMatchObject({
      key: "agents.newerChoice",
    });
  }
  app.advance(HOUR);
  const old = ava.agents.setStatus({ status: "offline", chosenAt: app.now() - 16 * MINUTE });
  expect(await failureOf(old)).toEqual({ code: "conflict", key: "agents.offlineChoiceTooOld" });
});
