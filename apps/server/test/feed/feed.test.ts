import { describe, expect, test } from "vitest";
import { type CallOptions, eventually, MINUTE, openTestApp, SECOND, type TestApp } from "../support/kit.ts";

type ReceivedEvent = { seq: number; kind: string; id: string };

/** A subscription as in a browser: the events so far, and whether it has ended. */
async function subscribe(app: TestApp, secret: string, account: CallOptions["account"], lastEventId?: string) {
  const stop = new AbortController();
  const stream = (await app
    .with(secret, { account, signal: stop.signal })
    .feed.changes(lastEventId ? { lastEventId } : {})) as unknown as AsyncIterable<
    [string, { kind: string; id?: string }]
  >;
  const heard: ReceivedEvent[] = [];
  let over = false;
  const reading = (async () => {
    for await (const [seq, { kind, id = "" }] of stream) heard.push({ seq: Number(seq), kind, id });
    over = true;
  })();
  await eventually(() => heard.length > 0);
  return {
    heard,
    over: () => over,
    close: async () => {
      stop.abort();
      await reading;
    },
    /** Waits for this many changes after the greeting. */
    until: (count: number) => eventually(() => heard.length > count && heard.slice(1)),
  };
}

const by = (app: TestApp, name: string) => app.sessions[`${name}@callboard.demo`]!;
const person = (app: TestApp, name: string) => app.people[`${name}@callboard.demo`]!;
const set = (app: TestApp, name: string, status: string, account = "northwind") =>
  app.as(`${name}@callboard.demo`, account).agents.setStatus({ status });
const LAST = 4;

test("a change reaches everybody who watches the account, and nobody in another", async () => {
  const app = await openTestApp();
  const here = await subscribe(app, by(app, "dana"), "northwind");
  const there = await subscribe(app, by(app, "mary"), "mason");
  expect(here.heard).toEqual([{ seq: await app.world.feed.head(), kind: "all", id: "" }]);
  await set(app, "ben", "offline");
  await set(app, "mary", "available", "mason");
  expect((await here.until(1)).map(({ kind, id }) => `${kind} ${id}`)).toEqual([`agent ${person(app, "ben")}`]);
  expect((await there.until(1)).map(({ kind, id }) => `${kind} ${id}`)).toEqual([`agent ${person(app, "mary")}`]);
  await here.close();
  await there.close();
});

test("after an interruption the feed continues where it stopped: no event is missing or repeated", async () => {
  const app = await openTestApp();
  const first = await subscribe(app, by(app, "dana"), "northwind");
  for (let turn = 0; turn < LAST; turn += 1) await set(app, "ben", turn % 2 ? "available" : "offline");
  await first.until(LAST);
  await first.close();
  const stopped = first.heard.at(-1)!.seq;
  for (let turn = 0; turn < LAST; turn += 1) await set(app, "ben", turn % 2 ? "available" : "offline");
  const second = await subscribe(app, by(app, "dana"), "northwind", String(stopped));
  const writing = Array.from({ length: LAST }, (_, turn) => set(app, "cleo", turn % 2 ? "available" : "offline"));
  await Promise.all(writing);
  await second.until(2 * LAST);
  const seqs = [...first.heard, ...second.heard].filter(({ kind }) => kind === "agent").map(({ seq }) => seq);
  const [{ count }] = (await app.rows(
    "SELECT count(*) AS count FROM changes WHERE account = ? AND kind = 'agent' AND seq > ?",
    app.account("northwind"),
    first.heard[0]!.seq,
  )) as [{ count: number }];
  expect(seqs).toHaveLength(count);
  expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b));
  await second.close();
});

test("after too long an absence the reader is told to fetch everything again", async () => {
  const app = await openTestApp();
  const northwind = app.account("northwind");
  const [{ seq }] = (await app.rows("SELECT min(seq) AS seq FROM changes WHERE account = ?", northwind)) as [
    { seq: number },
  ];
  for (let turn = 0; turn < 500; turn += 1) await set(app, "ben", turn % 2 ? "available" : "offline");
  const feed = await subscribe(app, by(app, "dana"), "northwind", String(seq));
  await set(app, "ben", "available");
  const told = await feed.until(0);
  expect(told).toEqual([]);
  await set(app, "ben", "offline");
  expect(await feed.until(1)).toHaveLength(1);
  expect(feed.heard[0]).toEqual({ seq: (await app.world.feed.head()) - 1, kind: "all", id: "" });
  await feed.close();
});

test("each role gets events for what its screens show, and for changes about oneself", async () => {
  const app = await openTestApp();
  const names = ["ben", "milo", "bill", "dana"];
  const feeds = new Map<string, Awaited<ReturnType<typeof subscribe>>>();
  for (const name of names) feeds.set(name, await subscribe(app, by(app, name), "northwind"));
  const dana = app.as("dana@callboard.demo", "northwind");
  await set(app, "cleo", "offline");
  await dana.access.invite({ email: "nora@example.com", name: "Nora", role: "agent" });
  await app.as("milo@callboard.demo", "northwind").agents.setStatusFor({
    person: person(app, "ben"),
    status: "available",
    minutes: 5,
    reason: "please",
  });
  const account = await dana.account.get();
  await dana.account.save({
    version: account.version,
    name: "Northwind II",
    zone: account.zone,
    billTo: account.billTo,
    idle: null,
  });
  await dana.agents.defineStatus({ name: "Tea", tone: "teal" });
  const heard = async (name: string, count: number) => (await feeds.get(name)!.until(count)).map(({ kind }) => kind);
  expect(await heard("ben", 3)).toEqual(["agent", "account", "status"]);
  expect(await heard("milo", 4)).toEqual(["agent", "agent", "account", "status"]);
  expect(await heard("bill", 2)).toEqual(["account", "status"]);
  expect(await heard("dana", 5)).toEqual(["agent", "invitation", "agent", "account", "status"]);
  expect(feeds.get("ben")!.heard[1]!.id).toBe(person(app, "ben"));
  for (const feed of feeds.values()) await feed.close();
});

test("people get an event when a queue adds or removes them, whatever their role; others only with the permission", async () => {
  const app = await openTestApp();
  const feeds = new Map<string, Awaited<ReturnType<typeof subscribe>>>();
  for (const name of ["ava", "ben", "bill"]) feeds.set(name, await subscribe(app, by(app, name), "northwind"));
  const { queues } = app.as("dana@callboard.demo", "northwind");
  const draft = { name: "Fair", routing: "longest idle" as const };
  const members = (...names: string[]) => names.map((name) => ({ id: person(app, name), weight: 1 }));
  const { id } = await queues.save({ ...draft, members: members("ava") });
  await queues.save({ ...draft, id, version: 1, members: members("ava"), ringSeconds: 30 });
  await queues.save({ ...draft, id, version: 2, members: members("cleo") });
  await set(app, "ben", "offline");
  await eventually(() => feeds.get("ben")!.heard.length > 1);
  const heard = (name: string) =>
    feeds
      .get(name)!
      .heard.slice(1)
      .map(({ kind }) => kind);
  expect(heard("ava")).toEqual(["queue", "queue"]);
  expect(heard("ben")).toEqual(["agent"]);
  expect(heard("bill")).toEqual([]);
  for (const feed of feeds.values()) await feed.close();
});

test("a person's own preferences are announced in every account, and to nobody else", async () => {
  const app = await openTestApp();
  const mine = await subscribe(app, by(app, "ava"), "parkside");
  const theirs = await subscribe(app, by(app, "ida"), "parkside");
  await app.as("ava@callboard.demo").preferences.save({ theme: "dark" });
  await set(app, "ava", "available", "parkside");
  expect((await mine.until(2)).map(({ kind }) => kind)).toEqual(["preferences", "agent"]);
  expect((await theirs.until(1)).map(({ kind }) => kind)).toEqual(["agent"]);
  await mine.close();
  await theirs.close();
});

describe("a stream ends", () => {
  test("when its session signs out, unlike any other stream", async () => {
    const app = await openTestApp();
    const { secret } = await app.with(null).access.signIn({ email: "dana@callboard.demo", password: "callboard-demo" });
    const here = await subscribe(app, secret, "northwind");
    const other = await subscribe(app, by(app, "dana"), "northwind");
    await app.with(secret).access.signOut();
    await eventually(here.over);
    await set(app, "ben", "offline");
    await other.until(1);
    expect(here.heard).toHaveLength(1);
    await other.close();
  });

  test("when its person signs out everywhere, unlike anybody else's", async () => {
    const app = await openTestApp();
    const dana = await subscribe(app, by(app, "dana"), "northwind");
    const milo = await subscribe(app, by(app, "milo"), "northwind");
    await app.as("dana@callboard.demo").access.signOutEverywhere();
    await eventually(dana.over);
    await set(app, "ben", "offline");
    await milo.until(1);
    expect(milo.over()).toBe(false);
    await milo.close();
  });

  test("when the password was reset, and only for that person", async () => {
    const app = await openTestApp();
    const dana = await subscribe(app, by(app, "dana"), "northwind");
    const milo = await subscribe(app, by(app, "milo"), "northwind");
    await app.with(null).access.requestReset({ email: "dana@callboard.demo" });
    const token = await app.link("dana@callboard.demo");
    await app.with(null).access.resetPassword({ token, password: "an entirely new password" });
    await eventually(dana.over);
    await set(app, "ben", "offline");
    await milo.until(1);
    await milo.close();
  });

  test("when the person is removed from the account", async () => {
    const app = await openTestApp();
    const feed = await subscribe(app, by(app, "ben"), "northwind");
    await app.as("dana@callboard.demo", "northwind").access.removeMember({ person: person(app, "ben") });
    await eventually(feed.over);
    expect(feed.heard.map(({ kind }) => kind)).toEqual(["all"]);
  });

  test("when the agency membership that it depends on ends", async () => {
    const app = await openTestApp();
    const harriet = app.as("harriet@callboard.demo", "harbor");
    const email = "rita@callboard.demo";
    await harriet.access.invite({ email, name: "Rita", role: "agency administrator" });
    await app.as(email).access.join({ token: await app.link(email) });
    const feed = await subscribe(app, by(app, "rita"), "mason");
    await set(app, "mary", "available", "mason");
    await feed.until(1);
    await harriet.access.invite({ email: "x@example.com", name: "X", role: "agent" });
    await harriet.access.removeMember({ person: person(app, "rita") });
    await eventually(feed.over);
    expect(feed.heard.map(({ kind }) => kind)).toEqual(["all", "agent"]);
  });
});

test("a new role changes what an open stream sends from that moment on", async () => {
  const app = await openTestApp();
  const feed = await subscribe(app, by(app, "ben"), "northwind");
  await set(app, "cleo", "offline");
  const dana = app.as("dana@callboard.demo", "northwind");
  const { version } = (await dana.access.people()).members.find(({ id }) => id === person(app, "ben"))!;
  await dana.access.setRole({ person: person(app, "ben"), version, role: "call manager", softphone: true });
  await set(app, "cleo", "available");
  expect((await feed.until(2)).map(({ kind }) => kind)).toEqual(["member", "agent"]);
  await feed.close();
});

test("writes of another server on the same file arrive here within moments", async () => {
  const app = await openTestApp();
  const other = await openTestApp({ file: app.file });
  const feed = await subscribe(app, by(app, "dana"), "northwind");
  other.pass(MINUTE + SECOND);
  await set(other, "ben", "offline");
  await set(app, "cleo", "offline");
  const told = await feed.until(2);
  expect(told.map(({ id }) => id).toSorted()).toEqual([person(app, "ben"), person(app, "cleo")].toSorted());
  await feed.close();
});

test("an event that is in the backlog and then arrives live is sent once", async () => {
  const app = await openTestApp();
  const other = await openTestApp({ file: app.file });
  const awake = await subscribe(app, by(app, "dana"), "northwind");
  const from = String(awake.heard[0]!.seq);
  await set(other, "ben", "offline");
  const late = await subscribe(app, by(app, "milo"), "northwind", from);
  await late.until(1);
  await awake.until(1);
  await set(app, "cleo", "offline");
  await awake.until(2);
  await late.until(2);
  expect(late.heard).toEqual([{ ...awake.heard[0]! }, ...awake.heard.slice(1)]);
  await awake.close();
  await late.close();
});
