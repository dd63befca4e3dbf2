import { describe, expect, test } from "vitest";
import { ConcurrencyLimits, type ConcurrencyKind } from "../../src/auth/concurrencyLimits.ts";
import { eventually, listen, openTestApp } from "../support/kit.ts";

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

/** Knows which places are in use. */
class Watching extends ConcurrencyLimits {
  readonly taken: ConcurrencyKind[] = [];
  begun = 0;

  override begin(...[what, ...who]: Parameters<ConcurrencyLimits["begin"]>): () => void {
    const end = super.begin(what, ...who);
    this.begun += 1;
    this.taken.push(what);
    return () => {
      if (this.taken.includes(what)) this.taken.splice(this.taken.indexOf(what), 1);
      end();
    };
  }
}

async function opened() {
  const app = await openTestApp();
  const places = new Watching();
  app.world.atOnce = places;
  const server = await listen(app);
  const ask = (path: string, method = "GET", signal?: AbortSignal) =>
    server.fetch(path, {
      method,
      signal: signal ?? null,
      headers: { authorization: `Bearer ${app.sessions[DANA]}`, "x-callboard-account": app.account("northwind") },
    });
  return { it: app, places, ask };
}

describe("a HEAD request for a download", () => {
  test.each(FILES)("gets the same headers and holds no place: %s", async (file) => {
    const { places, ask } = await opened();
    const whole = await ask(`/export/${file}`);
    await whole.arrayBuffer();
    for (let n = 0; n < 15; n += 1) {
      const head = await ask(`/export/${file}`, "HEAD");
      expect([head.status, await head.text()]).toEqual([200, ""]);
      for (const name of ["content-type", "content-disposition", "cache-control"])
        expect(head.headers.get(name), name).toBe(whole.headers.get(name));
      expect(places.taken).toEqual([]);
    }
    expect((await ask(`/export/${file}`)).status).toBe(200);
  });

  test("is refused like a GET", async () => {
    const { places, ask } = await opened();
    expect((await ask("/export/numbers.csv?by=colour", "HEAD")).status).toBe(400);
    expect(places.taken).toEqual([]);
  });
});

test("leaving a download at any time frees its place", async () => {
  const { places, ask } = await opened();
  for (let n = 0; n < 24; n += 1) {
    const over = new AbortController();
    const asked = ask(`/export/${FILES[n % FILES.length]}`, "GET", over.signal).catch(() => null);
    // Before the answer arrives, while it is made, and while it is read.
    if (n % 3 === 1) await eventually(async () => places.begun > 0);
    if (n % 3 === 2) await asked;
    over.abort();
    await asked;
  }
  await eventually(async () => places.taken.length === 0);
});

test("one person with many sessions leaves places to the account's other people", () => {
  const places = new ConcurrencyLimits();
  const session = (person: string, n: number) =>
    ({ as: "person", person, name: "", operator: false, session: `${person} ${n}`, expiresAt: 0 }) as const;
  const taken = Array.from({ length: 12 }, (_, n) => n).flatMap((n) => {
    try {
      return [places.begin("downloads", session("ava", Math.floor(n / 2)), "northwind")];
    } catch (error) {
      expect(error).toMatchObject({ key: "call.downloadsYours", values: { most: 5 } });
      return [];
    }
  });
  expect(taken).toHaveLength(5);
  const [first] = taken;
  places.begin("downloads", session("dana", 1), "northwind");
  first!();
  first!();
  places.begin("downloads", session("ava", 9), "northwind");
  expect(() => places.begin("downloads", session("ava", 10), "northwind")).toThrow();
});
