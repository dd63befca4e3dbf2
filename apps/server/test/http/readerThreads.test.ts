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
import { DAY, eventually, openTestApp, failureOf } from "../support/kit.ts";
import { openLargeAccount } from "../large/account.ts";
import { sizeOf } from "../large/size.ts";
import { unzip } from "../support/checks/unzip.ts";

const SLOW = { timeout: 240_000 };

const callers = callerFactory(appRouter);
type Call = (input?: unknown) => Promise<any>;

/** A long account on a server that records its threads' work, and the same server without threads. */
async function openContext() {
  const app = await openTestApp();
  const made = await openLargeAccount(app.world, sizeOf(1 / 150));
  const asked: string[] = [];
  const readers = app.world.readers!;
  const note = ({ ask }: ThreadQuestion) => void asked.push("path" in ask ? ask.path : ask.download);
  app.world.readers = {
    answer: (question) => (note(question), readers.answer(question)),
    file: (question) => (note(question), readers.file(question)),
  };
  const here: Services = { ...app.world, readers: null };
  const calling = (services: Services) => (who: Role, path: string, asOf?: number) => {
    const headers = new Headers({ "x-callboard-account": made.id, authorization: `Bearer ${made.secrets[who]}` });
    if (asOf !== undefined) headers.set("x-callboard-as-of", String(asOf));
    const [room, name] = path.split(".") as [string, string];
    return (callers(contextOf(services, headers, "test")) as unknown as Record<string, Record<string, Call>>)[room]![
      name
    ]!;
  };
  const file = (services: Services, path: string) =>
    createApp(services, null).request(`/export${path}`, {
      headers: {
        authorization: `Bearer ${made.secrets["agency administrator"]}`,
        "x-callboard-account": made.id,
        host: "127.0.0.1",
      },
    });
  const { threads } = readers as unknown as { threads: Map<string, { worker: Worker }> };
  const breakDown = () => {
    const { worker } = threads.get("answers")!;
    worker.postMessage("end");
    return once(worker, "exit");
  };
  return { it: app, made, asked, breakDown, there: calling(app.world), here: calling(here), file };
}

test("a long account is read on its own thread, with the same answers and refusals", SLOW, async () => {
  const { it: app, made, asked, there, here, breakDown } = await openContext();
  const back = app.now() - 30 * DAY;
  const questions: [path: string, input: unknown, asOf?: number][] = [
    ["history.verify", undefined],
    ["numbers.list", { limit: 20 }, back],
    ["queues.list", undefined, back],
    ["agents.board", {}, back],
    ["queues.get", { id: made.queues[0] }, back],
  ];
  for (const [path, input, asOf] of questions) {
    const answer = await there("administrator", path, asOf)(input);
    expect(answer, path).toEqual(await here("administrator", path, asOf)(input));
  }
  expect(asked).toEqual(questions.map(([path]) => path));
  const refusals: [who: Role, path: string, input: unknown, asOf: number][] = [
    ["administrator", "queues.get", { id: "nothing" }, back],
    ["administrator", "queues.get", { id: 7 }, back],
    ["administrator", "numbers.list", { limit: -1 }, back],
    ["agent", "numbers.list", {}, back],
    ["administrator", "queues.list", undefined, app.now() + DAY],
  ];
  for (const [who, path, input, asOf] of refusals)
    expect(await failureOf(there(who, path, asOf)(input)), path).toEqual(await failureOf(here(who, path, asOf)(input)));

  asked.length = 0;
  await there("administrator", "numbers.list")({});
  await app.as("dana@callboard.demo", "northwind").history.verify();
  await app.as("dana@callboard.demo", "northwind", { asOf: app.now() - 1 }).queues.list();
  expect(asked, "what is not long, and the present").toEqual([]);

  // A thread that crashes fails its current question, and the next one gets a new thread.
  const failing = expect(there("administrator", "history.verify")()).rejects.toThrow();
  await eventually(() => asked.length > 0);
  await breakDown();
  await failing;
  expect(app.bugs.splice(0)).toMatchObject([expect.stringContaining("The reader thread ended")]);
  expect((await there("administrator", "history.verify")()).whole).toBe(true);
});

test(
  "files of a long account made on a thread are identical, until the caller loses the permission",
  SLOW,
  async () => {
    const { it: app, asked, file } = await openContext();
    const here: Services = { ...app.world, readers: null };
    const paths = ["/numbers.csv?by=number", "/history.csv", "/account.zip", "/entries.csv", "/numbers.csv?by=colour"];
    for (const path of paths) {
      const [made, expected] = [await file(app.world, path), await file(here, path)];
      expect(made.status, path).toBe(expected.status);
      const told = (response: Response) =>
        [...response.headers].filter(([name]) => name.startsWith("content-") || name === "cache-control");
      expect(told(made), path).toEqual(told(expected));
      const [ours, theirs] = [Buffer.from(await made.arrayBuffer()), Buffer.from(await expected.arrayBuffer())];
      if (path.endsWith(".zip")) expect([...unzip(ours).keys()], path).toEqual([...unzip(theirs).keys()]);
      expect(ours.equals(theirs), path).toBe(true);
    }
    expect(asked).toEqual(paths);

    const reader = (await file(app.world, "/account.zip")).body!.getReader();
    await reader.read();
    await app.world.db.write({ reads: [], decide: () => ({ writes: [stmt("DELETE FROM sessions")], answer: null }) });
    const reading = (async () => {
      for (;;) if ((await reader.read()).done) return "whole";
    })();
    await expect(reading).rejects.toThrow();
  },
);
