import { ROLES } from "@callboard/domain/core/permissions";
import { expect, test } from "vitest";
import { confirm } from "../../support/fixtures/bakery.ts";
import { openTestApp, failureOf } from "../../support/kit.ts";

const SOLVEIG = "solveig@callboard.demo";
const MILO = "milo@callboard.demo";

/** The bakery with an administrator, their key and their pending invitation; then it is canceled. */
async function openCanceled() {
  const app = await openTestApp();
  const me = app.callerFor(SOLVEIG, "solo");
  await me.access.invite({ email: MILO, name: "Milo", role: "administrator" });
  await app.callerFor(MILO).access.join({ token: await app.mailedLink(MILO) });
  const milo = app.callerFor(MILO, "solo");
  const key = await milo.access.createApiKey({ name: "Board", permissions: ["read history", "read the balance"] });
  await milo.access.invite({ email: "late@bakery.example", name: "Late", role: "administrator" });
  const { proposal } = await me.lifecycle.proposeCancel({});
  await confirm(me, proposal, (await me.proposals.get({ proposal })).name);
  const seat = async () =>
    (await me.access.people()).members.find(({ id }) => id === app.people[MILO]) as NonNullable<
      Awaited<ReturnType<typeof me.access.people>>["members"][number]
    >;
  const setRole = async (role: (typeof ROLES)[number], softphone = false) => {
    const { id: person, version } = await seat();
    return me.access.setRole({ person, version, role, softphone });
  };
  return { app, me, milo, key, setRole, person: app.people[MILO]! };
}
const CANCELED = { code: "conflict", key: "lifecycle.canceled" };

test("people of a canceled account can be demoted and removed, and then can neither read nor reactivate it", async () => {
  const { app, me, milo, key, setRole, person } = await openCanceled();
  expect(await failureOf(setRole("administrator", true))).toMatchObject(CANCELED);
  await setRole("report manager");
  // The key only allows what its creator's role still allows.
  expect(await failureOf(app.callerWith(key.secret).balance.current())).toMatchObject({ code: "forbidden" });
  expect(await failureOf(milo.lifecycle.proposeUndo())).toMatchObject({ code: "forbidden" });
  for (const role of ["billing", "administrator"] as const)
    expect(await failureOf(setRole(role))).toMatchObject(CANCELED);
  // The key doesn't regain the permissions that it lost.
  expect(await failureOf(me.access.takeOverApiKey({ id: key.id }))).toMatchObject(CANCELED);
  await setRole("agent");
  await me.access.removeMember({ person });
  expect(await failureOf(milo.access.people())).toMatchObject({ code: "not-found" });
  expect(await failureOf(app.callerWith(key.secret).history.list({ limit: 3 }))).toMatchObject({ code: "signed-out" });
});

test("a canceled account's keys can be revoked and its invitations withdrawn, but none created", async () => {
  const { app, me, key } = await openCanceled();
  await me.access.takeOverApiKey({ id: key.id });
  expect(await app.callerWith(key.secret).balance.current()).toBeTruthy();
  await me.access.revokeApiKey({ id: key.id });
  expect(await failureOf(app.callerWith(key.secret).balance.current())).toMatchObject({ code: "signed-out" });
  const [invitation] = (await me.access.people()).invitations;
  await me.access.withdrawInvitation({ id: invitation!.id });
  expect((await me.access.people()).invitations).toEqual([]);
  const input = { email: "new@bakery.example", name: "New", role: "agent" } as const;
  expect(await failureOf(me.access.invite(input))).toMatchObject(CANCELED);
  expect(await failureOf(me.access.createApiKey({ name: "New", permissions: ["read the board"] }))).toMatchObject(
    CANCELED,
  );
});

test("a canceled account can be transferred to another owner, who can then remove the former one", async () => {
  const { app, me, milo, person } = await openCanceled();
  await me.account.transferOwner({ to: person });
  const owner = app.people[SOLVEIG]!;
  await milo.access.removeMember({ person: owner });
  expect(await failureOf(me.access.people())).toMatchObject({ code: "not-found" });
});
