import { describe, expect, test } from "vitest";
import { setBalance } from "../support/fixtures/money.ts";
import { eventually } from "../support/eventually.ts";
import { type CallOptions, MINUTE, openTestApp, SECOND, type TestApp } from "../support/kit.ts";

type ReceivedEvent = { seq: number; kind: string; id: string };

/** A subscription as in a browser: the events so far, and whether it has ended. */
async function subscribe(app: TestApp, secret: string, account: CallOptions["account"], lastEventId?: string) {
  const abort = new AbortController();
  const stream = (await app
    .callerWith(secret, { account, signal: abort.signal })
    .feed.changes(lastEventId ? { lastEventId } : {})) as unknown as AsyncIterable<
    [string, { kind: string; id?: string }]
  >;
  const events: ReceivedEvent[] = [];
  let ended = false;
  const reading = (async () => {
    for await (const [seq, { kind, id = "" }] of stream) events.push({ seq: Number(seq), kind, id });
    ended = true;
  })();
  await eventually(() => events.length > 0);
  return {
    received: events,
    ended: () => ended,
    close: async () => {
      abort.abort();
      await reading;
    },
    /** Waits for this many changes after the greeting. */
    waitFor: (count: number) => eventually(() => events.length > count && events.slice(1)),
  };
}

const secretOf = (app: TestApp, name: string) => app.sessions[`${name}@callboard.demo`]!;
const person = (app: TestApp, name: string) => app.people[`${name}@callboard.demo`]!;
const setStatus = (app: TestApp, name: string, status: string, account = "northwind") =>
  app.callerFor(`${name}@callboard.demo`, account).agents.setStatus({ status });
const TURNS = 4;

test("a change reaches everybody who watches the account, and nobody in another", async () => {
  const app = await openTestApp();
  const northwind = await subscribe(app, secretOf(app, "dana"), "northwind");
  const mason = await subscribe(app, secretOf(app, "mary"), "mason");
  expect(northwind.received).toEqual([{ seq: await app.services.feed.head(), kind: "all", id: "" }]);
  await setStatus(app, "ben", "offline");
  await setStatus(app, "mary", "available", "mason");
  expect((await northwind.waitFor(1)).map(({ kind, id }) => `${kind} ${id}`)).toEqual([`agent ${person(app, "ben")}`]);
  expect((await mason.waitFor(1)).map(({ kind, id }) => `${kind} ${id}`)).toEqual([`agent ${person(app, "mary")}`]);
  await northwind.close();
  await mason.close();
});

test("after an interruption the feed continues where it stopped: no event is missing or repeated", async () => {
  const app = await openTestApp();
  const first = await subscribe(app, secretOf(app, "dana"), "northwind");
  for (let turn = 0; turn < TURNS; turn += 1) await setStatus(app, "ben", turn % 2 ? "available" : "offline");
  await first.waitFor(TURNS);
  await first.close();
  const stopped = first.received.at(-1)!.seq;
  for (let turn = 0; turn < TURNS; turn += 1) await setStatus(app, "ben", turn % 2 ? "available" : "offline");
  const second = await subscribe(app, secretOf(app, "dana"), "northwind", String(stopped));
  const writing = Array.from({ length: TURNS }, (_, turn) =>
    setStatus(app, "cleo", turn % 2 ? "available" : "offline"),
  );
  await Promise.all(writing);
  await second.waitFor(2 * TURNS);
  const seqs = [...first.received, ...second.received].filter(({ kind }) => kind === "agent").map(({ seq }) => seq);
  const [{ count }] = (await app.selectRows(
    "SELECT count(*) AS count FROM changes WHERE account = ? AND kind = 'agent' AND seq > ?",
    app.account("northwind"),
    first.received[0]!.seq,
  )) as [{ count: number }];
  expect(seqs).toHaveLength(count);
  expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b));
  await second.close();
});

test("after too long an absence the reader is told to fetch everything again", async () => {
  const app = await openTestApp();
  const northwind = app.account("northwind");
  const [{ seq }] = (await app.selectRows("SELECT min(seq) AS seq FROM changes WHERE account = ?", northwind)) as [
    { seq: number },
  ];
  for (let turn = 0; turn < 500; turn += 1) await setStatus(app, "ben", turn % 2 ? "available" : "offline");
  const feed = await subscribe(app, secretOf(app, "dana"), "northwind", String(seq));
  await setStatus(app, "ben", "available");
  const events = await feed.waitFor(0);
  expect(events).toEqual([]);
  await setStatus(app, "ben", "offline");
  expect(await feed.waitFor(1)).toHaveLength(1);
  expect(feed.received[0]).toEqual({ seq: (await app.services.feed.head()) - 1, kind: "all", id: "" });
  await feed.close();
});

test("each role gets events for what its screens show, and for changes about oneself", async () => {
  const app = await openTestApp();
  const names = ["ben", "milo", "bill", "dana"];
  const feeds = new Map<string, Awaited<ReturnType<typeof subscribe>>>();
  for (const name of names) feeds.set(name, await subscribe(app, secretOf(app, name), "northwind"));
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  await setStatus(app, "cleo", "offline");
  await dana.access.invite({ email: "nora@example.com", name: "Nora", role: "agent" });
  await app.callerFor("milo@callboard.demo", "northwind").agents.setStatusFor({
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
    idleRule: null,
  });
  await dana.agents.defineStatus({ name: "Tea", color: "teal" });
  const kindsOf = async (name: string, count: number) =>
    (await feeds.get(name)!.waitFor(count)).map(({ kind }) => kind);
  expect(await kindsOf("ben", 3)).toEqual(["agent", "account", "status"]);
  expect(await kindsOf("milo", 4)).toEqual(["agent", "agent", "account", "status"]);
  expect(await kindsOf("bill", 2)).toEqual(["account", "status"]);
  expect(await kindsOf("dana", 5)).toEqual(["agent", "invitation", "agent", "account", "status"]);
  expect(feeds.get("ben")!.received[1]!.id).toBe(person(app, "ben"));
  for (const feed of feeds.values()) await feed.close();
});

test("people get an event when a queue adds or removes them, whatever their role; others only with the permission", async () => {
  const app = await openTestApp();
  const feeds = new Map<string, Awaited<ReturnType<typeof subscribe>>>();
  for (const name of ["ava", "ben", "bill"]) feeds.set(name, await subscribe(app, secretOf(app, name), "northwind"));
  const { queues } = app.callerFor("dana@callboard.demo", "northwind");
  const draft = { name: "Fair", routing: "longest idle" as const };
  const members = (...names: string[]) => names.map((name) => ({ id: person(app, name), weight: 1 }));
  const { id } = await queues.save({ ...draft, members: members("ava") });
  await queues.save({ ...draft, id, version: 1, members: members("ava"), ringSeconds: 30 });
  await queues.save({ ...draft, id, version: 2, members: members("cleo") });
  await setStatus(app, "ben", "offline");
  await eventually(() => feeds.get("ben")!.received.length > 1);
  const kindsOf = (name: string) =>
    feeds
      .get(name)!
      .received.slice(1)
      .map(({ kind }) => kind);
  expect(kindsOf("ava")).toEqual(["queue", "queue"]);
  expect(kindsOf("ben")).toEqual(["agent"]);
  expect(kindsOf("bill")).toEqual([]);
  for (const feed of feeds.values()) await feed.close();
});

test("a person's own preferences are announced in every account, and to nobody else", async () => {
  const app = await openTestApp();
  const mine = await subscribe(app, secretOf(app, "ava"), "parkside");
  const theirs = await subscribe(app, secretOf(app, "ida"), "parkside");
  await app.callerFor("ava@callboard.demo").preferences.save({ theme: "dark" });
  await setStatus(app, "ava", "available", "parkside");
  expect((await mine.waitFor(2)).map(({ kind }) => kind)).toEqual(["preferences", "agent"]);
  expect((await theirs.waitFor(1)).map(({ kind }) => kind)).toEqual(["agent"]);
  await mine.close();
  await theirs.close();
});

describe("a stream ends", () => {
  test("when its session signs out, unlike any other stream", async () => {
    const app = await openTestApp();
    const { secret } = await app
      .callerWith(null)
      .access.signIn({ email: "dana@callboard.demo", password: "callboard-demo" });
    const feed = await subscribe(app, secret, "northwind");
    const other = await subscribe(app, secretOf(app, "dana"), "northwind");
    await app.callerWith(secret).access.signOut();
    await eventually(feed.ended);
    await setStatus(app, "ben", "offline");
    await other.waitFor(1);
    expect(feed.received).toHaveLength(1);
    await other.close();
  });

  test("when its person signs out everywhere, unlike anybody else's", async () => {
    const app = await openTestApp();
    const dana = await subscribe(app, secretOf(app, "dana"), "northwind");
    const milo = await subscribe(app, secretOf(app, "milo"), "northwind");
    await app.callerFor("dana@callboard.demo").access.signOutEverywhere();
    await eventually(dana.ended);
    await setStatus(app, "ben", "offline");
    await milo.waitFor(1);
    expect(milo.ended()).toBe(false);
    await milo.close();
  });

  test("when the password was reset, and only for that person", async () => {
    const app = await openTestApp();
    const dana = await subscribe(app, secretOf(app, "dana"), "northwind");
    const milo = await subscribe(app, secretOf(app, "milo"), "northwind");
    await app.callerWith(null).access.requestReset({ email: "dana@callboard.demo" });
    const token = await app.mailedLink("dana@callboard.demo");
    await app.callerWith(null).access.resetPassword({ token, password: "an entirely new password" });
    await eventually(dana.ended);
    await setStatus(app, "ben", "offline");
    await milo.waitFor(1);
    await milo.close();
  });

  test("when the person is removed from the account", async () => {
    const app = await openTestApp();
    const feed = await subscribe(app, secretOf(app, "ben"), "northwind");
    await app.callerFor("dana@callboard.demo", "northwind").access.removeMember({ person: person(app, "ben") });
    await eventually(feed.ended);
    expect(feed.received.map(({ kind }) => kind)).toEqual(["all"]);
  });

  test("when the agency membership that it depends on ends", async () => {
    const app = await openTestApp();
    const harriet = app.callerFor("harriet@callboard.demo", "harbor");
    const email = "rita@callboard.demo";
    await harriet.access.invite({ email, name: "Rita", role: "agency administrator" });
    await app.callerFor(email).access.join({ token: await app.mailedLink(email) });
    const feed = await subscribe(app, secretOf(app, "rita"), "mason");
    await setStatus(app, "mary", "available", "mason");
    await feed.waitFor(1);
    await harriet.access.invite({ email: "x@example.com", name: "X", role: "agent" });
    await harriet.access.removeMember({ person: person(app, "rita") });
    await eventually(feed.ended);
    expect(feed.received.map(({ kind }) => kind)).toEqual(["all", "agent"]);
  });
});

test("a new role changes what an open stream sends from that moment on", async () => {
  const app = await openTestApp();
  const feed = await subscribe(app, secretOf(app, "ben"), "northwind");
  await setStatus(app, "cleo", "offline");
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  const { version } = (await dana.access.people()).members.find(({ id }) => id === person(app, "ben"))!;
  await dana.access.setRole({ person: person(app, "ben"), version, role: "call manager", softphone: true });
  await setStatus(app, "cleo", "available");
  expect((await feed.waitFor(2)).map(({ kind }) => kind)).toEqual(["member", "agent"]);
  await feed.close();
});

test("writes of another server on the same file arrive here within moments", async () => {
  const app = await openTestApp();
  const other = await openTestApp({ file: app.file });
  const feed = await subscribe(app, secretOf(app, "dana"), "northwind");
  other.advance(MINUTE + SECOND);
  await setStatus(other, "ben", "offline");
  await setStatus(app, "cleo", "offline");
  const events = await feed.waitFor(2);
  expect(events.map(({ id }) => id).toSorted()).toEqual([person(app, "ben"), person(app, "cleo")].toSorted());
  await feed.close();
});

test("an event that is in the backlog and then arrives live is sent once", async () => {
  const app = await openTestApp();
  const other = await openTestApp({ file: app.file });
  const live = await subscribe(app, secretOf(app, "dana"), "northwind");
  const from = String(live.received[0]!.seq);
  await setStatus(other, "ben", "offline");
  const late = await subscribe(app, secretOf(app, "milo"), "northwind", from);
  await late.waitFor(1);
  await live.waitFor(1);
  await setStatus(app, "cleo", "offline");
  await live.waitFor(2);
  await late.waitFor(2);
  expect(late.received).toEqual([{ ...live.received[0]! }, ...live.received.slice(1)]);
  await live.close();
  await late.close();
});

test("an account that recovers says so, also if nobody listened while it was below zero", async () => {
  const app = await openTestApp();
  const events = async (micros: number) => {
    const dana = await subscribe(app, secretOf(app, "dana"), "northwind");
    await setBalance(app, "northwind", micros);
    await eventually(() => dana.received.some(({ kind }) => kind === "lifecycle"));
    await dana.close();
  };
  await events(-1);
  await events(1);
  await setBalance(app, "northwind", -2);
  await events(2);
});

test("people get an event of their own changes in all their windows, whatever their role; other agents don't", async () => {
  const app = await openTestApp();
  const mine = await subscribe(app, secretOf(app, "ava"), "northwind");
  const theirs = await subscribe(app, secretOf(app, "ben"), "northwind");
  const [from, to] = [app.now() - 120 * MINUTE, app.now() - 60 * MINUTE];
  const ava = app.callerFor("ava@callboard.demo", "northwind");
  await ava.reports.proposeCorrection({ from, to, status: "available", reason: "I was at my desk" });
  await setStatus(app, "ben", "offline");
  expect((await mine.waitFor(1)).map(({ kind }) => kind)).toEqual(["correction"]);
  expect((await theirs.waitFor(1)).map(({ kind }) => kind)).toEqual(["agent"]);
  await mine.close();
  await theirs.close();
});
