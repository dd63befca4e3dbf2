import { en } from "@callboard/domain/core/messages/en";
import { render } from "@callboard/domain/core/message";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { ConcurrencyLimits, type ConcurrencyKind } from "../../src/auth/concurrencyLimits.ts";
import { watchStream } from "../../src/http/downloads/watchStream.ts";
import { eventually, listen, openTestApp, type TestServer, type TestApp } from "../support/kit.ts";

const [DANA, FINN] = ["dana@callboard.demo", "finn@callboard.demo"] as const;
const words = (key: string, most: number) =>
  render(en, { key, values: { most } } as never, { zone: "UTC", locale: "en" });
const few = (what: ConcurrencyKind, each: number, all: number) => {
  const many = { each: 1000, person: 1000, all: 1000 };
  return new ConcurrencyLimits({ streams: many, downloads: many, readings: many, [what]: { each, person: 1000, all } });
};

/** Calls like a browser window that can be closed at any moment. */
const opener = (server: TestServer, app: TestApp) => (path: string, who: string) => {
  const over = new AbortController();
  const headers = { authorization: `Bearer ${app.sessions[who]}`, "x-callboard-account": app.account("northwind") };
  return { leave: () => over.abort(), answer: server.fetch(path, { headers, signal: over.signal }) };
};
type ErrorAnswer = { message: string; data: { code: string; key: string } };

/** Opens the live stream and waits for its first event: the greeting, or the refusal. */
const follower = (server: TestServer, app: TestApp) => {
  const open = opener(server, app);
  return async (who: string): Promise<{ leave: () => void; refused: ErrorAnswer | null }> => {
    const { leave, answer } = open("/trpc/feed.changes?input=%7B%7D", who);
    const reader = (await answer).body!.pipeThrough(new TextDecoderStream()).getReader();
    for (let text = ""; ;) {
      text += (await reader.read()).value ?? "";
      const refusal = /serialized-error\ndata: (.*)\n/.exec(text);
      if (refusal) return { leave, refused: JSON.parse(refusal[1]!) };
      if (text.includes('{"kind":"all"}')) return { leave, refused: null };
    }
  };
};

describe("streams", () => {
  test(
    "of fifteen hundred with one sign-in, thirty are open and the others are told to close some",
    { timeout: 240_000 },
    async () => {
      const app = await openTestApp();
      const follow = follower(await listen(app), app);
      const all = [];
      for (let n = 0; n < 30; n += 1) all.push(...(await Promise.all(Array.from({ length: 50 }, () => follow(DANA)))));
      expect(all.filter(({ refused }) => refused === null)).toHaveLength(30);
      const key = "call.streamsYours";
      expect(all.at(-1)!.refused).toMatchObject({ message: words(key, 30), data: { code: "busy", key } });
      expect((await follow(FINN)).refused, "somebody else").toBe(null);
      for (const { leave } of all) leave();
    },
  );

  test("each one that ends frees its place, even if the caller left before the answer", async () => {
    const app = await openTestApp();
    app.world.atOnce = few("streams", 1, 1000);
    const server = await listen(app);
    const [open, follow] = [opener(server, app), follower(server, app)];
    const first = await follow(DANA);
    expect([first.refused, (await follow(DANA)).refused?.data.code]).toEqual([null, "busy"]);
    first.leave();
    await eventually(async () => {
      const { refused, leave } = await follow(DANA);
      leave();
      return refused === null;
    });
    for (let n = 0; n < 20; n += 1) {
      const hasty = open("/trpc/feed.changes?input=%7B%7D", DANA);
      hasty.leave();
      await expect(hasty.answer).rejects.toThrow();
    }
    await eventually(async () => (await follow(DANA)).refused === null);
  });

  test("signing out ends them and frees their places; an account has a limit for all its people together", async () => {
    const app = await openTestApp();
    app.world.atOnce = few("streams", 10, 2);
    const follow = follower(await listen(app), app);
    expect([(await follow(DANA)).refused, (await follow(DANA)).refused]).toEqual([null, null]);
    expect((await follow(FINN)).refused?.message).toBe(words("call.streamsAll", 2));
    await app.as(DANA).access.signOut();
    await eventually(async () => (await follow(FINN)).refused === null);
  });
});

describe("downloads", () => {
  const ZIP = "/export/account.zip";
  const told = async (answer: Promise<Response>) => ((await (await answer).json()) as { error: ErrorAnswer }).error;
  /** A zip sends no page before the gate opens, so each download is in progress until then. */
  const held = (app: TestApp) => {
    const { db } = app.world;
    const gate = Promise.withResolvers<void>();
    const isPage = (sql: string) => sql.includes("id > ? ORDER BY id LIMIT");
    const read: typeof db.read = async (stmts) => {
      if (isPage(stmts[0]!.sql)) await gate.promise;
      return db.read(stmts);
    };
    app.world.db = { ...db, read };
    onTestFinished(() => gate.resolve());
    return gate.resolve;
  };

  test("of twenty with one sign-in, three go on and the others are told to wait", async () => {
    const app = await openTestApp();
    held(app);
    const open = opener(await listen(app), app);
    const all = Array.from({ length: 20 }, () => open(ZIP, DANA));
    const statuses = await Promise.all(all.map(async ({ answer }) => (await answer).status));
    expect(statuses.filter((status) => status === 200)).toHaveLength(3);
    const key = "call.downloadsYours";
    expect(await told(all[statuses.lastIndexOf(503)]!.answer)).toMatchObject({ message: words(key, 3), data: { key } });
    expect((await open("/export/history.csv", FINN).answer).status, "somebody else").toBe(200);
  });

  test("each one that ends frees its place: left, completely read, refused, or made in one piece", async () => {
    const app = await openTestApp();
    const release = held(app);
    app.world.atOnce = few("downloads", 1, 1);
    const open = opener(await listen(app), app);
    const status = async (path: string, who: string = DANA) => (await open(path, who).answer).status;
    const going = open(ZIP, DANA);
    expect((await going.answer).status).toBe(200);
    const other = open("/export/history.csv", FINN).answer;
    expect([(await other).status, (await told(other)).message]).toEqual([503, words("call.downloadsAll", 1)]);
    going.leave();
    await eventually(async () => (await status("/export/numbers.csv?by=colour")) === 400);
    for (const path of [
      "/export/numbers.csv?by=colour",
      "/export/statement.csv?first=x",
      "/export/receipt.pdf?entry=x",
    ])
      expect(await status(path), path).toBe(400);
    expect(await status("/export/statement.pdf?first=2026-03-01&last=2026-03-31")).toBe(200);
    release();
    for (let n = 0; n < 2; n += 1)
      expect((await (await open(ZIP, DANA).answer).arrayBuffer()).byteLength).toBeGreaterThan(1000);
  });
});

describe("the end of a file is reported exactly once", () => {
  afterEach(() => vi.useRealTimers());
  const file = (pieces: number, broken = false) => {
    let left = pieces;
    const cancel = vi.fn();
    const stream = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          if (left > 0) controller.enqueue(new Uint8Array([(left -= 1)]));
          else if (broken) throw new Error("broken");
          else controller.close();
        },
        cancel,
      },
      { highWaterMark: 0 },
    );
    const end = vi.fn();
    return { reader: watchStream(stream, end).getReader(), end, cancel };
  };

  test("when it is read completely, breaks or is left", async () => {
    const whole = file(2);
    for (let n = 0; n < 2; n += 1) expect((await whole.reader.read()).done).toBe(false);
    expect(whole.end).not.toHaveBeenCalled();
    expect((await whole.reader.read()).done).toBe(true);
    expect(whole.end).toHaveBeenCalledTimes(1);
    const broken = file(0, true);
    await expect(broken.reader.read()).rejects.toThrow("broken");
    expect(broken.end).toHaveBeenCalledTimes(1);
    const left = file(5);
    await left.reader.read();
    await left.reader.cancel();
    expect(left.end).toHaveBeenCalledTimes(1);
    expect(left.cancel).toHaveBeenCalledTimes(1);
  });

  test("when nothing is read for two minutes after its last piece", async () => {
    vi.useFakeTimers();
    const still = file(5);
    await still.reader.read();
    vi.advanceTimersByTime(119_000);
    await still.reader.read();
    vi.advanceTimersByTime(119_000);
    expect(still.end).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1000);
    expect(still.end).toHaveBeenCalledTimes(1);
    expect(still.cancel).toHaveBeenCalledTimes(1);
    await expect(still.reader.read()).rejects.toThrow();
  });
});
