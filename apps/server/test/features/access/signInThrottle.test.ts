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
  app: TestApp,
  { email = dana, from: network = "home", device: deviceKey, password = DEMO_PASSWORD }: SignInOptions = {},
) => app.callerWith(null, { network }).access.signIn({ email, password, ...(deviceKey ? { device: deviceKey } : {}) });
const guess = (app: TestApp, options: SignInOptions = {}) =>
  failureOf(signIn(app, { password: "a wrong guess", ...options }));
const WRONG = "access.wrongPassword";
const isBusy = (key: string) => key === "api.throttledSeconds" || key === "api.throttledMinutes";

/**
 * Guesses as fast as possible for this long; answers how many guesses would be checked. Skips checking the passwords,
 * which would take longer than all the rest.
 */
async function countGuesses(app: TestApp, ms: number, optionsFor: (n: number) => SignInOptions): Promise<number> {
  let checked = 0;
  for (let n = 0, end = app.now() + ms; app.now() < end; n += 1) {
    const { email = dana, from = "home", device: deviceKey } = optionsFor(n);
    const attemptKeys = await signInAttemptKeys(app.services, { email, from, device: deviceKey }, app.now());
    await app.services.throttle.countAttempt(...attemptKeys).then(
      () => (checked += 1),
      () => app.advance(MINUTE),
    );
  }
  return checked;
}

describe("a person on a device that they have signed in on before", () => {
  test("gets in whatever strangers try, from anywhere and for any time", async () => {
    const app = await openTestApp();
    await signIn(app, { device: device(1) });
    const checked = await countGuesses(app, 3 * HOUR, (n) => ({
      from: `stranger ${n}`,
      device: n % 2 ? device(n + 7) : undefined,
    }));
    expect(checked).toBeLessThan(80);
    expect(isBusy((await guess(app, { from: "elsewhere" })).key)).toBe(true);
    expect(isBusy((await failureOf(signIn(app, { from: "elsewhere" }))).key)).toBe(true);
    for (let attempt = 0; attempt < 3; attempt += 1) await signIn(app, { device: device(1), from: "a café" });
    await signIn(app, { email: mary, from: "a café" });
  });

  test("gets in from an address that has used up its tries, and behind an unconfigured proxy", async () => {
    const app = await openTestApp({ freeAttempts: 1 });
    await signIn(app, { device: device(1), from: "proxy" });
    for (let n = 0; n < 10; n += 1)
      expect((await guess(app, { email: `x${n}@example.com`, from: "proxy" })).key).toBe(WRONG);
    expect(isBusy((await failureOf(signIn(app, { email: mary, from: "proxy" }))).key)).toBe(true);
    await signIn(app, { device: device(1), from: "proxy" });
  });

  test("is throttled there too, without slowing down anybody else", async () => {
    const app = await openTestApp();
    await signIn(app, { device: device(1) });
    await signIn(app, { device: device(2) });
    const checked = await countGuesses(app, DAY, () => ({ device: device(1) }));
    expect(checked).toBeLessThan(170);
    expect(isBusy((await failureOf(signIn(app, { device: device(1) }))).key)).toBe(true);
    await signIn(app, { device: device(2) });
    await signIn(app);
  });

  test("has only that device known: it doesn't help with other accounts, and is stored as a digest", async () => {
    const app = await openTestApp();
    await signIn(app, { email: mary, device: device(1) });
    for (let n = 0; n < 5; n += 1) expect((await guess(app, { device: device(1) })).key).toBe(WRONG);
    expect(isBusy((await guess(app, { device: device(1) })).key)).toBe(true);
    const stored =
      JSON.stringify(await app.selectRows("SELECT * FROM devices")) +
      JSON.stringify(await app.selectRows("SELECT * FROM sign_in_attempts"));
    expect(stored).not.toContain(device(1));
    expect(stored).not.toContain(dana);
    expect(await failureOf(signIn(app, { device: "cbd_short" }))).toMatchObject({ code: "invalid", field: "device" });
  });

  test("is also known on the device where they set a new password by a mailed link", async () => {
    const app = await openTestApp();
    await countGuesses(app, HOUR, (n) => ({ from: `stranger ${n}` }));
    await app.callerWith(null).access.requestReset({ email: dana });
    const password = "an entirely new password";
    await app.callerWith(null).access.resetPassword({ token: await app.mailedLink(dana), password, device: device(3) });
    expect(isBusy((await failureOf(signIn(app, { password }))).key)).toBe(true);
    await signIn(app, { password, device: device(3) });
  });
});

describe("guessing passwords", () => {
  test("from one address slows down to a few tries an hour and some dozens a day", async () => {
    const app = await openTestApp();
    expect(await countGuesses(app, DAY, () => ({}))).toBeLessThan(45);
    app.advance(DAY + 1);
    expect((await guess(app)).key).toBe(WRONG);
  });

  test("by all strangers together is limited to about a hundred tries a day for one person", async () => {
    const app = await openTestApp();
    const first = await countGuesses(app, DAY, (n) => ({ from: `stranger ${n}` }));
    expect(first).toBeGreaterThan(90);
    expect(first).toBeLessThan(110);
    expect(await countGuesses(app, DAY, (n) => ({ from: `another ${n}` }))).toBeLessThan(50);
  });

  test("doesn't get faster by asking again during the wait, nor by signing in oneself", async () => {
    const app = await openTestApp();
    for (let n = 0; n < 5; n += 1) await guess(app);
    expect((await guess(app)).key).toBe("api.throttledSeconds");
    app.advance(29 * SECOND);
    expect((await guess(app)).key).toBe("api.throttledSeconds");
    app.advance(SECOND);
    expect((await guess(app)).key).toBe(WRONG);
    app.advance(59 * SECOND);
    await signIn(app, { email: mary });
    expect((await guess(app)).key).toBe("api.throttledSeconds");
    app.advance(SECOND);
    await signIn(app);
    for (let n = 0; n < 5; n += 1) expect((await guess(app)).key).toBe(WRONG);
  });

  test("counts simultaneous tries one by one, and survives a restart", async () => {
    const app = await openTestApp();
    const all = await Promise.all(Array.from({ length: 40 }, () => guess(app)));
    expect(all.filter(({ key }) => key === WRONG)).toHaveLength(5);
    const restarted = await openTestApp({ file: app.file });
    expect((await guess(restarted)).key).toBe("api.throttledSeconds");
    expect((await failureOf(signIn(restarted))).key).toBe("api.throttledSeconds");
    await signIn(restarted, { email: mary });
  });

  test("leaves no trace after a day", async () => {
    const app = await openTestApp();
    for (let n = 0; n < 5; n += 1) await guess(app, { from: `stranger ${n}`, email: `x${n}@example.com` });
    const count = async () => Number((await app.selectRows("SELECT count(*) AS n FROM sign_in_attempts"))[0]!.n);
    expect(await count()).toBeGreaterThan(10);
    app.advance(DAY + 1);
    await deleteExpired(app.services);
    expect(await count()).toBe(0);
  });
});

describe("password resets", () => {
  test("for one address are limited to some dozens a day, one of which always works; other addresses aren't affected", async () => {
    const app = await openTestApp();
    const ask = (email: string, network: string) => app.callerWith(null, { network }).access.requestReset({ email });
    let sent = 0;
    for (let hour = 0; hour < 24; hour += 1) {
      for (let n = 0; n < 12; n += 1)
        await ask(dana, `stranger ${hour} ${n}`).then(
          () => (sent += 1),
          () => {},
        );
      await app.callerWith(null).access.checkResetLink({ token: await app.mailedLink(dana) });
      app.advance(HOUR);
    }
    expect(sent).toBeLessThan(40);
    await ask(mary, "stranger 0 0");
  });
});

test("behind a configured proxy, each caller has their own tries, by the hop that the proxy added", async () => {
  const app = await openTestApp({ freeAttempts: 1 });
  const httpApp = createApp(app.services, null, appRouter, parseProxies("127.0.0.1")!);
  const call = async (email: string, forwardedFor: string) => {
    const response = await httpApp.request(
      "http://127.0.0.1/trpc/access.signIn",
      {
        method: "POST",
        headers: { "content-type": "application/json", "x-forwarded-for": forwardedFor },
        body: JSON.stringify({ email, password: email === mary ? DEMO_PASSWORD : "a wrong guess" }),
      },
      { incoming: { socket: { remoteAddress: "::ffff:127.0.0.1" } } },
    );
    return response.status;
  };
  for (let n = 0; n < 10; n += 1) expect(await call(`x${n}@example.com`, `6.6.6.${n}, 203.0.113.7`)).toBe(401);
  expect(await call("one-more@example.com", "6.6.6.200, 203.0.113.7")).toBe(503);
  expect(await call(mary, "203.0.113.8")).toBe(200);
  expect(await call(mary, "2001:db8::1")).toBe(200);
});
