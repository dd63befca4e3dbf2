import { en } from "@callboard/domain/core/messages/en";
import { render } from "@callboard/domain/core/message";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { ConcurrencyLimits, type ConcurrencyKind } from "../../src/auth/concurrencyLimits.ts";
import { watchStream } from "../../src/http/downloads/watchStream.ts";
import { eventually } from "../support/eventually.ts";
import { listen, openTestApp, type TestServer, type TestApp } from "../support/kit.ts";

const [DANA, FINN] = ["dana@callboard.demo", "finn@callboard.demo"] as const;
const messageText = (key: string, max: number) =>
  render(en, { key, values: { max } } as never, { zone: "UTC", language: "en" });
const limitsFor = (kind: ConcurrencyKind, each: number, all: number) => {
  const unlimited = { each: 1000, person: 1000, all: 1000 };
  return new ConcurrencyLimits({
    streams: unlimited,
    downloads: unlimited,
    readings: unlimited,
    [kind]: { each, person: 1000, all },
  });
};

/** Calls like a browser window that can be closed at any moment. */
const opener = (server: TestServer, app: TestApp) => (path: string, who: string) => {
  const abort = new AbortController();
  const headers = { authorization: `Bearer ${app.sessions[who]}`, "x-callboard-account": app.account("northwind") };
  return { leave: () => abort.abort(), response: server.fetch(path, { headers, signal: abort.signal }) };
};
type ErrorAnswer = { message: string; data: { code: string; key: string } };

/** Opens the live stream and waits for its first event: the greeting, or the refusal. */
const follower = (server: TestServer, app: TestApp) => {
  const open = opener(server, app);
  return async (who: string): Promise<{ leave: () => void; failure: ErrorAnswer | null }> => {
    const { leave, response } = open("/trpc/feed.changes?input=%7B%7D", who);
    const reader = (await response).body!.pipeThrough(new TextDecoderStream()).getReader();
    for (let text = ""; ;) {
      text += (await reader.read()).value ?? "";
      const failure = /serialized-error\ndata: (.*)\n/.exec(text);
      if (failure) return { leave, failure: JSON.parse(failure[1]!) };
      if (text.includes('{"kind":"all"}')) return { leave, failure: null };
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
      expect(all.filter(({ failure }) => failure === null)).toHaveLength(30);
      const key = "api.tooManyOwnStreams";
      expect(all.at(-1)!.failure).toMatchObject({ message: messageText(key, 30), data: { code: "busy", key } });
      expect((await follow(FINN)).failure, "somebody else").toBe(null);
      for (const { leave } of all) leave();
    },
  );

  test("each one that ends frees its place, even if the caller left before the answer", async () => {
    const app = await openTestApp();
    app.services.concurrency = limitsFor("streams", 1, 1000);
    const server = await listen(app);
    const [open, follow] = [opener(server, app), follower(server, app)];
    const first = await follow(DANA);
    expect([first.failure, (await follow(DANA)).failure?.data.code]).toEqual([null, "busy"]);
    first.leave();
    await eventually(async () => {
      const { failure, leave } = await follow(DANA);
      leave();
      return failure === null;
    });
    for (let n = 0; n < 20; n += 1) {
      const aborted = open("/trpc/feed.changes?input=%7B%7D", DANA);
      aborted.leave();
      await expect(aborted.response).rejects.toThrow();
    }
    await eventually(async () => (await follow(DANA)).failure === null);
  });

  test("signing out ends them and frees their places; an account has a limit for all its people together", async () => {
    const app = await openTestApp();
    app.services.concurrency = limitsFor("streams", 10, 2);
    const follow = follower(await listen(app), app);
    expect([(await follow(DANA)).failure, (await follow(DANA)).failure]).toEqual([null, null]);
    expect((await follow(FINN)).failure?.message).toBe(messageText("api.tooManyAccountStreams", 2));
    await app.callerFor(DANA).access.signOut();
    await eventually(async () => (await follow(FINN)).failure === null);
  });
});

describe("downloads", () => {
  const ZIP = "/export/account.zip";
  const errorOf = async (response: Promise<Response>) =>
    ((await (await response).json()) as { error: ErrorAnswer }).error;
  /** A zip sends no page before the gate opens, so each download is in progress until then. */
  const holdDownloads = (app: TestApp) => {
    const { db } = app.services;
    const gate = Promise.withResolvers<void>();
    const isPage = (sql: string) => sql.includes("id > ? ORDER BY id LIMIT");
    const read: typeof db.read = async (stmts) => {
      if (isPage(stmts[0]!.sql)) await gate.promise;
      return db.read(stmts);
    };
    app.services.db = { ...db, read };
    onTestFinished(() => gate.resolve());
    return gate.resolve;
  };

  test("of twenty with one sign-in, three go on and the others are told to wait", async () => {
    const app = await openTestApp();
    holdDownloads(app);
    const open = opener(await listen(app), app);
    const all = Array.from({ length: 20 }, () => open(ZIP, DANA));
    const statuses = await Promise.all(all.map(async ({ response }) => (await response).status));
    expect(statuses.filter((status) => status === 200)).toHaveLength(3);
    const key = "api.tooManyOwnDownloads";
    expect(await errorOf(all[statuses.lastIndexOf(503)]!.response)).toMatchObject({
      message: messageText(key, 3),
      data: { key },
    });
    expect((await open("/export/history.csv", FINN).response).status, "somebody else").toBe(200);
  });

  test("each one that ends frees its place: abandoned, completely read, refused, or made in one piece", async () => {
    const app = await openTestApp();
    const release = holdDownloads(app);
    app.services.concurrency = limitsFor("downloads", 1, 1);
    const open = opener(await listen(app), app);
    const status = async (path: string, who: string = DANA) => (await open(path, who).response).status;
    const running = open(ZIP, DANA);
    expect((await running.response).status).toBe(200);
    const other = open("/export/history.csv", FINN).response;
    expect([(await other).status, (await errorOf(other)).message]).toEqual([
      503,
      messageText("api.tooManyAccountDownloads", 1),
    ]);
    running.leave();
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
      expect((await (await open(ZIP, DANA).response).arrayBuffer()).byteLength).toBeGreaterThan(1000);
  });
});

describe("the end of a file is reported exactly once", () => {
  afterEach(() => vi.useRealTimers());
  const file = (pieces: number, broken = false) => {
    let remaining = pieces;
    const cancel = vi.fn();
    const stream = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          if (remaining > 0) controller.enqueue(new Uint8Array([(remaining -= 1)]));
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

  test("when it is read completely, breaks or is abandoned", async () => {
    const complete = file(2);
    for (let n = 0; n < 2; n += 1) expect((await complete.reader.read()).done).toBe(false);
    expect(complete.end).not.toHaveBeenCalled();
    expect((await complete.reader.read()).done).toBe(true);
    expect(complete.end).toHaveBeenCalledTimes(1);
    const broken = file(0, true);
    await expect(broken.reader.read()).rejects.toThrow("broken");
    expect(broken.end).toHaveBeenCalledTimes(1);
    const abandoned = file(5);
    await abandoned.reader.read();
    await abandoned.reader.cancel();
    expect(abandoned.end).toHaveBeenCalledTimes(1);
    expect(abandoned.cancel).toHaveBeenCalledTimes(1);
  });

  test("when nothing is read for two minutes after its last piece", async () => {
    vi.useFakeTimers();
    const idle = file(5);
    await idle.reader.read();
    vi.advanceTimersByTime(119_000);
    await idle.reader.read();
    vi.advanceTimersByTime(119_000);
    expect(idle.end).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1000);
    expect(idle.end).toHaveBeenCalledTimes(1);
    expect(idle.cancel).toHaveBeenCalledTimes(1);
    await expect(idle.reader.read()).rejects.toThrow();
  });
});
