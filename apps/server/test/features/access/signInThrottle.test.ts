import { describe, expect, test } from "vitest";
import { createApp } from "../../../src/http/app.ts";
import { parseProxies } from "../../../src/clientAddress.ts";
import { signInAttemptKeys } from "../../../src/auth/devices.ts";
import { appRouter } from "../../../src/http/router.ts";
import { DEMO_PASSWORD } from "../../../src/features/demo/people.ts";
import { deleteExpired } from "../../../src/jobs/deleteExpired.ts";
import { DAY, HOUR, MINUTE, openTestApp, failureOf, SECOND, type TestApp } from "../../support/kit.ts";

const dana = "dana@callboard.demo";
const mary = "mary@callboard.demo";
const device = (n: number) => `cbd_${String(n).padStart(64, "0")}`;

interface SignInOptions {
  email?: string;
  from?: string;
  device?: string | undefined;
  password?: string;
}
const signIn = (
  it: TestApp,
  { email = dana, from = "home", device: own, password = DEMO_PASSWORD }: SignInOptions = {},
) => it.with(null, { from }).access.signIn({ email, password, ...(own ? { device: own } : {}) });
const guess = (it: TestApp, way: SignInOptions = {}) => failureOf(signIn(it, { password: "a wrong guess", ...way }));
const WRONG = "access.wrongPassword";
const isBusy = (key: string) => key === "call.tooOften" || key === "call.muchTooOften";

/**
 * Guesses as fast as it goes for so long; answers how many would be looked at. The passwords are spared: each costs as much as
 * all the rest together.
 */
async function guesses(it: TestApp, ms: number, way: (n: number) => SignInOptions): Promise<number> {
  let looked = 0;
  for (let n = 0, over = it.now() + ms; it.now() < over; n += 1) {
    const { email = dana, from = "home", device: own } = way(n);
    const tries = await signInAttemptKeys(it.world, { email, from, device: own }, it.now());
    await it.world.limits.spend(...tries).then(
      () => (looked += 1),
      () => it.pass(MINUTE),
    );
  }
  return looked;
}

describe("whoever signed in on a device before", () => {
  test("gets in there, whatever strangers try, from wherever, for as long as they like", async () => {
    const it = await openTestApp();
    await signIn(it, { device: device(1) });
    const looked = await guesses(it, 3 * HOUR, (n) => ({
      from: `stranger ${n}`,
      device: n % 2 ? device(n + 7) : undefined,
    }));
    expect(looked).toBeLessThan(80);
    expect(isBusy((await guess(it, { from: "elsewhere" })).key)).toBe(true);
    expect(isBusy((await failureOf(signIn(it, { from: "elsewhere" }))).key)).toBe(true);
    for (let again = 0; again < 3; again += 1) await signIn(it, { device: device(1), from: "a café" });
    await signIn(it, { email: mary, from: "a café" });
  });

  test("gets in from an address whose tries are used up, and behind a proxy that nobody named", async () => {
    const it = await openTestApp({ tries: 1 });
    await signIn(it, { device: device(1), from: "proxy" });
    for (let n = 0; n < 10; n += 1)
      expect((await guess(it, { email: `x${n}@example.com`, from: "proxy" })).key).toBe(WRONG);
    expect(isBusy((await failureOf(signIn(it, { email: mary, from: "proxy" }))).key)).toBe(true);
    await signIn(it, { device: device(1), from: "proxy" });
  });

  test("is slowed down on it too, and nobody else with them", async () => {
    const it = await openTestApp();
    await signIn(it, { device: device(1) });
    await signIn(it, { device: device(2) });
    const looked = await guesses(it, DAY, () => ({ device: device(1) }));
    expect(looked).toBeLessThan(170);
    expect(isBusy((await failureOf(signIn(it, { device: device(1) }))).key)).toBe(true);
    await signIn(it, { device: device(2) });
    await signIn(it);
  });

  test("is known by that device alone: it opens no gate to others, and is kept as a digest", async () => {
    const it = await openTestApp();
    await signIn(it, { email: mary, device: device(1) });
    for (let n = 0; n < 5; n += 1) expect((await guess(it, { device: device(1) })).key).toBe(WRONG);
    expect(isBusy((await guess(it, { device: device(1) })).key)).toBe(true);
    const kept =
      JSON.stringify(await it.rows("SELECT * FROM devices")) + JSON.stringify(await it.rows("SELECT * FROM tries"));
    expect(kept).not.toContain(device(1));
    expect(kept).not.toContain(dana);
    expect(await failureOf(signIn(it, { device: "cbd_short" }))).toMatchObject({ code: "invalid", field: "device" });
  });

  test("whoever chose a new password by a mailed link is known where they did", async () => {
    const it = await openTestApp();
    await guesses(it, HOUR, (n) => ({ from: `stranger ${n}` }));
    await it.with(null).access.requestReset({ email: dana });
    const password = "an entirely new password";
    await it.with(null).access.resetPassword({ token: await it.link(dana), password, device: device(3) });
    expect(isBusy((await failureOf(signIn(it, { password }))).key)).toBe(true);
    await signIn(it, { password, device: device(3) });
  });
});

describe("guessing", () => {
  test("from one address is down to a few tries an hour, and comes to no more than some dozens a day", async () => {
    const it = await openTestApp();
    expect(await guesses(it, DAY, () => ({}))).toBeLessThan(45);
    it.pass(DAY + 1);
    expect((await guess(it)).key).toBe(WRONG);
  });

  test("by all strangers together comes to about a hundred tries a day for one person", async () => {
    const it = await openTestApp();
    const first = await guesses(it, DAY, (n) => ({ from: `stranger ${n}` }));
    expect(first).toBeGreaterThan(90);
    expect(first).toBeLessThan(110);
    expect(await guesses(it, DAY, (n) => ({ from: `another ${n}` }))).toBeLessThan(50);
  });

  test("is not sped up by asking again while one has to wait, nor by a sign-in of one’s own", async () => {
    const it = await openTestApp();
    for (let n = 0; n < 5; n += 1) await guess(it);
    expect((await guess(it)).key).toBe("call.tooOften");
    it.pass(29 * SECOND);
    expect((await guess(it)).key).toBe("call.tooOften");
    it.pass(SECOND);
    expect((await guess(it)).key).toBe(WRONG);
    it.pass(59 * SECOND);
    await signIn(it, { email: mary });
    expect((await guess(it)).key).toBe("call.tooOften");
    it.pass(SECOND);
    await signIn(it);
    for (let n = 0; n < 5; n += 1) expect((await guess(it)).key).toBe(WRONG);
  });

  test("many at once are counted one by one, and a restart forgets none", async () => {
    const it = await openTestApp();
    const all = await Promise.all(Array.from({ length: 40 }, () => guess(it)));
    expect(all.filter(({ key }) => key === WRONG)).toHaveLength(5);
    const again = await openTestApp({ file: it.file });
    expect((await guess(again)).key).toBe("call.tooOften");
    expect((await failureOf(signIn(again))).key).toBe("call.tooOften");
    await signIn(again, { email: mary });
  });

  test("leaves nothing behind for longer than a day", async () => {
    const it = await openTestApp();
    for (let n = 0; n < 5; n += 1) await guess(it, { from: `stranger ${n}`, email: `x${n}@example.com` });
    const count = async () => Number((await it.rows("SELECT count(*) AS n FROM tries"))[0]!.n);
    expect(await count()).toBeGreaterThan(10);
    it.pass(DAY + 1);
    await deleteExpired(it.world);
    expect(await count()).toBe(0);
  });
});

describe("resets", () => {
  test("of one address are some dozens a day, one of which always works; those of others go on", async () => {
    const it = await openTestApp();
    const ask = (email: string, from: string) => it.with(null, { from }).access.requestReset({ email });
    let sent = 0;
    for (let hour = 0; hour < 24; hour += 1) {
      for (let n = 0; n < 12; n += 1)
        await ask(dana, `stranger ${hour} ${n}`).then(
          () => (sent += 1),
          () => {},
        );
      await it.with(null).access.checkResetLink({ token: await it.link(dana) });
      it.pass(HOUR);
    }
    expect(sent).toBeLessThan(40);
    await ask(mary, "stranger 0 0");
  });
});

test("behind a named proxy each caller has tries of their own, by the hop that the proxy wrote", async () => {
  const it = await openTestApp({ tries: 1 });
  const app = createApp(it.world, null, appRouter, parseProxies("127.0.0.1")!);
  const call = async (email: string, forwarded: string) => {
    const answer = await app.request(
      "http://127.0.0.1/trpc/access.signIn",
      {
        method: "POST",
        headers: { "content-type": "application/json", "x-forwarded-for": forwarded },
        body: JSON.stringify({ email, password: email === mary ? DEMO_PASSWORD : "a wrong guess" }),
      },
      { incoming: { socket: { remoteAddress: "::ffff:127.0.0.1" } } },
    );
    return answer.status;
  };
  for (let n = 0; n < 10; n += 1) expect(await call(`x${n}@example.com`, `6.6.6.${n}, 203.0.113.7`)).toBe(401);
  expect(await call("one-more@example.com", "6.6.6.200, 203.0.113.7")).toBe(503);
  expect(await call(mary, "203.0.113.8")).toBe(200);
  expect(await call(mary, "2001:db8::1")).toBe(200);
});
