import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { DAY, HOUR, listen, openTestApp, type TestApp, type TestServer } from "../support/kit.ts";
import { setBalance } from "../support/fixtures/money.ts";
import { addNumber } from "../support/fixtures/numbers.ts";

const DESK = "(512) 555-0143";
const ADS = "https://shop.example.com/?gclid=1";
const ORIGIN = "https://www.shop.example.com";
const SCRIPT_MAX_BYTES = 3072;

interface Shop {
  app: TestApp;
  server: TestServer;
  dana: ReturnType<TestApp["callerFor"]>;
  key: string;
  ads: string;
  mail: string;
  receiver: string;
  /** The tracking number of the ads. */
  number: string;
  ask: (params: Record<string, string | string[]>, origin?: string | null) => Promise<Response>;
  /** What stands on the page instead of the desk's number. */
  shown: (page?: string, more?: Record<string, string>) => Promise<string>;
}

/** An account with a website, two sources, and a tracking number of the first one. */
async function openShop(): Promise<Shop> {
  const app = await openTestApp();
  const server = await listen(app);
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  const rule = (value: string, name: string) =>
    ({ subject: "landing", test: "parameter", name, value, negated: false }) as const;
  const source = (name: string, value: string, parameter: string) =>
    dana.sources.save({ name, site: "onsite", ruleGroups: [{ id: "1", rules: [rule(value, parameter)] }] });
  const { id: ads } = await source("Shop ads", "*", "gclid");
  const { id: mail } = await source("Shop mail", "mail", "utm_source");
  const { id: receiver } = await dana.receivers.save({ name: "Shop desk", number: "+1 512 555 0143" });
  const number = await addNumber(app, "northwind", "+15125550177", {
    source: ads,
    route: { to: "receiver", id: receiver },
  });
  await dana.sources.saveTrackingCode({ websites: ["shop.example.com"], stickyDays: 30 });
  const key = (await dana.sources.trackingCode()).script!.key;
  const ask: Shop["ask"] = (params, origin = ORIGIN) => {
    const query = new URLSearchParams();
    for (const [name, values] of Object.entries({ key, page: ADS, ...params }))
      for (const value of [values].flat()) query.append(name, value);
    return server.fetch(`/v1/swap?${query}`, origin === null ? {} : { headers: { origin } });
  };
  const shown: Shop["shown"] = async (page = ADS, more = {}) => {
    const { texts } = (await (await ask({ page, text: DESK, ...more })).json()) as { texts: Record<string, string> };
    return texts[DESK] ?? DESK;
  };
  return { app, server, dana, key, ads, mail, receiver, number, ask, shown };
}

test("a page of a listed website gets the source's number for each of its own, in the page's format", async () => {
  const { ask, ads } = await openShop();
  const texts = [DESK, "512.555.0143", "tel", "+1 512 555 0143", "001 512 555 0143", "(512) 555-9999"];
  const response = await ask({ text: texts });
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    source: ads,
    recognized: true,
    texts: {
      [DESK]: "(512) 555-0177",
      "512.555.0143": "512.555.0177",
      "+1 512 555 0143": "+1 512 555 0177",
      "001 512 555 0143": "001 512 555 0177",
    },
  });
  const headers = Object.fromEntries(response.headers);
  expect(headers).toMatchObject({
    "access-control-allow-origin": ORIGIN,
    "cache-control": "no-store",
    "cross-origin-resource-policy": "cross-origin",
    "x-content-type-options": "nosniff",
  });
  expect(headers["vary"]).toContain("Origin");
  expect(headers).not.toHaveProperty("set-cookie");
  expect(headers).not.toHaveProperty("access-control-allow-credentials");
});

test("a visitor keeps a source for the account's days, through direct visits and clicks, until another one is recognized", async () => {
  const { shown, ads, mail, ask, dana } = await openShop();
  const direct = "https://shop.example.com/contact";
  const seconds = (days: number) => String((days * DAY) / 1000);
  expect(await shown(direct)).toBe(DESK);
  expect(await shown(direct, { source: ads, seconds: "0" })).toBe("(512) 555-0177");
  expect(await shown(direct, { source: ads, seconds: String(30 * 86_400 - 1) })).toBe("(512) 555-0177");
  expect(await shown(direct, { source: ads, seconds: seconds(30) })).toBe(DESK);
  expect(await shown(direct, { source: ads, seconds: "soon" })).toBe(DESK);
  expect(await shown(direct, { source: "unheard", seconds: "0" })).toBe(DESK);
  // The mail has no number of its own.
  const byMail = await ask({ page: `${direct}?utm_source=mail`, source: ads, seconds: "0", text: DESK });
  expect(await byMail.json()).toEqual({ source: mail, recognized: true, texts: {} });
  // A click within the website says nothing about where the visitor came from.
  expect(await shown(ADS, { referrer: direct })).toBe(DESK);
  const { version } = await dana.sources.trackingCode();
  await dana.sources.saveTrackingCode({ version: version!, websites: ["shop.example.com"], stickyDays: 7 });
  expect(await shown(direct, { source: ads, seconds: seconds(7) })).toBe(DESK);
});

describe("the page's own number stands there", () => {
  test("from the next request on while the account is paused or stopped, and not longer", async () => {
    const { app, shown, dana } = await openShop();
    for (const flag of ["paused", "stopped"] as const) {
      expect(await shown()).toBe("(512) 555-0177");
      const { proposal } = await dana.lifecycle.proposeFlag({ flag, until: app.now() + HOUR });
      await dana.proposals.confirm({ proposal });
      expect(await shown()).toBe(DESK);
      app.advance(HOUR);
      expect(await shown()).toBe("(512) 555-0177");
    }
  });

  test("while its number is paused, after it was moved to another target, and after another server's change", async () => {
    const { app, shown, dana, number, receiver } = await openShop();
    const other = await openTestApp({ file: app.file });
    const elsewhere = other.callerFor("dana@callboard.demo", "northwind");
    expect(await shown()).toBe("(512) 555-0177");
    await elsewhere.numbers.flag({ id: number, version: 1, flag: "paused", on: true });
    expect(await shown()).toBe(DESK);
    await dana.numbers.flag({ id: number, version: 2, flag: "paused", on: false });
    expect(await shown()).toBe("(512) 555-0177");
    const { source, name } = await dana.numbers.get({ id: number });
    await dana.numbers.save({ id: number, version: 3, name, source, route: null });
    expect(await shown()).toBe(DESK);
    await elsewhere.numbers.save({ id: number, version: 4, name, source, route: { to: "receiver", id: receiver } });
    expect(await shown()).toBe("(512) 555-0177");
  });

  test("while the balance is below zero, its own or that of the agency that pays", async () => {
    const { app, shown } = await openShop();
    const expectAt = async (payer: string, micros: number, expected: string) => {
      await setBalance(app, payer, micros);
      expect([payer, micros, await shown()]).toEqual([payer, micros, expected]);
    };
    await expectAt("northwind", -1, DESK);
    await expectAt("northwind", 0, "(512) 555-0177");
    const harriet = app.callerFor("harriet@callboard.demo", "harbor");
    const { proposal } = await harriet.agency.proposeBalanceMove({ account: app.account("northwind"), to: "agency" });
    await harriet.proposals.confirm({ proposal });
    await expectAt("harbor", -1, DESK);
    await expectAt("harbor", 0, "(512) 555-0177");
  });
});

test("a number that stands for a queue is replaced by one that leads to the queue", async () => {
  const { app, dana, ads, ask } = await openShop();
  const members = [{ id: app.people["ava@callboard.demo"]!, weight: 1 }];
  const { id: queue } = await dana.queues.save({ name: "Shop queue", routing: "longest idle", members });
  await addNumber(app, "northwind", "+18005550177", { source: ads, route: { to: "queue", id: queue } });
  const lines = async () => ((await (await ask({ text: ["1-800-555-0100", DESK] })).json()) as { texts: object }).texts;
  expect(await lines()).toEqual({ [DESK]: "(512) 555-0177" });
  const { version, websites, stickyDays } = await dana.sources.trackingCode();
  const queueNumbers = [{ number: "1-800-555-0100", queue }];
  await dana.sources.saveTrackingCode({ version: version!, websites: [...websites], stickyDays, queueNumbers });
  expect(await lines()).toEqual({ [DESK]: "(512) 555-0177", "1-800-555-0100": "1-800-555-0177" });
});

describe("a website that isn't listed", () => {
  test("gets one sentence and no permission to read it, like one with an unknown key", async () => {
    const { ask, dana } = await openShop();
    const answers: string[] = [];
    const refused = async (params: Record<string, string>, origin: string | null = ORIGIN) => {
      const response = await ask({ text: DESK, ...params }, origin);
      expect(response.status).toBe(403);
      expect(response.headers.get("access-control-allow-origin")).toBeNull();
      answers.push(await response.text());
    };
    for (const origin of ["https://evil.example", "https://shop.example.com.evil.example", "null", "file://", null])
      await refused({}, origin);
    await refused({ key: "swap_unknown-unknown" });
    await refused({ key: "x" });
    const { version } = await dana.sources.trackingCode();
    await dana.sources.saveTrackingCode({ version: version!, websites: [], stickyDays: 30 });
    await refused({});
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain("Add its host name under Tracking code.");
  });

  test("gets nothing of another account, whose sources mean nothing here", async () => {
    const { app, ask, ads } = await openShop();
    const solo = app.callerFor("solveig@callboard.demo", "solo");
    await solo.sources.saveTrackingCode({ websites: ["shop.example.com"], stickyDays: 30 });
    const { key } = (await solo.sources.trackingCode()).script!;
    const response = await ask({ key, source: ads, seconds: "0", text: [DESK, "+1 512 555 0177"] });
    expect(await response.json()).toEqual({ source: null, recognized: false, texts: {} });
  });
});

test.each<[what: string, params: Record<string, string | string[]>, sentence: RegExp]>([
  ["no page", { page: "" }, /needs a key and a page/],
  ["a long key", { key: "x".repeat(41) }, /^key is too long: at most 40 characters\.$/],
  ["a long page", { page: `https://a.example/${"x".repeat(2000)}` }, /^page is too long: at most 2000 characters\.$/],
  ["a long referrer", { referrer: "x".repeat(2001) }, /^referrer is too long/],
  ["a long text", { text: "5".repeat(61) }, /^text is too long: at most 60 characters\.$/],
  ["many texts", { text: Array.from({ length: 31 }, () => DESK) }, /^Too many numbers in one request: at most 30\.$/],
  ["an invalid text", { text: "5125550143\u0000" }, /NUL character/],
  ["an unreadable page", { page: "no address" }, /is not a page address/],
  ["an unreadable referrer", { referrer: "http://" }, /can’t be a referrer/],
])("a request with %s is refused with one sentence", async (_what, params, sentence) => {
  const { ask } = await openShop();
  const response = await ask(params);
  expect(response.status).toBe(400);
  const { error } = (await response.json()) as { error: { message: string } };
  expect(error.message).toMatch(sentence);
});

describe("the script", () => {
  test("is public, small, cached and compressed, and pages of other sites may load it", async () => {
    const { server } = await openShop();
    const response = await server.fetch("/v1/swap.js", { headers: { "accept-encoding": "gzip" } });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/javascript; charset=utf-8",
      "content-encoding": "gzip",
      "cache-control": expect.stringContaining("public, max-age=3600"),
      "cross-origin-resource-policy": "cross-origin",
    });
    expect(Number(response.headers.get("content-length"))).toBeLessThan(SCRIPT_MAX_BYTES);
    const text = await response.text();
    expect(() => new Function(text)).not.toThrow();
    expect(text).not.toMatch(/^\s*\/\/|\beval\b|innerHTML/m);
    const etag = response.headers.get("etag")!;
    expect((await server.fetch("/v1/swap.js", { headers: { "if-none-match": etag } })).status).toBe(304);
    const head = await server.fetch("/v1/swap.js", { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });

  test("is the same without compression", async () => {
    const { app } = await openShop();
    const { createApp } = await import("../../src/http/app.ts");
    const http = createApp(app.services, null);
    const get = (encoding: string) =>
      http.request("http://callboard.test/v1/swap.js", { headers: { "accept-encoding": encoding } });
    const plain = await (await get("identity")).text();
    expect(gunzipSync(await (await get("gzip, br")).arrayBuffer()).toString()).toBe(plain);
  });
});
