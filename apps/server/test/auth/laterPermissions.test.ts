import { describe, expect, test } from "vitest";
import type { Role } from "@callboard/domain/core/permissions";
import { openTestApp, failureOf, type TestApp } from "../support/kit.ts";
import { dana, removeMember, email, finn, setRole, addAgencyAdministrator } from "../support/fixtures/roleChanges.ts";

const PASSWORD = "a password of one's own";
const mayNoLonger = { code: "conflict", key: "access.inviterMayNoLonger" };

describe("an invitation allows only what its maker may still grant when it is accepted", () => {
  const invite = async (app: TestApp, role: Role) => {
    await finn(app).access.invite({ email: "nora@example.com", name: "Nora", role });
    return app.mailedLink("nora@example.com");
  };

  test.each([
    ["demoted", "administrator", (app: TestApp) => setRole(app, "finn", "billing")],
    ["demoted", "agent", (app: TestApp) => setRole(app, "finn", "agent")],
    ["removed", "administrator", (app: TestApp) => removeMember(app, "finn")],
    ["removed", "agent", (app: TestApp) => removeMember(app, "finn")],
  ] as const)("from somebody who was %s: nobody can join as %s", async (_how, role, loseRole) => {
    const app = await openTestApp();
    await setRole(app, "finn", "administrator");
    const token = await invite(app, role);
    await loseRole(app);
    for (const attempt of [
      app.callerWith(null).access.invitation({ token }),
      app.callerWith(null).access.acceptInvitation({ token, password: PASSWORD }),
    ])
      expect((await failureOf(attempt)).code).toBe("conflict");
    expect(await app.selectRows("SELECT 1 FROM people WHERE email = 'nora@example.com'")).toEqual([]);
  });

  test("the same if an existing person joins, and if the inviter's role came from the agency", async () => {
    const app = await openTestApp();
    const { remove } = await addAgencyAdministrator(app);
    const inMason = app.callerFor(email("milo"), "mason");
    await inMason.access.invite({ email: email("ben"), name: "Ben", role: "administrator" });
    const token = await app.mailedLink(email("ben"));
    await remove();
    expect((await failureOf(app.callerFor(email("ben")).access.join({ token }))).code).toBe("conflict");
    expect((await failureOf(app.callerFor(email("ben"), "mason").account.get())).code).toBe("not-found");
  });

  test("it stays valid while its maker may grant that role, and after somebody else takes it over", async () => {
    const app = await openTestApp();
    await setRole(app, "finn", "administrator");
    const token = await invite(app, "administrator");
    const [owned] = await dana(app).access.ownedItems({ person: app.people[email("finn")]! });
    const { invitations } = owned!;
    expect(invitations).toMatchObject([{ email: "nora@example.com", role: "administrator" }]);
    await removeMember(app, "finn", { invitations: invitations.map(({ id }) => id) });
    const joined = await app.callerWith(null).access.acceptInvitation({ token, password: PASSWORD });
    await app.callerWith(joined.secret, { account: "northwind" }).access.people();
  });

  test("nobody can join an account that was canceled meanwhile", async () => {
    const app = await openTestApp();
    await setRole(app, "finn", "administrator");
    const token = await invite(app, "agent");
    const inNorthwind = app.callerFor(email("harriet"), "northwind");
    await inNorthwind.proposals.confirm({
      proposal: (await inNorthwind.lifecycle.proposeCancel({})).proposal,
      name: null,
    });
    const attempt = app.callerWith(null).access.acceptInvitation({ token, password: PASSWORD });
    expect(await failureOf(attempt)).toEqual({ code: "conflict", key: "lifecycle.canceled" });
  });

  test("however the permission was lost, the refusal says why", async () => {
    const app = await openTestApp();
    await setRole(app, "finn", "administrator");
    const token = await invite(app, "agent");
    // A change that the handover doesn't know about.
    await app.services.db.runScript([
      {
        sql: "UPDATE records SET data = json_set(data, '$.role', 'agent') WHERE kind = 'member' AND id = ?",
        args: [app.people[email("finn")]!],
      },
    ]);
    expect(await failureOf(app.callerWith(null).access.invitation({ token }))).toEqual(mayNoLonger);
    expect(await failureOf(app.callerWith(null).access.acceptInvitation({ token, password: PASSWORD }))).toEqual(
      mayNoLonger,
    );
  });
});

describe("an API key does only what the person responsible for it may do now", () => {
  const PERMISSIONS = ["read history", "read the balance", "change routing", "send phone events"] as const;
  const keyOf = async (app: TestApp, permissions: readonly (typeof PERMISSIONS)[number][] = PERMISSIONS) => {
    await setRole(app, "finn", "administrator");
    return finn(app).access.createApiKey({ name: "Finn's", permissions: [...permissions] });
  };
  const findKey = async (app: TestApp) => (await dana(app).access.apiKeys()).find(({ name }) => name === "Finn's")!;

  test("the list names that person", async () => {
    const app = await openTestApp();
    await keyOf(app);
    expect(await findKey(app)).toMatchObject({ by: "Finn Adair", lost: [], revokedAt: null });
  });

  test("after a demotion it does what the new role allows, and the list shows what it lost", async () => {
    const app = await openTestApp();
    const { secret } = await keyOf(app);
    await app.callerWith(secret).balance.current();
    await setRole(app, "finn", "report manager");
    await app.callerWith(secret).history.list({});
    for (const attempt of [
      app.callerWith(secret).balance.current(),
      app.callerWith(secret).sources.save({ name: "X", site: "offsite", ruleGroups: [] } as never),
      app
        .callerWith(secret)
        .calls.phoneEvent({ id: "e1", person: app.people[email("ava")]!, event: "connected" } as never),
    ])
      expect(await failureOf(attempt)).toEqual({ code: "forbidden", key: "api.forbidden" });
    expect((await findKey(app)).lost).toEqual(["read the balance", "change routing", "send phone events"]);
  });

  test("after a removal it is revoked, unless the person who removes takes it over and becomes responsible", async () => {
    const app = await openTestApp();
    const { secret, id } = await keyOf(app);
    const keptKey = await finn(app).access.createApiKey({ name: "Kept", permissions: ["read history"] });
    const [owned] = await dana(app).access.ownedItems({ person: app.people[email("finn")]! });
    expect(owned!.keys.map(({ name }) => name).toSorted()).toEqual(["Finn's", "Kept"]);
    await removeMember(app, "finn", { keys: [keptKey.id] });
    expect((await failureOf(app.callerWith(secret).history.list({}))).code).toBe("signed-out");
    await app.callerWith(keptKey.secret).history.list({});
    const keys = await dana(app).access.apiKeys();
    expect(keys.find(({ name }) => name === "Kept")).toMatchObject({ by: "Dana Reyes", lost: [] });
    expect(keys.find((key) => key.id === id)!.revokedAt).toBe(app.now());
  });

  test("somebody else can take it over, with only the permissions of their own role", async () => {
    const app = await openTestApp();
    const { secret, id } = await keyOf(app);
    await setRole(app, "finn", "agent");
    expect((await failureOf(app.callerWith(secret).history.list({}))).code).toBe("forbidden");
    await dana(app).access.takeOverApiKey({ id });
    await app.callerWith(secret).balance.current();
    expect(await failureOf(app.callerFor(email("mary"), "mason").access.takeOverApiKey({ id }))).toMatchObject({
      key: "access.keyMissing",
    });
  });

  test("created by an agency administrator, it ends with that person's access to the account", async () => {
    const app = await openTestApp();
    const { remove } = await addAgencyAdministrator(app);
    const { secret } = await app
      .callerFor(email("milo"), "mason")
      .access.createApiKey({ name: "M", permissions: ["read history"] });
    await app.callerWith(secret).history.list({});
    await remove();
    expect((await failureOf(app.callerWith(secret).history.list({}))).code).toBe("signed-out");
  });

  test("keys from before the creator was stored belong to the person named in the log", async () => {
    const app = await openTestApp();
    const { secret } = await keyOf(app);
    await app.services.db.runScript([
      {
        sql: "UPDATE records SET shape = 1, data = json_remove(data, '$.responsible') WHERE kind = 'apiKey'",
        args: [],
      },
    ]);
    app.services.sessions.clear();
    await app.callerWith(secret).balance.current();
    expect(await findKey(app)).toMatchObject({ by: "Finn Adair" });
    await setRole(app, "finn", "agent");
    expect((await failureOf(app.callerWith(secret).balance.current())).code).toBe("forbidden");
  });
});
