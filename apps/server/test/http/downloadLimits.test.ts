import { describe, expect, test } from "vitest";
import { ConcurrencyLimits, type ConcurrencyKind } from "../../src/auth/concurrencyLimits.ts";
import { eventually } from "../support/eventually.ts";
import { listen, openTestApp } from "../support/kit.ts";

const DANA = "dana@callboard.demo";
const PERIOD = "first=2026-03-01&last=2026-03-31";
const FILES = [
  "numbers.csv",
  "history.csv",
  "entries.csv",
  `statement.csv?${PERIOD}`,
  `statement.pdf?${PERIOD}`,
  "account.zip",
] as const;

/** Knows which slots are in use. */
class WatchedLimits extends ConcurrencyLimits {
  readonly inUse: ConcurrencyKind[] = [];
  beginCount = 0;

  override begin(...[kind, ...who]: Parameters<ConcurrencyLimits["begin"]>): () => void {
    const end = super.begin(kind, ...who);
    this.beginCount += 1;
    this.inUse.push(kind);
    return () => {
      if (this.inUse.includes(kind)) this.inUse.splice(this.inUse.indexOf(kind), 1);
      end();
    };
  }
}

async function openWithLimits() {
  const app = await openTestApp();
  const limits = new WatchedLimits();
  app.services.concurrency = limits;
  const server = await listen(app);
  const request = (path: string, method = "GET", signal?: AbortSignal) =>
    server.fetch(path, {
      method,
      signal: signal ?? null,
      headers: { authorization: `Bearer ${app.sessions[DANA]}`, "x-callboard-account": app.account("northwind") },
    });
  return { app, limits, request };
}

describe("a HEAD request for a download", () => {
  test.each(FILES)("gets the same headers and holds no place: %s", async (file) => {
    const { limits, request } = await openWithLimits();
    const full = await request(`/export/${file}`);
    await full.arrayBuffer();
    for (let n = 0; n < 15; n += 1) {
      const head = await request(`/export/${file}`, "HEAD");
      expect([head.status, await head.text()]).toEqual([200, ""]);
      for (const name of ["content-type", "content-disposition", "cache-control"])
        expect(head.headers.get(name), name).toBe(full.headers.get(name));
      expect(limits.inUse).toEqual([]);
    }
    expect((await request(`/export/${file}`)).status).toBe(200);
  });

  test("is refused like a GET", async () => {
    const { limits, request } = await openWithLimits();
    expect((await request("/export/numbers.csv?by=colour", "HEAD")).status).toBe(400);
    expect(limits.inUse).toEqual([]);
  });
});

test("leaving a download at any time frees its place", async () => {
  const { limits, request } = await openWithLimits();
  for (let n = 0; n < 24; n += 1) {
    const abort = new AbortController();
    const pending = request(`/export/${FILES[n % FILES.length]}`, "GET", abort.signal).catch(() => null);
    // Before the answer arrives, while it is made, and while it is read.
    if (n % 3 === 1) await eventually(async () => limits.beginCount > 0);
    if (n % 3 === 2) await pending;
    abort.abort();
    await pending;
  }
  await eventually(async () => limits.inUse.length === 0);
});

test("one person with many sessions leaves places to the account's other people", () => {
  const limits = new ConcurrencyLimits();
  const session = (person: string, n: number) =>
    ({ as: "person", person, name: "", operator: false, session: `${person} ${n}`, expiresAt: 0 }) as const;
  const ends = Array.from({ length: 12 }, (_, n) => n).flatMap((n) => {
    try {
      return [limits.begin("downloads", session("ava", Math.floor(n / 2)), "northwind")];
    } catch (error) {
      expect(error).toMatchObject({ key: "api.tooManyOwnDownloads", values: { max: 5 } });
      return [];
    }
  });
  expect(ends).toHaveLength(5);
  const [first] = ends;
  limits.begin("downloads", session("dana", 1), "northwind");
  first!();
  first!();
  limits.begin("downloads", session("ava", 9), "northwind");
  expect(() => limits.begin("downloads", session("ava", 10), "northwind")).toThrow();
});
