import { describe, expect, test } from "vitest";
import { DEMO_PASSWORD } from "../../../src/features/demo/people.ts";
import { openTestApp, failureOf, type TestApp } from "../../support/kit.ts";

describe("opening a sub-account", () => {
  const harriet = (app: TestApp) => app.callerFor("harriet@callboard.demo", "harbor");
  const open = (app: TestApp, email: string) =>
    harriet(app).agency.open({ name: "New One", zone: "UTC", owner: { name: "S", email, softphone: true } });
  const SOLVEIG = "solveig@callboard.demo";

  test("does and answers the same for people who already have a sign-in and for new ones", async () => {
    const openingEffects = async (email: string) => {
      const app = await openTestApp();
      const { id, ...answer } = await open(app, email);
      const rows = await app.selectRows(
        "SELECT kind, action ->> '$.key' AS action FROM changes WHERE account = ? ORDER BY seq",
        id,
      );
      const mails = await app.selectRows(
        "SELECT account, subject FROM mails WHERE recipient = ? AND created_at = ?",
        email,
        app.now(),
      );
      const people = await app.selectRows("SELECT count(*) AS n FROM people");
      return { answer, rows, mails, people };
    };
    expect(await openingEffects(SOLVEIG)).toEqual(await openingEffects("sigrid@callboard.demo"));
  });

  test("adds nobody without consent: the owner joins by accepting, and until then the opener owns the account", async () => {
    const app = await openTestApp();
    const { id, owner } = await open(app, SOLVEIG);
    expect(owner).toBe(app.people["harriet@callboard.demo"]);
    const ids = async () => (await app.callerFor(SOLVEIG).access.me()).accounts.map((one) => one.id);
    expect(await ids()).not.toContain(id);
    await app.callerFor(SOLVEIG).access.join({ token: await app.mailedLink(SOLVEIG) });
    const mine = (await app.callerFor(SOLVEIG).access.me()).accounts.find((one) => one.id === id);
    expect(mine).toMatchObject({ role: "administrator", owner: true, softphone: true });
    expect((await app.callerFor(SOLVEIG, id).account.get()).ownerName).toBe("Solveig Baker");
  });

  test("keeps an owner who was chosen before the invitation is accepted", async () => {
    const app = await openTestApp();
    const { id } = await open(app, SOLVEIG);
    const inside = app.callerFor("harriet@callboard.demo", id);
    const token = await app.mailedLink(SOLVEIG);
    await inside.access.invite({ email: "mary@callboard.demo", name: "Mary", role: "administrator" });
    await app.callerFor("mary@callboard.demo").access.join({ token: await app.mailedLink("mary@callboard.demo") });
    await inside.account.transferOwner({ to: app.people["mary@callboard.demo"]! });
    await app.callerFor(SOLVEIG).access.join({ token });
    expect((await inside.account.get()).ownerName).toBe("Mary Mason");
  });

  test("makes somebody of the agency the owner at once", async () => {
    const app = await openTestApp();
    const { owner } = await open(app, "harriet@callboard.demo");
    expect(owner).toBe(app.people["harriet@callboard.demo"]);
  });
});

test("an invitation doesn't let anybody else take over a person who has no password yet", async () => {
  const app = await openTestApp();
  const owner = { name: "Chief", email: "ceo@big.example" };
  await app.callerFor("otto@callboard.demo").account.open({ name: "Big", zone: "UTC", plan: "essentials", owner });
  await app.callerFor("solveig@callboard.demo", "solo").access.invite({ email: owner.email, name: "X", role: "agent" });
  const token = await app.mailedLink(owner.email);
  const takeover = app.callerWith(null).access.acceptInvitation({ token, password: "a password of mine" });
  expect(await failureOf(takeover)).toMatchObject({ code: "conflict", key: "access.emailTaken" });
});

test("setting a new password invalidates all older reset links", async () => {
  const app = await openTestApp();
  const email = "ava@callboard.demo";
  await app.callerWith(null).access.requestReset({ email });
  const older = await app.mailedLink(email);
  await app.callerWith(null).access.requestReset({ email });
  await app
    .callerWith(null)
    .access.resetPassword({ token: await app.mailedLink(email), password: "the newer password" });
  const late = app.callerWith(null).access.resetPassword({ token: older, password: "the older password" });
  expect(await failureOf(late)).toMatchObject({ key: "access.linkExpired" });
});

test("a repeated password change gets the same answer, and guesses can't be tested against its digest", async () => {
  const app = await openTestApp();
  const change = { current: DEMO_PASSWORD, next: "another password" };
  const ava = () => app.callerFor("ava@callboard.demo", undefined, { key: "change-1" });
  expect(await ava().access.changePassword(change)).toBe(null);
  expect(await ava().access.changePassword(change)).toBe(null);
  const { createHash } = await import("node:crypto");
  const plain = JSON.stringify([app.people["ava@callboard.demo"], change]);
  const [row] = await app.selectRows("SELECT hash FROM commands WHERE procedure = 'access.changePassword'");
  expect(row!.hash).not.toBe(createHash("sha256").update(plain).digest("base64url"));
});

test("the role of agency administrator is derived in sub-accounts and can't be given there", async () => {
  const app = await openTestApp();
  const inside = app.callerFor("harriet@callboard.demo", "northwind");
  const invitation = inside.access.invite({ email: "new@callboard.demo", name: "New", role: "agency administrator" });
  expect(await failureOf(invitation)).toMatchObject({ key: "access.agencyRoleOnly" });
});
