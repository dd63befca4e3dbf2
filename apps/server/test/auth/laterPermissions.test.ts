import { describe, expect, test } from "vitest";
import type { Role } from "@callboard/domain/core/permissions";
import { openTestApp, failureOf, type TestApp } from "../support/kit.ts";
import { dana, removeMember, email, finn, setRole, addAgencyAdministrator } from "../support/fixtures/roleChanges.ts";

const PASSWORD = "a password of one's own";
const gone = { code: "conflict", key: "access.inviterGone" };

describe("an invitation is worth what its maker's role is worth when it is accepted", () => {
  const invite = async (it: TestApp, role: Role) => {
    await finn(it).access.invite({ email: "nora@example.com", name: "Nora", role });
    return it.link("nora@example.com");
  };

  test.each([
    ["demoted", "administrator", (it: TestApp) => setRole(it, "finn", "billing")],
    ["demoted", "agent", (it: TestApp) => setRole(it, "finn", "agent")],
    ["removed", "administrator", (it: TestApp) => removeMember(it, "finn")],
    ["removed", "agent", (it: TestApp) => removeMember(it, "finn")],
  ] as const)("of somebody who was %s: nobody comes in as %s", async (_how, role, end) => {
    const it = await openTestApp();
    await setRole(it, "finn", "administrator");
    const token = await invite(it, role);
    await end(it);
    for (const asked of [
      it.with(null).access.invitation({ token }),
      it.with(null).access.acceptInvitation({ token, password: PASSWORD }),
    ])
      expect((await failureOf(asked)).code).toBe("conflict");
    expect(await it.rows("SELECT 1 FROM people WHERE email = 'nora@example.com'")).toEqual([]);
  });

  test("also where somebody known joins, and where the role came from the agency", async () => {
    const it = await openTestApp();
    const { remove } = await addAgencyAdministrator(it);
    const there = it.as(email("milo"), "mason");
    await there.access.invite({ email: email("ben"), name: "Ben", role: "administrator" });
    const token = await it.link(email("ben"));
    await remove();
    expect((await failureOf(it.as(email("ben")).access.join({ token }))).code).toBe("conflict");
    expect((await failureOf(it.as(email("ben"), "mason").account.get())).code).toBe("not-found");
  });

  test("it holds while its maker may still give that role, and when somebody else answers for it", async () => {
    const it = await openTestApp();
    await setRole(it, "finn", "administrator");
    const token = await invite(it, "administrator");
    const [carried] = await dana(it).access.ownedItems({ person: it.people[email("finn")]! });
    const { invitations } = carried!;
    expect(invitations).toMatchObject([{ email: "nora@example.com", role: "administrator" }]);
    await removeMember(it, "finn", { invitations: invitations.map(({ id }) => id) });
    const joined = await it.with(null).access.acceptInvitation({ token, password: PASSWORD });
    await it.with(joined.secret, { account: "northwind" }).access.people();
  });

  test("into an account that was canceled meanwhile nobody comes in", async () => {
    const it = await openTestApp();
    await setRole(it, "finn", "administrator");
    const token = await invite(it, "agent");
    const there = it.as(email("harriet"), "northwind");
    await there.proposals.confirm({ proposal: (await there.lifecycle.proposeCancel({})).proposal, name: null });
    const asked = it.with(null).access.acceptInvitation({ token, password: PASSWORD });
    expect(await failureOf(asked)).toEqual({ code: "conflict", key: "lifecycle.canceled" });
  });

  test("whichever way the right was lost, the refusal says why", async () => {
    const it = await openTestApp();
    await setRole(it, "finn", "administrator");
    const token = await invite(it, "agent");
    // A way that no list of what somebody carries knows of.
    await it.world.db.script([
      {
        sql: "UPDATE records SET data = json_set(data, '$.role', 'agent') WHERE kind = 'member' AND id = ?",
        args: [it.people[email("finn")]!],
      },
    ]);
    expect(await failureOf(it.with(null).access.invitation({ token }))).toEqual(gone);
    expect(await failureOf(it.with(null).access.acceptInvitation({ token, password: PASSWORD }))).toEqual(gone);
  });
});

describe("an API key does no more than whoever answers for it may now", () => {
  const DEEDS = ["read history", "read the balance", "change routing", "send phone events"] as const;
  const keyOf = async (it: TestApp, deeds: readonly (typeof DEEDS)[number][] = DEEDS) => {
    await setRole(it, "finn", "administrator");
    return finn(it).access.createApiKey({ name: "Finn's", deeds: [...deeds] });
  };
  const listed = async (it: TestApp) => (await dana(it).access.apiKeys()).find(({ name }) => name === "Finn's")!;

  test("the list says who answers for it", async () => {
    const it = await openTestApp();
    await keyOf(it);
    expect(await listed(it)).toMatchObject({ by: "Finn Adair", lost: [], revokedAt: null });
  });

  test("of somebody who was demoted it does what the new role allows, and the list says what it lost", async () => {
    const it = await openTestApp();
    const { secret } = await keyOf(it);
    await it.with(secret).balance.current();
    await setRole(it, "finn", "report manager");
    await it.with(secret).history.list({});
    for (const asked of [
      it.with(secret).balance.current(),
      it.with(secret).sources.save({ name: "X", site: "offsite", ways: [] } as never),
      it.with(secret).calls.phoneEvent({ id: "e1", person: it.people[email("ava")]!, event: "connected" } as never),
    ])
      expect(await failureOf(asked)).toEqual({ code: "forbidden", key: "call.forbidden" });
    expect((await listed(it)).lost).toEqual(["read the balance", "change routing", "send phone events"]);
  });

  test("of somebody who was removed it is revoked, unless it is kept on purpose: then whoever keeps it answers for it", async () => {
    const it = await openTestApp();
    const { secret, id } = await keyOf(it);
    const kept = await finn(it).access.createApiKey({ name: "Kept", deeds: ["read history"] });
    const [carried] = await dana(it).access.ownedItems({ person: it.people[email("finn")]! });
    expect(carried!.keys.map(({ name }) => name).toSorted()).toEqual(["Finn's", "Kept"]);
    await removeMember(it, "finn", { keys: [kept.id] });
    expect((await failureOf(it.with(secret).history.list({}))).code).toBe("signed-out");
    await it.with(kept.secret).history.list({});
    const keys = await dana(it).access.apiKeys();
    expect(keys.find(({ name }) => name === "Kept")).toMatchObject({ by: "Dana Reyes", lost: [] });
    expect(keys.find((key) => key.id === id)!.revokedAt).toBe(it.now());
  });

  test("somebody else answers for it from then on, with no more than their own role", async () => {
    const it = await openTestApp();
    const { secret, id } = await keyOf(it);
    await setRole(it, "finn", "agent");
    expect((await failureOf(it.with(secret).history.list({}))).code).toBe("forbidden");
    await dana(it).access.takeOverApiKey({ id });
    await it.with(secret).balance.current();
    expect(await failureOf(it.as(email("mary"), "mason").access.takeOverApiKey({ id }))).toMatchObject({
      key: "access.keyMissing",
    });
  });

  test("made by the agency's it ends with the agency's hand on the account", async () => {
    const it = await openTestApp();
    const { remove } = await addAgencyAdministrator(it);
    const { secret } = await it.as(email("milo"), "mason").access.createApiKey({ name: "M", deeds: ["read history"] });
    await it.with(secret).history.list({});
    await remove();
    expect((await failureOf(it.with(secret).history.list({}))).code).toBe("signed-out");
  });

  test("keys from before it was written down who made them belong to whoever the log names", async () => {
    const it = await openTestApp();
    const { secret } = await keyOf(it);
    await it.world.db.script([
      { sql: "UPDATE records SET shape = 1, data = json_remove(data, '$.by') WHERE kind = 'apiKey'", args: [] },
    ]);
    it.world.door.forgetAll();
    await it.with(secret).balance.current();
    expect(await listed(it)).toMatchObject({ by: "Finn Adair" });
    await setRole(it, "finn", "agent");
    expect((await failureOf(it.with(secret).balance.current())).code).toBe("forbidden");
  });
});
