import { expect, test } from "vitest";
import { DEMO_PASSWORD } from "../../../src/features/demo/people.ts";
import { DAY, HOUR, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";

const dana = "dana@callboard.demo";
const signIn = async (app: TestApp, email = dana, network?: string) =>
  app.callerWith(null, { network }).access.signIn({ email, password: DEMO_PASSWORD });
const expired = { code: "signed-out", key: "api.expired" };
const wrong = { code: "signed-out", key: "access.wrongPassword", field: "password" };

test("signing in opens a session; signing out ends this one and no other", async () => {
  const app = await openTestApp();
  const [first, second] = [await signIn(app), await signIn(app, " DANA@Callboard.Demo ")];
  expect((await app.callerWith(first.secret).access.me()).person.email).toBe(dana);
  await app.callerWith(first.secret).access.signOut();
  expect(await failureOf(app.callerWith(first.secret).access.me())).toEqual(expired);
  expect((await app.callerWith(second.secret).access.me()).person.email).toBe(dana);
});

test("signing out everywhere ends all of a person's sessions and nobody else's", async () => {
  const app = await openTestApp();
  const secrets = [(await signIn(app)).secret, (await signIn(app)).secret, app.sessions[dana]!];
  for (const secret of secrets) await app.callerWith(secret).access.me();
  const mary = await signIn(app, "mary@callboard.demo");
  await app.callerWith(secrets[0]!).access.signOutEverywhere();
  for (const secret of secrets) expect(await failureOf(app.callerWith(secret).access.me())).toEqual(expired);
  expect((await app.callerWith(mary.secret).access.me()).person.name).toBe("Mary Mason");
});

test("people list and end their own sessions one by one; another person's looks like a missing one", async () => {
  const app = await openTestApp();
  const current = await signIn(app);
  const other = await signIn(app);
  const mary = await signIn(app, "mary@callboard.demo");
  const sessions = await app.callerWith(current.secret).access.sessions();
  expect(sessions.filter((one) => one.current).map(({ id }) => id)).toEqual([current.session]);
  expect(sessions.map(({ id }) => id)).toContain(other.session);
  await app.callerWith(current.secret).access.endSession({ id: other.session });
  expect(await failureOf(app.callerWith(other.secret).access.me())).toEqual(expired);
  const missing = { code: "not-found", key: "access.sessionMissing", field: "id" };
  expect(await failureOf(app.callerWith(current.secret).access.endSession({ id: mary.session }))).toEqual(missing);
  expect(await failureOf(app.callerWith(current.secret).access.endSession({ id: "nothing" }))).toEqual(missing);
  await app.callerWith(mary.secret).access.me();
});

test("an unused session expires after exactly 30 days", async () => {
  const app = await openTestApp();
  const { secret } = await signIn(app);
  app.advance(30 * DAY - 1);
  const idleApp = await openTestApp();
  const other = await signIn(idleApp);
  await app.callerWith(secret).access.me();
  idleApp.advance(30 * DAY);
  expect(await failureOf(idleApp.callerWith(other.secret).access.me())).toEqual(expired);
});

test("using a session extends it, whether or not it is cached", async () => {
  const app = await openTestApp();
  const { secret, session } = await signIn(app);
  const endOf = async () =>
    Number((await app.selectRows("SELECT expires_at FROM sessions WHERE id = ?", session))[0]!.expires_at);
  const first = await endOf();
  app.advance(DAY - HOUR);
  await app.callerWith(secret).access.me();
  expect(await endOf()).toBe(first);
  for (let week = 0; week < 10; week += 1) {
    app.advance(7 * DAY);
    await app.callerWith(secret).access.me();
  }
  expect(await endOf()).toBe(app.now() + 30 * DAY);
  app.advance(30 * DAY);
  expect(await failureOf(app.callerWith(secret).access.me())).toEqual(expired);
});

test("a wrong password, an unknown address and an address without a password get the same answer", async () => {
  const app = await openTestApp();
  await app.callerFor("otto@callboard.demo").account.open({
    name: "New Co",
    zone: "Europe/Paris",
    plan: "essentials",
    owner: { name: "New One", email: "new@example.com" },
  });
  for (const email of [dana, "nobody@example.com", "new@example.com"])
    expect(await failureOf(app.callerWith(null).access.signIn({ email, password: "not the password" }))).toEqual(wrong);
  expect(
    await failureOf(app.callerWith(null).access.signIn({ email: dana, password: DEMO_PASSWORD.toUpperCase() })),
  ).toEqual(wrong);
});

test("a missing, malformed or much too long token is refused like an expired one", async () => {
  const app = await openTestApp();
  for (const secret of ["cbs_nothing", "cbk_nothing", "x", "y".repeat(5000), "' OR 1=1 --"])
    expect((await failureOf(app.callerWith(secret).access.me())).code).toBe("signed-out");
  expect(await failureOf(app.callerWith(null).access.me())).toEqual({ code: "signed-out", key: "api.signedOut" });
});

test("a session that another server ends on the same file ends here too, within moments", async () => {
  const app = await openTestApp();
  const other = await openTestApp({ file: app.file });
  const { secret } = await signIn(app);
  await app.callerWith(secret).access.me();
  await other.callerWith(secret).access.signOut();
  await expect
    .poll(
      () =>
        app
          .callerWith(secret)
          .access.me()
          .then(
            () => "in",
            () => "out",
          ),
      { timeout: 20_000 },
    )
    .toBe("out");
});
