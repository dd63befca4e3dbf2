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

const logEntry = { action: message("cause.chosen") };
const numberData = (n: number, name: string): DataOf<"number"> => ({
  e164: `+1512${2_000_000 + n}`,
  name,
  kind: "local",
  source: null,
  route: null,
  stopped: null,
  paused: null,
  parked: null,
  standing: { is: "active", since: 0 },
  renewsAt: null,
  paidFrom: null,
  graceUntil: null,
  origin: "bought",
});

async function open(names: readonly string[]) {
  const it = await openTestApp();
  const scope = scopeOf(it.world, it.account("mason"));
  for (let from = 0; from < names.length; from += 200)
    await commit(scope, {}, (_, { newId }) =>
      names
        .slice(from, from + 200)
        .map((name, at) => create(scope.account, "number", newId(), numberData(from + at, name), logEntry)),
    );
  const app = createApp(it.world, null);
  const get = (path: string, email = "mary@callboard.demo", account: string = "mason", signal?: AbortSignal) =>
    app.request(path, {
      headers: {
        authorization: `Bearer ${it.sessions[email]}`,
        "x-callboard-account": it.account(account),
        origin: EXTENSION_ORIGIN,
      },
      ...(signal ? { signal } : {}),
    });
  return { ...it, scope, get, mary: it.as("mary@callboard.demo", "mason") };
}
const before = async (it: Awaited<ReturnType<typeof open>>) =>
  Number(
    (await it.rows("SELECT n FROM tallies WHERE account = ? AND kind = 'number'", it.account("mason")))[0]?.n ?? 0,
  );

test("a list as a file: with the list's filters, safe for spreadsheets, named after account and day", async () => {
  const it = await open(["Zürich sale", '=HYPERLINK("x")', "zwei, drei"]);
  const answer = await it.get("/export/numbers.csv?words=z&state=");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(answer.headers.get("access-control-allow-origin")).toBe(EXTENSION_ORIGIN);
  expect(answer.headers.get("content-disposition")).toMatch(
    /^attachment; filename="Numbers Mason[^"]* 2026-03-17\.csv"; filename\*=UTF-8''Numbers%20Mason/,
  );
  const bytes = new Uint8Array(await answer.arrayBuffer());
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
  const formula = await (await it.get("/export/numbers.csv?words=hyperlink")).text();
  expect(formula).toContain(`local,+1 512 200 0001,"'=HYPERLINK(""x"")",`);
});

test("an exported file can be imported into another account", async () => {
  const it = await open(["Spring", "=Summer"]);
  const file = (await (await it.get("/export/numbers.csv?words=s")).text()).replaceAll("512 200", "512 300");
  const { run, ready, refused } = await it.mary.numbers.import({ name: "back.csv", text: file });
  expect({ ready, refused }).toEqual({ ready: 2, refused: [] });
  await it.mary.runs.start({ run });
  await runDueJobs(it.world, "runs");
  const report = await (await it.get(`/export/run.csv?run=${run}`)).text();
  expect(report).toMatch(/^Line,About,Outcome,Reason,At \([\w/]+\)\r\n2,\+1 512 300 000\d,done,,2026-03-17 /);
  expect(report.trim().split("\r\n")).toHaveLength(3);
  expect((await (await it.get(`/export/run.csv?run=${run}&state=failed`)).text()).trim().split("\r\n")).toHaveLength(1);
  const { numbers } = await it.mary.numbers.list({ words: "summer" });
  expect(numbers.map(({ name }) => name)).toEqual(["=Summer", "=Summer"]);
});

test("a long list is exported completely, page by page, and ends if the reader leaves", async () => {
  const it = await open(Array.from({ length: 1300 }, (_, n) => `Number ${n}`));
  const text = await (await it.get("/export/numbers.csv")).text();
  const lines = text.trim().split("\r\n").slice(1);
  expect(lines).toHaveLength(await before(it));
  expect(new Set(lines.map((line) => line.split(",")[1])).size).toBe(lines.length);

  const { read } = it.world.db;
  let reads = 0;
  it.world.db.read = (stmts) => {
    reads += 1;
    return read.call(it.world.db, stmts);
  };
  const reader = (await it.get("/export/numbers.csv")).body!.getReader();
  await reader.read();
  const sofar = reads;
  await reader.cancel();
  await new Promise((next) => setTimeout(next, 50));
  expect(reads).toBe(sofar);
});

test("without the permission it is refused before the first byte, with the same sentence as a call", async () => {
  const it = await open(["Spring"]);
  const said = async (answer: Response) => {
    const { error } = (await answer.json()) as { error: { message: string; data: { key: string } } };
    expect(error.message).toMatch(/\.$/);
    return [answer.status, error.data.key];
  };
  expect(await said(await it.get("/export/numbers.csv", "ida@callboard.demo"))).toEqual([404, "call.notFound"]);
  expect(await said(await it.get("/export/numbers.csv", "nobody@callboard.demo"))).toEqual([401, "call.expired"]);
  expect(await said(await it.get("/export/numbers.csv", "ben@callboard.demo", "northwind"))).toEqual([
    403,
    "call.forbidden",
  ]);
  expect(await said(await it.get("/export/numbers.csv?state=odd"))).toEqual([400, "fields.choice"]);
  expect(await said(await it.get("/export/run.csv?run=none"))).toEqual([404, "record.gone"]);
  expect(await said(await it.get("/export/run.csv"))).toEqual([400, "fields.type"]);
});
