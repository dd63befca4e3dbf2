import { once } from "node:events";
import type { Worker } from "node:worker_threads";
import type { Role } from "@callboard/domain/core/permissions";
import { expect, test } from "vitest";
import { contextOf, createApp } from "../../src/http/app.ts";
import { stmt } from "../../src/store/database/port.ts";
import type { ThreadQuestion } from "../../src/rpc/question.ts";
import { appRouter } from "../../src/http/router.ts";
import { callerFactory } from "../../src/rpc/procedures.ts";
import type { Services } from "../../src/services.ts";
import { eventually } from "../support/eventually.ts";
import { DAY, openTestApp, failureOf } from "../support/kit.ts";
import { openLargeAccount } from "../large/account.ts";
import { sizeOf } from "../large/size.ts";
import { unzip } from "../support/checks/unzip.ts";

const SLOW = { timeout: 240_000 };

const callers = callerFactory(appRouter);
type Call = (input?: unknown) => Promise<any>;

/** A long account on a server that records its threads' work, and the same server without threads. */
async function openContext() {
  const app = await openTestApp();
  const account = await openLargeAccount(app.services, sizeOf(1 / 150));
  const threadCalls: string[] = [];
  const readers = app.services.readerThreads!;
  const note = ({ ask }: ThreadQuestion) => void threadCalls.push("path" in ask ? ask.path : ask.download);
  app.services.readerThreads = {
    answerCall: (question) => (note(question), readers.answerCall(question)),
    readFile: (question) => (note(question), readers.readFile(question)),
  };
  const withoutThreads: Services = { ...app.services, readerThreads: null };
  const callerFor = (services: Services) => (who: Role, path: string, asOf?: number) => {
    const headers = new Headers({ "x-callboard-account": account.id, authorization: `Bearer ${account.secrets[who]}` });
    if (asOf !== undefined) headers.set("x-callboard-as-of", String(asOf));
    const [feature, name] = path.split(".") as [string, string];
    return (callers(contextOf(services, headers, "test")) as unknown as Record<string, Record<string, Call>>)[feature]![
      name
    ]!;
  };
  const file = (services: Services, path: string) =>
    createApp(services, null).request(`/export${path}`, {
      headers: {
        authorization: `Bearer ${account.secrets["agency administrator"]}`,
        "x-callboard-account": account.id,
        host: "127.0.0.1",
      },
    });
  const { threads } = readers as unknown as { threads: Map<string, { worker: Worker }> };
  const endThread = () => {
    const { worker } = threads.get("answers")!;
    worker.postMessage("end");
    return once(worker, "exit");
  };
  return {
    app,
    account,
    threadCalls,
    endThread,
    onThread: callerFor(app.services),
    onMain: callerFor(withoutThreads),
    file,
  };
}

test("a long account is read on its own thread, with the same answers and refusals", SLOW, async () => {
  const { app, account, threadCalls, onThread, onMain, endThread } = await openContext();
  const past = app.now() - 30 * DAY;
  const questions: [path: string, input: unknown, asOf?: number][] = [
    ["history.verify", undefined],
    ["numbers.list", { limit: 20 }, past],
    ["queues.list", undefined, past],
    ["agents.board", {}, past],
    ["queues.get", { id: account.queues[0] }, past],
  ];
  for (const [path, input, asOf] of questions) {
    const answer = await onThread("administrator", path, asOf)(input);
    expect(answer, path).toEqual(await onMain("administrator", path, asOf)(input));
  }
  expect(threadCalls).toEqual(questions.map(([path]) => path));
  const failures: [who: Role, path: string, input: unknown, asOf: number][] = [
    ["administrator", "queues.get", { id: "nothing" }, past],
    ["administrator", "queues.get", { id: 7 }, past],
    ["administrator", "numbers.list", { limit: -1 }, past],
    ["agent", "numbers.list", {}, past],
    ["administrator", "queues.list", undefined, app.now() + DAY],
  ];
  for (const [who, path, input, asOf] of failures)
    expect(await failureOf(onThread(who, path, asOf)(input)), path).toEqual(
      await failureOf(onMain(who, path, asOf)(input)),
    );

  threadCalls.length = 0;
  await onThread("administrator", "numbers.list")({});
  await app.callerFor("dana@callboard.demo", "northwind").history.verify();
  await app.callerFor("dana@callboard.demo", "northwind", { asOf: app.now() - 1 }).queues.list();
  expect(threadCalls, "short accounts, and the present").toEqual([]);

  // A thread that breaks down fails its question, and the next question gets a new thread.
  const failing = Promise.allSettled([onThread("administrator", "history.verify")()]);
  await eventually(() => threadCalls.length > 0);
  await endThread();
  expect(await failing).toMatchObject([{ status: "rejected" }]);
  expect(app.bugs.splice(0)).toMatchObject([expect.stringContaining("The reader thread ended")]);
  expect((await onThread("administrator", "history.verify")()).whole).toBe(true);
});

test(
  "files of a long account made on a thread are identical, until the caller loses the permission",
  SLOW,
  async () => {
    const { app, threadCalls, file } = await openContext();
    const withoutThreads: Services = { ...app.services, readerThreads: null };
    const paths = ["/numbers.csv?by=number", "/history.csv", "/account.zip", "/entries.csv", "/numbers.csv?by=colour"];
    for (const path of paths) {
      const [threaded, expected] = [await file(app.services, path), await file(withoutThreads, path)];
      expect(threaded.status, path).toBe(expected.status);
      const fileHeaders = (response: Response) =>
        [...response.headers].filter(([name]) => name.startsWith("content-") || name === "cache-control");
      expect(fileHeaders(threaded), path).toEqual(fileHeaders(expected));
      const [ours, theirs] = [Buffer.from(await threaded.arrayBuffer()), Buffer.from(await expected.arrayBuffer())];
      if (path.endsWith(".zip")) expect([...unzip(ours).keys()], path).toEqual([...unzip(theirs).keys()]);
      expect(ours.equals(theirs), path).toBe(true);
    }
    expect(threadCalls).toEqual(paths);

    const reader = (await file(app.services, "/account.zip")).body!.getReader();
    await reader.read();
    await app.services.db.write({
      reads: [],
      decide: () => ({ writes: [stmt("DELETE FROM sessions")], answer: null }),
    });
    const reading = (async () => {
      for (;;) if ((await reader.read()).done) return "whole";
    })();
    await expect(reading).rejects.toThrow();
  },
);
