import { describe, expect, test } from "vitest";
import type { Database } from "../../src/store/database/port.ts";
import { SessionCache } from "../../src/auth/sessionCache.ts";
import { DEMO_PASSWORD } from "../../src/features/demo/people.ts";
import { eventually } from "../support/eventually.ts";
import { DAY, openTestApp, type TestApp } from "../support/kit.ts";
import { dana, removeMember, email, finn, setRole, addAgencyAdministrator } from "../support/fixtures/roleChanges.ts";

interface Stream {
  ended: boolean;
  received: number;
}

async function listen(app: TestApp, secret: string, account: string): Promise<Stream> {
  const stream = (await app.callerWith(secret, { account }).feed.changes({})) as unknown as AsyncIterable<unknown>;
  const state = { ended: false, received: 0 };
  void (async () => {
    for await (const _ of stream) state.received += 1;
    state.ended = true;
  })();
  await eventually(() => state.received > 0);
  return state;
}

/** The credential of a stream, its account, and what ends it. `server` is the one where that happens. */
interface Ending {
  account: string;
  signIn: (app: TestApp) => Promise<string>;
  end: (server: TestApp, app: TestApp) => Promise<unknown>;
}

const session = (name: string) => async (app: TestApp) => app.sessions[email(name)]!;
/** A session of its own, besides the one that acts. */
const newSession = (name: string) => async (app: TestApp) =>
  (await app.callerWith(null).access.signIn({ email: email(name), password: DEMO_PASSWORD })).secret;
const keyOfFinn = async (app: TestApp) => {
  await setRole(app, "finn", "administrator");
  return (await finn(app).access.createApiKey({ name: "Board", permissions: ["read the board"] })).secret;
};
const findKey = async (app: TestApp) => (await dana(app).access.apiKeys()).find(({ name }) => name === "Board")!;
const addMilo = async (app: TestApp) => {
  await addAgencyAdministrator(app);
  return app.sessions[email("milo")]!;
};
const harriet = (app: TestApp) => app.callerFor(email("harriet"), "harbor");

const confirm = async (caller: ReturnType<typeof harriet>, { proposal }: { proposal: string }) =>
  caller.proposals.confirm({ proposal, name: (await caller.proposals.get({ proposal })).name });

/** Detaches the agency's only remaining sub-account. */
async function detachOne(app: TestApp, account: string): Promise<void> {
  for (const one of ["northwind", "parkside", "mason"].filter((name) => name !== account)) {
    const caller = app.callerFor(email("harriet"), one);
    await confirm(caller, await caller.lifecycle.proposeCancel({ others: { is: "release" } }));
  }
  const input = { detachment: app.account(account), plan: "essentials" } as const;
  await confirm(harriet(app), await harriet(app).plans.proposeDetach(input));
}

const ENDINGS: Record<string, Ending> = {
  "a member is removed": { account: "northwind", signIn: session("ben"), end: (server) => removeMember(server, "ben") },
  "an agency administrator is removed from the agency": {
    account: "mason",
    signIn: addMilo,
    end: (server, app) => harriet(server).access.removeMember({ person: app.people[email("milo")]! }),
  },
  "an agency administrator is demoted in the agency": {
    account: "mason",
    signIn: addMilo,
    end: async (server, app) => {
      const person = app.people[email("milo")]!;
      const { version } = (await harriet(server).access.people()).members.find(({ id }) => id === person)!;
      await harriet(server).access.setRole({ person, version, role: "administrator", softphone: false });
    },
  },
  "the account is detached from the agency": {
    account: "mason",
    signIn: addMilo,
    end: (server) => detachOne(server, "mason"),
  },
  "a key is revoked": {
    account: "northwind",
    signIn: keyOfFinn,
    end: async (server) => dana(server).access.revokeApiKey({ id: (await findKey(server)).id }),
  },
  "a key's creator is demoted": {
    account: "northwind",
    signIn: keyOfFinn,
    end: (server) => setRole(server, "finn", "agent"),
  },
  "a key's creator is removed": {
    account: "northwind",
    signIn: keyOfFinn,
    end: (server) => removeMember(server, "finn"),
  },
  "its session signs out": {
    account: "northwind",
    signIn: newSession("ben"),
    end: (server, app) => server.callerWith(secretOf(app)).access.signOut(),
  },
  "its person signs out everywhere": {
    account: "northwind",
    signIn: newSession("ben"),
    end: (server) => server.callerFor(email("ben")).access.signOutEverywhere(),
  },
  "its session is ended from another": {
    account: "northwind",
    signIn: newSession("ben"),
    end: async (server) => {
      const ben = server.callerFor(email("ben"));
      for (const { id, current } of await ben.access.sessions()) if (!current) await ben.access.endSession({ id });
    },
  },
  "its person changes the password": {
    account: "northwind",
    signIn: newSession("ben"),
    end: (server) =>
      server.callerFor(email("ben")).access.changePassword({ current: DEMO_PASSWORD, next: "an entirely new one" }),
  },
  "its person's password is reset by a link": {
    account: "northwind",
    signIn: session("ben"),
    end: async (server) => {
      await server.callerWith(null).access.requestReset({ email: email("ben") });
      await server
        .callerWith(null)
        .access.resetPassword({ token: await server.mailedLink(email("ben")), password: "an entirely new one" });
    },
  },
};

const secrets = new WeakMap<TestApp, string>();
const secretOf = (app: TestApp): string => secrets.get(app)!;

describe.each([
  ["here", false],
  ["on another server with the same file", true],
])("a stream ends (%s) when", (_where, onOtherServer) => {
  test.each(Object.entries(ENDINGS))(
    "%s; others' streams continue",
    async (_what, { account, signIn: open, end: ends }) => {
      const app = await openTestApp();
      const secret = await open(app);
      secrets.set(app, secret);
      const stream = await listen(app, secret, account);
      const theirs = await listen(app, app.sessions[email(account === "mason" ? "mary" : "dana")]!, account);
      const server = onOtherServer ? await openTestApp({ file: app.file }) : app;
      await ends(server, app);
      // Sessions that ended on another server are checked for every few seconds; here it happens now.
      await app.services.sessions.endExpiredStreams(app.now());
      await eventually(() => stream.ended);
      expect(theirs.ended).toBe(false);
    },
  );
});

test("a stream ends when its session expires", async () => {
  const app = await openTestApp();
  const stream = await listen(app, app.sessions[email("ben")]!, "northwind");
  app.advance(31 * DAY);
  await app.services.sessions.endExpiredStreams(app.now());
  await eventually(() => stream.ended);
});

describe("answers that were cached before a permission ended aren't used after it", () => {
  const CASES: [what: string, first: string, end: (app: TestApp) => Promise<unknown>][] = [
    ["a membership", "context", (app) => removeMember(app, "ben")],
    ["a session", "caller", (app) => app.callerFor(email("ben")).access.signOutEverywhere()],
  ];
  test.each(CASES)("%s", async (_what, read, end) => {
    const app = await openTestApp();
    let reading = Promise.withResolvers<void>();
    let holdUntil: Promise<void> | null = null;
    const slowRead = async (stmts: Parameters<Database["read"]>[0]) => {
      const rows = await app.services.db.read(stmts);
      reading.resolve();
      await holdUntil;
      return rows;
    };
    const cache = new SessionCache({ ...app.services.db, read: slowRead }, app.services.feed);
    const readContext = async () => {
      const caller = await cache.caller(app.sessions[email("ben")]!, app.now());
      return caller && cache.accountContext(caller, app.account("northwind"));
    };
    if (read === "context") await cache.caller(app.sessions[email("ben")]!, app.now());
    const release = Promise.withResolvers<void>();
    reading = Promise.withResolvers<void>();
    holdUntil = release.promise;
    const earlyRead = readContext();
    await reading.promise;
    await end(app);
    cache.endSessions(app.people[email("ben")]!);
    release.resolve();
    holdUntil = null;
    await earlyRead;
    expect(await readContext()).toBeNull();
  });
});

test("a permission lost between the first check and the first event opens no stream", async () => {
  const app = await openTestApp();
  const stream = (await app.callerFor(email("ben"), "northwind").feed.changes({})) as unknown as AsyncIterable<unknown>;
  await removeMember(app, "ben");
  const events = [];
  for await (const one of stream) events.push(one);
  expect(events).toEqual([]);
});
