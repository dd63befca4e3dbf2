import { expect, test } from "vitest";
import { DEMO_PASSWORD } from "../../../src/features/demo/people.ts";
import { DAY, HOUR, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";

const dana = "dana@callboard.demo";
const signIn = async (it: TestApp, email = dana, from?: string) =>
  it.with(null, { from }).access.signIn({ email, password: DEMO_PASSWORD });
const expired = { code: "signed-out", key: "call.expired" };
const wrong = { code: "signed-out", key: "access.wrongPassword", field: "password" };

test("signing in opens a session; signing out ends this one and no other", async () => {
  const it = await openTestApp();
  const [here, there] = [await signIn(it), await signIn(it, " DANA@Callboard.Demo ")];
  expect((await it.with(here.secret).access.me()).person.email).toBe(dana);
  await it.with(here.secret).access.signOut();
  expect(await failureOf(it.with(here.secret).access.me())).toEqual(expired);
  expect((await it.with(there.secret).access.me()).person.email).toBe(dana);
});

test("signing out everywhere ends all of one's sessions and nobody else's", async () => {
  const it = await openTestApp();
  const secrets = [(await signIn(it)).secret, (await signIn(it)).secret, it.sessions[dana]!];
  for (const secret of secrets) await it.with(secret).access.me();
  const mary = await signIn(it, "mary@callboard.demo");
  await it.with(secrets[0]!).access.signOutEverywhere();
  for (const secret of secrets) expect(await failureOf(it.with(secret).access.me())).toEqual(expired);
  expect((await it.with(mary.secret).access.me()).person.name).toBe("Mary Mason");
});

test("one's own sessions are listed and ended one by one; another person's is as good as missing", async () => {
  const it = await openTestApp();
  const here = await signIn(it);
  const there = await signIn(it);
  const mary = await signIn(it, "mary@callboard.demo");
  const listed = await it.with(here.secret).access.sessions();
  expect(listed.filter((one) => one.current).map(({ id }) => id)).toEqual([here.session]);
  expect(listed.map(({ id }) => id)).toContain(there.session);
  await it.with(here.secret).access.endSession({ id: there.session });
  expect(await failureOf(it.with(there.secret).access.me())).toEqual(expired);
  const missing = { code: "not-found", key: "access.sessionMissing", field: "id" };
  expect(await failureOf(it.with(here.secret).access.endSession({ id: mary.session }))).toEqual(missing);
  expect(await failureOf(it.with(here.secret).access.endSession({ id: "nothing" }))).toEqual(missing);
  await it.with(mary.secret).access.me();
});

test("a session that is not used is over after 30 days to the millisecond", async () => {
  const it = await openTestApp();
  const { secret } = await signIn(it);
  it.pass(30 * DAY - 1);
  const kept = await openTestApp();
  const other = await signIn(kept);
  await it.with(secret).access.me();
  kept.pass(30 * DAY);
  expect(await failureOf(kept.with(other.secret).access.me())).toEqual(expired);
});

test("a session slides while it is used, cached or not", async () => {
  const it = await openTestApp();
  const { secret, session } = await signIn(it);
  const endOf = async () =>
    Number((await it.rows("SELECT expires_at FROM sessions WHERE id = ?", session))[0]!.expires_at);
  const first = await endOf();
  it.pass(DAY - HOUR);
  await it.with(secret).access.me();
  expect(await endOf()).toBe(first);
  for (let week = 0; week < 10; week += 1) {
    it.pass(7 * DAY);
    await it.with(secret).access.me();
  }
  expect(await endOf()).toBe(it.now() + 30 * DAY);
  it.pass(30 * DAY);
  expect(await failureOf(it.with(secret).access.me())).toEqual(expired);
});

test("a wrong password, an unknown address and an address without a password answer alike", async () => {
  const it = await openTestApp();
  await it.as("otto@callboard.demo").account.open({
    name: "New Co",
    zone: "Europe/Paris",
    plan: "essentials",
    owner: { name: "New One", email: "new@example.com" },
  });
  for (const email of [dana, "nobody@example.com", "new@example.com"])
    expect(await failureOf(it.with(null).access.signIn({ email, password: "not the password" }))).toEqual(wrong);
  expect(await failureOf(it.with(null).access.signIn({ email: dana, password: DEMO_PASSWORD.toUpperCase() }))).toEqual(
    wrong,
  );
});

test("a token that is none, odd or much too long is refused like one that is over", async () => {
  const it = await openTestApp();
  for (const secret of ["cbs_nothing", "cbk_nothing", "x", "y".repeat(5000), "' OR 1=1 --"])
    expect((await failureOf(it.with(secret).access.me())).code).toBe("signed-out");
  expect(await failureOf(it.with(null).access.me())).toEqual({ code: "signed-out", key: "call.signedOut" });
});

test("a session ended by another server on the same file is over here too, within moments", async () => {
  const it = await openTestApp();
  const other = await openTestApp({ file: it.file });
  const { secret } = await signIn(it);
  await it.with(secret).access.me();
  await other.with(secret).access.signOut();
  await expect
    .poll(
      () =>
        it
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
