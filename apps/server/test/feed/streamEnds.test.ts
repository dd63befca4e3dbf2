import { describe, expect, test } from "vitest";
import type { Database } from "../../src/store/database/port.ts";
import { SessionCache } from "../../src/auth/sessionCache.ts";
import { DEMO_PASSWORD } from "../../src/features/demo/people.ts";
import { DAY, eventually, openTestApp, type TestApp } from "../support/kit.ts";
import { dana, removeMember, email, finn, setRole, addAgencyAdministrator } from "../support/fixtures/roleChanges.ts";

interface Stream {
  over: boolean;
  heard: number;
}

async function listen(it: TestApp, secret: string, account: string): Promise<Stream> {
  const stream = (await it.with(secret, { account }).feed.changes({})) as unknown as AsyncIterable<unknown>;
  const state = { over: false, heard: 0 };
  void (async () => {
    for await (const _ of stream) state.heard += 1;
    state.over = true;
  })();
  await eventually(() => state.heard > 0);
  return state;
}

/** What a stream was opened with, in which account, and what ends it. `by` is the server at which that is done. */
interface Ending {
  account: string;
  opened: (it: TestApp) => Promise<string>;
  ends: (by: TestApp, it: TestApp) => Promise<unknown>;
}

const session = (name: string) => async (it: TestApp) => it.sessions[email(name)]!;
/** A session beside the one that things are done with. */
const another = (name: string) => async (it: TestApp) =>
  (await it.with(null).access.signIn({ email: email(name), password: DEMO_PASSWORD })).secret;
const keyOfFinn = async (it: TestApp) => {
  await setRole(it, "finn", "administrator");
  return (await finn(it).access.createApiKey({ name: "Board", deeds: ["read the board"] })).secret;
};
const keyHere = async (it: TestApp) => (await dana(it).access.apiKeys()).find(({ name }) => name === "Board")!;
const milo = async (it: TestApp) => {
  await addAgencyAdministrator(it);
  return it.sessions[email("milo")]!;
};
const harriet = (it: TestApp) => it.as(email("harriet"), "harbor");

const confirmed = async (caller: ReturnType<typeof harriet>, { proposal }: { proposal: string }) =>
  caller.proposals.confirm({ proposal, name: (await caller.proposals.get({ proposal })).name });

/** The agency ends with one account left, which stands alone from then on. */
async function keepsOne(it: TestApp, kept: string): Promise<void> {
  for (const one of ["northwind", "parkside", "mason"].filter((name) => name !== kept)) {
    const caller = it.as(email("harriet"), one);
    await confirmed(caller, await caller.lifecycle.proposeCancel({ others: { is: "release" } }));
  }
  const asked = { standalone: it.account(kept), plan: "essentials" } as const;
  await confirmed(harriet(it), await harriet(it).plans.proposeDetach(asked));
}

const ENDINGS: Record<string, Ending> = {
  "somebody is removed": { account: "northwind", opened: session("ben"), ends: (by) => removeMember(by, "ben") },
  "an agency's administrator is removed there": {
    account: "mason",
    opened: milo,
    ends: (by, it) => harriet(by).access.removeMember({ person: it.people[email("milo")]! }),
  },
  "an agency's administrator becomes less there": {
    account: "mason",
    opened: milo,
    ends: async (by, it) => {
      const person = it.people[email("milo")]!;
      const { version } = (await harriet(by).access.people()).members.find(({ id }) => id === person)!;
      await harriet(by).access.setRole({ person, version, role: "administrator", softphone: false });
    },
  },
  "the account leaves the agency, by its one proposal": {
    account: "mason",
    opened: milo,
    ends: (by) => keepsOne(by, "mason"),
  },
  "a key is revoked": {
    account: "northwind",
    opened: keyOfFinn,
    ends: async (by) => dana(by).access.revokeApiKey({ id: (await keyHere(by)).id }),
  },
  "whoever made a key becomes less": {
    account: "northwind",
    opened: keyOfFinn,
    ends: (by) => setRole(by, "finn", "agent"),
  },
  "whoever made a key is removed": { account: "northwind", opened: keyOfFinn, ends: (by) => removeMember(by, "finn") },
  "its session signs out": {
    account: "northwind",
    opened: another("ben"),
    ends: (by, it) => by.with(lastOf(it)).access.signOut(),
  },
  "its person signs out everywhere": {
    account: "northwind",
    opened: another("ben"),
    ends: (by) => by.as(email("ben")).access.signOutEverywhere(),
  },
  "its session is ended from another": {
    account: "northwind",
    opened: another("ben"),
    ends: async (by) => {
      const ben = by.as(email("ben"));
      for (const { id, current } of await ben.access.sessions()) if (!current) await ben.access.endSession({ id });
    },
  },
  "its person chooses another password": {
    account: "northwind",
    opened: another("ben"),
    ends: (by) => by.as(email("ben")).access.changePassword({ current: DEMO_PASSWORD, next: "an entirely new one" }),
  },
  "its person's password is set by a link": {
    account: "northwind",
    opened: session("ben"),
    ends: async (by) => {
      await by.with(null).access.requestReset({ email: email("ben") });
      await by.with(null).access.resetPassword({ token: await by.link(email("ben")), password: "an entirely new one" });
    },
  },
};

const opened = new WeakMap<TestApp, string>();
const lastOf = (it: TestApp): string => opened.get(it)!;

describe.each([
  ["here", false],
  ["at another server on the same file", true],
])("a stream ends when %s", (_where, elsewhere) => {
  test.each(Object.entries(ENDINGS))("%s; that of others goes on", async (_what, { account, opened: open, ends }) => {
    const it = await openTestApp();
    const secret = await open(it);
    opened.set(it, secret);
    const stream = await listen(it, secret, account);
    const theirs = await listen(it, it.sessions[email(account === "mason" ? "mary" : "dana")]!, account);
    const by = elsewhere ? await openTestApp({ file: it.file }) : it;
    await ends(by, it);
    // Sessions that end elsewhere are looked for every few seconds; here that moment is now.
    await it.world.door.endGoneStreams(it.now());
    await eventually(() => stream.over);
    expect(theirs.over).toBe(false);
  });
});

test("a stream ends with its session's time", async () => {
  const it = await openTestApp();
  const stream = await listen(it, it.sessions[email("ben")]!, "northwind");
  it.pass(31 * DAY);
  await it.world.door.endGoneStreams(it.now());
  await eventually(() => stream.over);
});

describe("what was read before a right ended is not remembered after it", () => {
  const ends: [what: string, first: string, end: (it: TestApp) => Promise<unknown>][] = [
    ["a place in an account", "place", (it) => removeMember(it, "ben")],
    ["a session", "caller", (it) => it.as(email("ben")).access.signOutEverywhere()],
  ];
  test.each(ends)("%s", async (_what, read, end) => {
    const it = await openTestApp();
    let reading = Promise.withResolvers<void>();
    let held: Promise<void> | null = null;
    const slow = async (stmts: Parameters<Database["read"]>[0]) => {
      const rows = await it.world.db.read(stmts);
      reading.resolve();
      await held;
      return rows;
    };
    const door = new SessionCache({ ...it.world.db, read: slow }, it.world.feed);
    const ask = async () => {
      const caller = await door.caller(it.sessions[email("ben")]!, it.now());
      return caller && door.place(caller, it.account("northwind"));
    };
    if (read === "place") await door.caller(it.sessions[email("ben")]!, it.now());
    const release = Promise.withResolvers<void>();
    reading = Promise.withResolvers<void>();
    held = release.promise;
    const early = ask();
    await reading.promise;
    await end(it);
    door.sessionsEnded(it.people[email("ben")]!);
    release.resolve();
    held = null;
    await early;
    expect(await ask()).toBeNull();
  });
});

test("a right that is lost between the door and the first word opens no stream", async () => {
  const it = await openTestApp();
  const stream = (await it.as(email("ben"), "northwind").feed.changes({})) as unknown as AsyncIterable<unknown>;
  await removeMember(it, "ben");
  const heard = [];
  for await (const one of stream) heard.push(one);
  expect(heard).toEqual([]);
});
