import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { DAY, listen, openTestApp, failureOf } from "../support/kit.ts";
import { DEMO_KEY } from "../support/prepared.ts";

async function open() {
  const app = await openTestApp();
  const { url } = await listen(app);
  const { port } = new URL(url);
  /** Sends the host as a browser does: the name in the page's address, whatever machine it resolves to. */
  const call = async (path: string, host: string, extraHeaders: Record<string, string> = {}, body?: string) => {
    const outgoing = request({
      host: "127.0.0.1",
      port,
      path,
      method: body ? "POST" : "GET",
      headers: { ...extraHeaders, host },
    });
    outgoing.end(body);
    const [response] = (await once(outgoing, "response")) as [IncomingMessage];
    return { status: response.statusCode!, text: await text(response) };
  };
  return { app, url, call };
}

const FOREIGN_HOSTS = [
  "evil.example",
  "evil.example:8787",
  "127.0.0.1.evil.example",
  "localhost.evil.example",
  "evil.localhost",
  "127.0.0.1@evil.example",
  "evil.example/127.0.0.1",
  "localhost.",
  "callboard.test.evil.example",
  "10.0.0.7",
  "[::2]",
  "a b",
];
const OWN_HOSTS = [
  "127.0.0.1",
  "127.0.0.1:8787",
  "localhost",
  "LOCALHOST:1",
  "[::1]:8787",
  "callboard.test",
  "Callboard.Test",
];

describe("a host name that isn't the server's own", () => {
  test.each(["/health", "/trpc/demo.clock", "/export/entries.csv", "/payments/sandbox", "/console.html", "/nothing"])(
    "is refused at %s, with the solution",
    async (path) => {
      const { call } = await open();
      for (const host of FOREIGN_HOSTS) {
        const response = await call(path, host);
        // An invalid host name is refused earlier.
        expect([421, 400]).toContain(response.status);
        if (response.status === 421) expect(response.text).toContain("PUBLIC_URL");
      }
      for (const host of OWN_HOSTS) expect([host, (await call(path, host)).status]).not.toEqual([host, 421]);
    },
  );
});

describe("demo powers", () => {
  const input = JSON.stringify({ ms: DAY });
  const json = { "content-type": "application/json" };

  test("work under this machine's names; moving the clock needs the key of whoever started it", async () => {
    const { app, call } = await open();
    const key = { "x-callboard-demo": DEMO_KEY };
    const before = app.now();
    expect((await call("/trpc/demo.people", "localhost")).status).toBe(200);
    expect((await call("/trpc/demo.people", "callboard.test")).status).toBe(404);
    for (const [host, headers, status] of [
      ["callboard.test", key, 404],
      ["localhost", {}, 403],
      ["localhost", { "x-callboard-demo": "" }, 403],
      ["localhost", { "x-callboard-demo": `${DEMO_KEY}x` }, 403],
    ] as const)
      expect((await call("/trpc/demo.moveClock", host, { ...json, ...headers }, input)).status).toBe(status);
    expect(app.services.now()).toBe(before);
    expect((await call("/trpc/demo.moveClock", "localhost", { ...json, ...key }, input)).status).toBe(200);
    expect(app.services.now()).toBe(before + DAY);
  });

  test("pages of other origins can't send that key", async () => {
    const { url } = await open();
    const headers = { "access-control-request-method": "POST", "access-control-request-headers": "x-callboard-demo" };
    for (const origin of ["https://evil.example", "chrome-extension://gmimigffjglgaifklnldjjacinnigmmc"]) {
      const response = await fetch(`${url}/trpc/demo.moveClock`, {
        method: "OPTIONS",
        headers: { origin, ...headers },
      });
      expect(response.headers.get("access-control-allow-headers") ?? "").not.toContain("x-callboard-demo");
    }
  });
});

test("moving the clock ends no session, and makes every open screen fetch again, also of another process", async () => {
  const { app } = await open();
  const other = await openTestApp({ file: app.file });
  const kinds: string[] = [];
  for (const world of [app, other]) {
    const stream = await world
      .callerFor("ava@callboard.demo", "northwind", { signal: AbortSignal.timeout(20_000) })
      .feed.changes({});
    void (async () => {
      for await (const [, { kind }] of stream as AsyncIterable<[string, { kind: string }]>) kinds.push(kind);
    })().catch(() => {});
  }
  await eventually(() => kinds.length === 2);
  await app.callerWith(null, { demoKey: DEMO_KEY }).demo.moveClock({ ms: 61 * DAY });
  await eventually(() => kinds.length === 4);
  expect(kinds).toEqual(["all", "all", "all", "all"]);
  expect(other.services.now()).toBe(app.services.now());
  for (const world of [app, other]) await world.callerFor("ava@callboard.demo", "northwind").agents.mine();
  app.advance(31 * DAY);
  expect(await failureOf(app.callerFor("ava@callboard.demo", "northwind").agents.mine())).toMatchObject({
    code: "signed-out",
  });
});
