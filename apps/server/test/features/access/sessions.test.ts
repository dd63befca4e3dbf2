import { expect, test } from "vitest";
import { DEMO_PASSWORD } from "../../../src/features/demo/people.ts";
import { DAY, HOUR, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";

const dana = "dana@callboard.demo";
const signIn = async (app: TestApp, email = dana, from?: string) =>
  app.with(null, { from }).access.signIn({ email, password: DEMO_PASSWORD });
const expired = { code: "signed-out", key: "call.expired" };
const wrong = { code: "signed-out", key: "access.wrongPassword", field: "password" };

test("signing in opens a session; signing out ends this one and no other", async () => {
  const app = await openTestApp();
  const [here, there] = [await signIn(app), await signIn(app, " DANA@Callboard.Demo ")];
  expect((await app.with(here.secret).access.me()).person.email).toBe(dana);
  await app.with(here.secret).access.signOut();
  expect(await failureOf(app.with(here.secret).access.me())).toEqual(expired);
  expect((await app.with(there.secret).access.me()).person.email).toBe(dana);
});

test("signing out everywhere ends all of a person's sessions and nobody else's", async () => {
  const app = await openTestApp();
  const secrets = [(await signIn(app)).secret, (await signIn(app)).secret, app.sessions[dana]!];
  for (const secret of secrets) await app.with(secret).access.me();
  const mary = await signIn(app, "mary@callboard.demo");
  await app.with(secrets[0]!).access.signOutEverywhere();
  for (const secret of secrets) expect(await failureOf(app.with(secret).access.me())).toEqual(expired);
  expect((await app.with(mary.secret).access.me()).person.name).toBe("Mary Mason");
});

test("people list and end their own sessions one by one; another person's looks like a missing one", async () => {
  const app = await openTestApp();
  const here = await signIn(app);
  const there = await signIn(app);
  const mary = await signIn(app, "mary@callboard.demo");
  const listed = await app.with(here.secret).access.sessions();
  expect(listed.filter((one) => one.current).map(({ id }) => id)).toEqual([here.session]);
  expect(listed.map(({ id }) => id)).toContain(there.session);
  await app.with(here.secret).access.endSession({ id: there.session });
  expect(await failureOf(app.with(there.secret).access.me())).toEqual(expired);
  const missing = { code: "not-found", key: "access.sessionMissing", field: "id" };
  expect(await failureOf(app.with(here.secret).access.endSession({ id: mary.session }))).toEqual(missing);
  expect(await failureOf(app.with(here.secret).access.endSession({ id: "nothing" }))).toEqual(missing);
  await app.with(mary.secret).access.me();
});

test("an unused session expires after exactly 30 days", async () => {
  const app = await openTestApp();
  const { secret } = await signIn(app);
  app.pass(30 * DAY - 1);
  const kept = await openTestApp();
  const other = await signIn(kept);
  await app.with(secret).access.me();
  kept.pass(30 * DAY);
  expect(await failureOf(kept.with(other.secret).access.me())).toEqual(expired);
});

test("using a session extends it, whether or not it is cached", async () => {
  const app = await openTestApp();
  const { secret, session } = await signIn(app);
  const endOf = async () =>
    Number((await app.rows("SELECT expires_at FROM sessions WHERE id = ?", session))[0]!.expires_at);
  const first = await endOf();
  app.pass(DAY - HOUR);
  await app.with(secret).access.me();
  expect(await endOf()).toBe(first);
  for (let week = 0; week < 10; week += 1) {
    app.pass(7 * DAY);
    await app.with(secret).access.me();
  }
  expect(await endOf()).toBe(app.now() + 30 * DAY);
  app.pass(30 * DAY);
  expect(await failureOf(app.with(secret).access.me())).toEqual(expired);
});

test("a wrong password, an unknown address and an address without a password get the same answer", async () => {
  const app = await openTestApp();
  await app.as("otto@callboard.demo").account.open({
    name: "New Co",
    zone: "Europe/Paris",
    plan: "essentials",
    owner: { name: "New One", email: "new@example.com" },
  });
  for (const email of [dana, "nobody@example.com", "new@example.com"])
    expect(await failureOf(app.with(null).access.signIn({ email, password: "not the password" }))).toEqual(wrong);
  expect(await failureOf(app.with(null).access.signIn({ email: dana, password: DEMO_PASSWORD.toUpperCase() }))).toEqual(
    wrong,
  );
});

test("a missing, malformed or much too long token is refused like an expired one", async () => {
  const app = await openTestApp();
  for (const secret of ["cbs_nothing", "cbk_nothing", "x", "y".repeat(5000), "' OR 1=1 --"])
    expect((await failureOf(app.with(secret).access.me())).code).toBe("signed-out");
  expect(await failureOf(app.with(null).access.me())).toEqual({ code: "signed-out", key: "call.signedOut" });
});

test("a session that another server ends on the same file ends here too, within moments", async () => {
  const app = await openTestApp();
  const other = await openTestApp({ file: app.file });
  const { secret } = await signIn(app);
  await app.with(secret).access.me();
  await other.with(secret).access.signOut();
  await expect
    .poll(
      () =>
        app
          .with(secret)
          .access.me()
          .then(
            () => "in",
            () => "out",
          ),
      { timeout: 3000 },
    )
    .toBe("out");
});
