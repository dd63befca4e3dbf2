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

async function listen(app: TestApp, secret: string, account: string): Promise<Stream> {
  const stream = (await app.with(secret, { account }).feed.changes({})) as unknown as AsyncIterable<unknown>;
  const state = { over: false, heard: 0 };
  void (async () => {
    for await (const _ of stream) state.heard += 1;
    state.over = true;
  })();
  await eventually(() => state.heard > 0);
  return state;
}

/** The credential of a stream, its account, and what ends it. `by` is the server where that happens. */
interface Ending {
  account: string;
  opened: (app: TestApp) => Promise<string>;
  ends: (by: TestApp, app: TestApp) => Promise<unknown>;
}

const session = (name: string) => async (app: TestApp) => app.sessions[email(name)]!;
/** A session of its own, besides the one that acts. */
const another = (name: string) => async (app: TestApp) =>
  (await app.with(null).access.signIn({ email: email(name), password: DEMO_PASSWORD })).secret;
const keyOfFinn = async (app: TestApp) => {
  await setRole(app, "finn", "administrator");
  return (await finn(app).access.createApiKey({ name: "Board", deeds: ["read the board"] })).secret;
};
const keyHere = async (app: TestApp) => (await dana(app).access.apiKeys()).find(({ name }) => name === "Board")!;
const milo = async (app: TestApp) => {
  await addAgencyAdministrator(app);
  return app.sessions[email("milo")]!;
};
const harriet = (app: TestApp) => app.as(email("harriet"), "harbor");

const confirmed = async (caller: ReturnType<typeof harriet>, { proposal }: { proposal: string }) =>
  caller.proposals.confirm({ proposal, name: (await caller.proposals.get({ proposal })).name });

/** Detaches the agency's only remaining sub-account. */
async function keepsOne(app: TestApp, kept: string): Promise<void> {
  for (const one of ["northwind", "parkside", "mason"].filter((name) => name !== kept)) {
    const caller = app.as(email("harriet"), one);
    await confirmed(caller, await caller.lifecycle.proposeCancel({ others: { is: "release" } }));
  }
  const asked = { standalone: app.account(kept), plan: "essentials" } as const;
  await confirmed(harriet(app), await harriet(app).plans.proposeDetach(asked));
}

const ENDINGS: Record<string, Ending> = {
  "a member is removed": { account: "northwind", opened: session("ben"), ends: (by) => removeMember(by, "ben") },
  "an agency administrator is removed from the agency": {
    account: "mason",
    opened: milo,
    ends: (by, app) => harriet(by).access.removeMember({ person: app.people[email("milo")]! }),
  },
  "an agency administrator is demoted in the agency": {
    account: "mason",
    opened: milo,
    ends: async (by, app) => {
      const person = app.people[email("milo")]!;
      const { version } = (await harriet(by).access.people()).members.find(({ id }) => id === person)!;
      await harriet(by).access.setRole({ person, version, role: "administrator", softphone: false });
    },
  },
  "the account is detached from the agency": {
    account: "mason",
    opened: milo,
    ends: (by) => keepsOne(by, "mason"),
  },
  "a key is revoked": {
    account: "northwind",
    opened: keyOfFinn,
    ends: async (by) => dana(by).access.revokeApiKey({ id: (await keyHere(by)).id }),
  },
  "a key's creator is demoted": {
    account: "northwind",
    opened: keyOfFinn,
    ends: (by) => setRole(by, "finn", "agent"),
  },
  "a key's creator is removed": { account: "northwind", opened: keyOfFinn, ends: (by) => removeMember(by, "finn") },
  "its session signs out": {
    account: "northwind",
    opened: another("ben"),
    ends: (by, app) => by.with(lastOf(app)).access.signOut(),
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
  "its person changes the password": {
    account: "northwind",
    opened: another("ben"),
    ends: (by) => by.as(email("ben")).access.changePassword({ current: DEMO_PASSWORD, next: "an entirely new one" }),
  },
  "its person's password is reset by a link": {
    account: "northwind",
    opened: session("ben"),
    ends: async (by) => {
      await by.with(null).access.requestReset({ email: email("ben") });
      await by.with(null).access.resetPassword({ token: await by.link(email("ben")), password: "an entirely new one" });
    },
  },
};

const opened = new WeakMap<TestApp, string>();
const lastOf = (app: TestApp): string => opened.get(app)!;

describe.each([
  ["here", false],
  ["on another server with the same file", true],
])("a stream ends (%s) when", (_where, elsewhere) => {
  test.each(Object.entries(ENDINGS))("%s; others' streams continue", async (_what, { account, opened: open, ends }) => {
    const app = await openTestApp();
    const secret = await open(app);
    opened.set(app, secret);
    const stream = await listen(app, secret, account);
    const theirs = await listen(app, app.sessions[email(account === "mason" ? "mary" : "dana")]!, account);
    const by = elsewhere ? await openTestApp({ file: app.file }) : app;
    await ends(by, app);
    // Sessions that ended on another server are checked for every few seconds; here it happens now.
    await app.world.door.endGoneStreams(app.now());
    await eventually(() => stream.over);
    expect(theirs.over).toBe(false);
  });
});

test("a stream ends when its session expires", async () => {
  const app = await openTestApp();
  const stream = await listen(app, app.sessions[email("ben")]!, "northwind");
  app.pass(31 * DAY);
  await app.world.door.endGoneStreams(app.now());
  await eventually(() => stream.over);
});

describe("answers that were cached before a permission ended aren't used after it", () => {
  const ends: [what: string, first: string, end: (app: TestApp) => Promise<unknown>][] = [
    ["a membership", "place", (app) => removeMember(app, "ben")],
    ["a session", "caller", (app) => app.as(email("ben")).access.signOutEverywhere()],
  ];
  test.each(ends)("%s", async (_what, read, end) => {
    const app = await openTestApp();
    let reading = Promise.withResolvers<void>();
    let held: Promise<void> | null = null;
    const slow = async (stmts: Parameters<Database["read"]>[0]) => {
      const rows = await app.world.db.read(stmts);
      reading.resolve();
      await held;
      return rows;
    };
    const door = new SessionCache({ ...app.world.db, read: slow }, app.world.feed);
    const ask = async () => {
      const caller = await door.caller(app.sessions[email("ben")]!, app.now());
      return caller && door.place(caller, app.account("northwind"));
    };
    if (read === "place") await door.caller(app.sessions[email("ben")]!, app.now());
    const release = Promise.withResolvers<void>();
    reading = Promise.withResolvers<void>();
    held = release.promise;
    const early = ask();
    await reading.promise;
    await end(app);
    door.sessionsEnded(app.people[email("ben")]!);
    release.resolve();
    held = null;
    await early;
    expect(await ask()).toBeNull();
  });
});

test("a permission lost between the first check and the first event opens no stream", async () => {
  const app = await openTestApp();
  const stream = (await app.as(email("ben"), "northwind").feed.changes({})) as unknown as AsyncIterable<unknown>;
  await removeMember(app, "ben");
  const heard = [];
  for await (const one of stream) heard.push(one);
  expect(heard).toEqual([]);
});
