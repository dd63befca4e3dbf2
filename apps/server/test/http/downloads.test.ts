import { expect, test } from "vitest";
import { create } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import type { DataOf } from "@callboard/domain/core/records";
import { createApp } from "../../src/http/app.ts";
import { EXTENSION_ORIGIN } from "../../src/http/extensionCalls.ts";
import { runDueJobs } from "../../src/jobs/queue.ts";
import { commit } from "../../src/store/commit.ts";
import { openTestApp } from "../support/kit.ts";
import { scopeOf } from "../support/scopes.ts";

const logEntry = { action: message("agents.cause.chosen") };
const numberData = (n: number, name: string): DataOf<"number"> => ({
  e164: `+1512${2_000_000 + n}`,
  name,
  kind: "local",
  source: null,
  route: null,
  stopped: null,
  paused: null,
  frozen: null,
  state: { is: "active", since: 0 },
  renewsAt: null,
  billingAnchor: null,
  graceUntil: null,
  origin: "bought",
});

async function open(names: readonly string[]) {
  const app = await openTestApp();
  const scope = scopeOf(app.services, app.account("mason"));
  for (let from = 0; from < names.length; from += 200)
    await commit(scope, {}, (_, { newId }) =>
      names
        .slice(from, from + 200)
        .map((name, at) => create(scope.account, "number", newId(), numberData(from + at, name), logEntry)),
    );
  const httpApp = createApp(app.services, null);
  const get = (path: string, email = "mary@callboard.demo", account: string = "mason", signal?: AbortSignal) =>
    httpApp.request(path, {
      headers: {
        authorization: `Bearer ${app.sessions[email]}`,
        "x-callboard-account": app.account(account),
        origin: EXTENSION_ORIGIN,
      },
      ...(signal ? { signal } : {}),
    });
  return { ...app, scope, get, mary: app.callerFor("mary@callboard.demo", "mason") };
}
const countNumbers = async (app: Awaited<ReturnType<typeof open>>) =>
  Number(
    (await app.selectRows("SELECT n FROM list_counts WHERE account = ? AND kind = 'number'", app.account("mason")))[0]
      ?.n ?? 0,
  );

test("a list is exported with its filters, safe for spreadsheets, in a file named after account and day", async () => {
  const app = await open(["Zürich sale", '=HYPERLINK("x")', "zwei, drei"]);
  const response = await app.get("/export/numbers.csv?search=z&state=");
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(response.headers.get("access-control-allow-origin")).toBe(EXTENSION_ORIGIN);
  expect(response.headers.get("content-disposition")).toMatch(
    /^attachment; filename="Numbers Mason[^"]* 2026-03-17\.csv"; filename\*=UTF-8''Numbers%20Mason/,
  );
  const bytes = new Uint8Array(await response.arrayBuffer());
  expect([...bytes.subarray(0, 3)], "the mark of UTF-8").toEqual([0xef, 0xbb, 0xbf]);
  const text = new TextDecoder().decode(bytes);
  expect(text).toBe(
    [
      "Kind,Number,Name,Tracking source,Calls go to,State,Stopped,Paused,Monthly fee,Renews",
      `local,+1 512 200 0000,Zürich sale,,,active,no,no,${/,(\d+\.\d\d),/.exec(text)?.[1]},`,
      `local,+1 512 200 0002,"zwei, drei",,,active,no,no,${/,(\d+\.\d\d),/.exec(text)?.[1]},`,
      "",
    ].join("\r\n"),
  );
  const formula = await (await app.get("/export/numbers.csv?search=hyperlink")).text();
  expect(formula).toContain(`local,+1 512 200 0001,"'=HYPERLINK(""x"")",`);
});

test("an exported file can be imported into another account", async () => {
  const app = await open(["Spring", "=Summer"]);
  const file = (await (await app.get("/export/numbers.csv?search=s")).text()).replaceAll("512 200", "512 300");
  const { run, ready, rejected } = await app.mary.numbers.import({ name: "back.csv", text: file });
  expect({ ready, rejected }).toEqual({ ready: 2, rejected: [] });
  await app.mary.runs.start({ run });
  await runDueJobs(app.services, "runs");
  const report = await (await app.get(`/export/run.csv?run=${run}`)).text();
  expect(report).toMatch(/^Line,About,Outcome,Reason,At \([\w/]+\)\r\n2,\+1 512 300 000\d,done,,2026-03-17 /);
  expect(report.trim().split("\r\n")).toHaveLength(3);
  expect((await (await app.get(`/export/run.csv?run=${run}&state=failed`)).text()).trim().split("\r\n")).toHaveLength(
    1,
  );
  const { numbers } = await app.mary.numbers.list({ search: "summer" });
  expect(numbers.map(({ name }) => name)).toEqual(["=Summer", "=Summer"]);
});

test("a long list is exported completely, page by page, and ends if the reader leaves", async () => {
  const app = await open(Array.from({ length: 1300 }, (_, n) => `Number ${n}`));
  const download = async () => (await app.get("/export/numbers.csv")).text();
  const text = await download();
  const lines = text.trim().split("\r\n").slice(1);
  expect(lines).toHaveLength(await countNumbers(app));
  expect(new Set(lines.map((line) => line.split(",")[1])).size).toBe(lines.length);

  // On this thread, where its reads can be counted.
  app.services.readerThreads = null;
  const { read } = app.services.db;
  let reads = 0;
  app.services.db.read = (stmts) => {
    reads += 1;
    return read.call(app.services.db, stmts);
  };
  await download();
  const complete = reads;
  reads = 0;
  const reader = (await app.get("/export/numbers.csv")).body!.getReader();
  await reader.read();
  const readsSoFar = reads;
  expect(readsSoFar).toBeLessThan(complete);
  await reader.cancel();
  // While another file is read to its end, nothing more of this one is read.
  await download();
  expect(reads).toBe(readsSoFar + complete);
});

test("without the permission a download is refused before the first byte, with the same sentence as a call", async () => {
  const app = await open(["Spring"]);
  const errorOf = async (response: Response) => {
    const { error } = (await response.json()) as { error: { message: string; data: { key: string } } };
    expect(error.message).toMatch(/\.$/);
    return [response.status, error.data.key];
  };
  expect(await errorOf(await app.get("/export/numbers.csv", "ida@callboard.demo"))).toEqual([404, "api.notFound"]);
  expect(await errorOf(await app.get("/export/numbers.csv", "nobody@callboard.demo"))).toEqual([401, "api.expired"]);
  expect(await errorOf(await app.get("/export/numbers.csv", "ben@callboard.demo", "northwind"))).toEqual([
    403,
    "api.forbidden",
  ]);
  expect(await errorOf(await app.get("/export/numbers.csv?state=odd"))).toEqual([400, "fields.choice"]);
  expect(await errorOf(await app.get("/export/run.csv?run=none"))).toEqual([404, "record.notFound"]);
  expect(await errorOf(await app.get("/export/run.csv"))).toEqual([400, "fields.type"]);
});
