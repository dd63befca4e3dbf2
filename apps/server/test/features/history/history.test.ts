import { expect, test } from "vitest";
import { DAY, MINUTE, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";

const by = (app: TestApp, name: string, account = "northwind") => app.callerFor(`${name}@callboard.demo`, account);
const kinds = async (app: TestApp, name: string, account?: string) =>
  new Set((await by(app, name, account).history.list({ limit: 100 })).changes.map(({ kind }) => kind));

test("changes to settings are listed newest first, in words and with their differences", async () => {
  const app = await openTestApp();
  const dana = by(app, "dana");
  const lunch = (await dana.agents.statuses()).find(({ name }) => name === "Lunch")!;
  app.advance(MINUTE);
  const { id, version, color, icon, takesCalls, whenOver } = lunch;
  await dana.agents.defineStatus({
    id,
    version,
    name: "Long lunch",
    color,
    icon,
    takesCalls,
    whenOver,
    defaultMinutes: 60,
  });
  const { changes, now } = await dana.history.list({});
  expect(now).toBe(app.now());
  expect(changes[0]).toMatchObject({
    kind: "status",
    id,
    version: version + 1,
    event: "changed",
    at: app.now(),
    title: "Long lunch",
    noun: "agent status",
    by: "Dana Reyes",
    byOneself: true,
    action: "changed the status Long lunch",
    fields: [
      { label: "Name", before: "Lunch", after: "Long lunch" },
      { label: "Default duration", before: "45 min", after: "1 h" },
    ],
  });
  expect(changes.map(({ n }) => n)).toEqual(changes.map(({ n }) => n).toSorted((a, b) => b - a));
});

test("everyday activity isn't in the history", async () => {
  const app = await openTestApp();
  await by(app, "dana").agents.setStatus({ status: "offline" });
  expect([...(await kinds(app, "dana"))].filter((kind) => kind === "agent" || kind === "phone")).toEqual([]);
});

test("pages follow each other without a gap or a repetition, even while somebody writes", async () => {
  const app = await openTestApp();
  const dana = by(app, "dana");
  const all = (await dana.history.list({ limit: 100 })).changes.map(({ n }) => n);
  const paged: number[] = [];
  let beforePosition: number | undefined;
  for (let more = true; more;) {
    const page = await dana.history.list({ limit: 3, ...(beforePosition ? { beforePosition } : {}) });
    paged.push(...page.changes.map(({ n }) => n));
    beforePosition = paged.at(-1);
    more = page.more && paged.length < all.length;
    await dana.agents.defineStatus({ name: `New ${beforePosition}`, color: "teal" });
  }
  expect(paged.slice(0, all.length)).toEqual(all);
});

test("each role reads its own part", async () => {
  const app = await openTestApp();
  expect([...(await kinds(app, "dana"))].toSorted()).toEqual(
    ["account", "apiKey", "invitation", "lifecycle", "member", "status", "terms"].toSorted(),
  );
  expect([...(await kinds(app, "rita"))].toSorted()).toEqual(["account", "lifecycle", "status"]);
  expect([...(await kinds(app, "bill"))]).toEqual(["terms"]);
  const key = await app.callerWith(app.keys.all).history.list({ limit: 100 });
  expect([...new Set(key.changes.map(({ kind }) => kind))].toSorted()).toEqual(["account", "lifecycle", "status"]);
});

test("an agent reads only what others changed about them, and why", async () => {
  const app = await openTestApp();
  const finn = app.people["finn@callboard.demo"]!;
  const training = app.statuses["northwind/Training"]!;
  await by(app, "milo").agents.setStatusFor({ person: finn, status: training, reason: "new script" });
  await by(app, "milo").agents.setStatusFor({
    person: app.people["ben@callboard.demo"]!,
    status: training,
    reason: "other",
  });
  await by(app, "finn").agents.setStatus({ status: "available" });
  const { changes } = await by(app, "finn").history.list({ limit: 100 });
  expect(changes[0]).toMatchObject({ kind: "agent", by: "Milo Park", cause: "new script" });
  expect(changes.every(({ id, byOneself }) => id === finn && !byOneself)).toBe(true);
  expect(changes.map(({ cause }) => cause)).not.toContain("other");
});

test("somebody who reads everything can ask for what is about them alone", async () => {
  const app = await openTestApp();
  const dana = by(app, "dana");
  const person = app.people["dana@callboard.demo"]!;
  const ben = { id: app.people["ben@callboard.demo"]!, weight: 1 };
  const { id } = await by(app, "harriet").queues.save({
    name: "Desk",
    routing: "longest idle",
    members: [{ id: person, weight: 1 }],
  });
  await by(app, "harriet").queues.save({ name: "Without her", routing: "longest idle", members: [ben] });
  const meeting = app.statuses["northwind/Meeting"]!;
  await by(app, "harriet").agents.setStatusFor({ person, status: meeting, reason: "the board meets" });
  await by(app, "harriet").agents.setStatusFor({ person: ben.id, status: meeting, reason: "other" });
  const about = async (filter: object) => (await dana.history.list({ about: "me", limit: 2, ...filter })).changes;
  expect(await about({})).toMatchObject([
    { kind: "agent", id: person, cause: "the board meets" },
    { kind: "queue", id, by: "Harriet Vale" },
  ]);
  expect(await about({ kind: "queue" })).toMatchObject([{ id }]);
  expect(await about({ cause: "other" })).toEqual([]);
});

test("an agent sees when queues added or removed them, and nothing else about queues", async () => {
  const app = await openTestApp();
  const dana = by(app, "dana");
  const ava = app.people["ava@callboard.demo"]!;
  const ben = { id: app.people["ben@callboard.demo"]!, weight: 1 };
  const form = { name: "Sales", routing: "longest idle" as const };
  const { id } = await dana.queues.save({ ...form, members: [ben] });
  const save = async (version: number, members: (typeof ben)[], ringSeconds: number) =>
    dana.queues.save({ ...form, id, version, members, ringSeconds });
  const queueChanges = async () =>
    (await by(app, "ava").history.list({ limit: 100 })).changes.filter(({ kind }) => kind === "queue");
  expect(await queueChanges()).toEqual([]);
  await save(1, [ben, { id: ava, weight: 1 }], 33);
  expect(await queueChanges()).toMatchObject([
    { id, title: "Sales", by: "Dana Reyes", fields: [{ field: "members" }] },
  ]);
  expect((await queueChanges())[0]!.fields).toHaveLength(1);
  await save(2, [ben, { id: ava, weight: 1 }], 44);
  expect(await queueChanges()).toHaveLength(1);
  await save(3, [ben], 44);
  expect(await queueChanges()).toHaveLength(2);
  expect(await failureOf(by(app, "ava").history.versions({ kind: "queue", id }))).toMatchObject({ code: "forbidden" });
});

test("one account's history shows nothing of another's", async () => {
  const app = await openTestApp();
  await by(app, "mary", "mason").agents.defineStatus({ name: "Secret plan", color: "teal" });
  expect(JSON.stringify(await by(app, "dana").history.list({ limit: 100 }))).not.toContain("Secret plan");
  expect(JSON.stringify(await by(app, "harriet", "northwind").history.list({ limit: 100 }))).not.toContain(
    "Secret plan",
  );
  expect((await by(app, "harriet", "mason").history.list({})).changes[0]!.title).toBe("Secret plan");
});

test("history ends at the exact instant that the plan says: 7 days on Essentials, 120 on Advanced", async () => {
  const app = await openTestApp();
  await by(app, "solveig", "solo").agents.defineStatus({ name: "Oven", color: "red" });
  await by(app, "dana").agents.defineStatus({ name: "Oven", color: "red" });
  const has = async (name: string, account: string) =>
    (await by(app, name, account).history.list({ limit: 100 })).changes.some(({ title }) => title === "Oven");
  app.advance(7 * DAY - 1);
  expect([await has("solveig", "solo"), await has("dana", "northwind")]).toEqual([true, true]);
  app.advance(1);
  expect([await has("solveig", "solo"), await has("dana", "northwind")]).toEqual([false, true]);
});

test("a person who changed their name is shown by the new one, in old changes too", async () => {
  const app = await openTestApp();
  await by(app, "dana").agents.defineStatus({ name: "Tea", color: "teal" });
  await app.callerFor("dana@callboard.demo").access.rename({ name: "Dana R. Frost" });
  expect((await by(app, "dana").history.list({})).changes[0]!.by).toBe("Dana R. Frost");
});

test("an unknown time zone is refused by name before any time is written in it", async () => {
  const app = await openTestApp();
  const attempt = app.callerFor("dana@callboard.demo", "northwind").history.list({ zone: "Mars/Base" });
  await expect(attempt).rejects.toMatchObject({ code: "BAD_REQUEST" });
});

test("filters offer the kinds that the role may read and all people, including those who have left", async () => {
  const app = await openTestApp();
  const dana = by(app, "dana");
  const { id: person } = (await by(app, "milo").access.me()).person;
  const before = await dana.history.filters();
  expect(before.kinds.find(({ kind }) => kind === "status")).toEqual({
    kind: "status",
    noun: "agent status",
    log: "history",
  });
  expect(before.kinds.map(({ kind }) => kind)).not.toContain("readMarker");
  expect(before.people).toContainEqual({ id: person, name: "Milo Park" });
  const bill = await by(app, "bill").history.filters();
  expect(bill.kinds.map(({ kind }) => kind).filter((kind) => kind === "status" || kind === "member")).toEqual([]);
  expect(await failureOf(by(app, "ava").history.filters())).toMatchObject({ code: "forbidden" });
});

test("instants within a version are written in the reader's time zone, or in the account's if none is given", async () => {
  const app = await openTestApp();
  const dana = by(app, "dana");
  const { id, version } = (await dana.agents.statuses()).find(({ name }) => name === "Lunch")!;
  await dana.agents.archiveStatus({ id, version, archived: true });
  const archivedAt = async (zone?: string) => {
    const { values } = await dana.history.version({ kind: "status", id, version: version + 1, zone });
    return values.find(({ field }) => field === "archivedAt")!.value;
  };
  const clock = (timeZone: string) =>
    new Intl.DateTimeFormat("en", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(app.now());
  expect(await archivedAt()).toContain(clock("America/New_York"));
  expect(await archivedAt("Asia/Tokyo")).toContain(clock("Asia/Tokyo"));
});

test("changes made by time alone aren't news to an agent; a supervisor's are", async () => {
  const app = await openTestApp();
  const ava = app.callerFor("ava@callboard.demo", "northwind");
  await ava.history.markRead({ n: (await ava.history.unread()).head });
  await ava.agents.setStatus({ status: app.statuses["northwind/Lunch"]!, minutes: 5 });
  app.advance(10 * MINUTE);
  await ava.agents.setStatus({ status: "available" });
  expect(await ava.history.unread()).toMatchObject({ count: 0 });
  const milo = app.callerFor("milo@callboard.demo", "northwind");
  const status = app.statuses["northwind/Training"]!;
  await milo.agents.setStatusFor({ person: app.people["ava@callboard.demo"]!, status, reason: "new phones" });
  expect(await ava.history.unread()).toMatchObject({ count: 1 });
});
