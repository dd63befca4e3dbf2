import { create } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import type { DataOf } from "@callboard/domain/core/records";
import { unguardFormulas } from "@callboard/domain/core/text/spreadsheet";
import { expect, test } from "vitest";
import { createApp } from "../../src/http/app.ts";
import { readCsv } from "../../src/files/csvReader.ts";
import { runDueJobs } from "../../src/jobs/queue.ts";
import { commit } from "../../src/store/commit.ts";
import { openTestApp } from "../support/kit.ts";
import { meterOf, usageEvent } from "../support/fixtures/money.ts";
import { scopeOf } from "../support/scopes.ts";
import { unzip } from "../support/checks/unzip.ts";

const DANA = "dana@callboard.demo";
const logEntry = { action: message("agents.cause.chosen") };
/** Texts that spreadsheets or parsers could misread. */
const NASTY = [
  "Sales",
  "Sales;=1+1;x",
  "Sales\u00a0,=1+1",
  "=Sum",
  "'=Sum",
  "''=Sum",
  "'Quoted'",
  '="text"',
  '"quoted"',
  "-5",
  "+1 512 555 0143",
  "@home",
  "a|=cmd|' /C calc'!A0",
  "＝ＴＯＴＡＬ",
  "Queue: Sales",
  "Receiving number: Sales",
  "Sales (+1 512 555 0160)",
  "sep=;",
  "x, 'y'; -z",
  "1.5E+10",
  "Zoë 👩‍👩‍👧‍👦 東京",
];
const SEPARATORS = [",", ";", "\t", "|"];

async function open() {
  const app = await openTestApp();
  const account = app.account("northwind");
  const member = { id: app.people[DANA]!, weight: 1 };
  const queue = (name: string): DataOf<"queue"> => ({
    name,
    routing: "longest idle",
    members: [member],
    ringSeconds: 20,
    wrapUpSeconds: 0,
    schedule: null,
    noAnswer: { to: "voicemail" },
    tags: [],
    missedCall: null,
    leastTakingCalls: null,
    follows: null,
    frozen: null,
  });
  const number = (at: number, name: string, route: DataOf<"number">["route"]): DataOf<"number"> => ({
    e164: `+1512${2_000_000 + at}`,
    name,
    kind: "local",
    source: `src${at % NASTY.length}`,
    route,
    stopped: null,
    paused: null,
    frozen: null,
    state: { is: "active", since: 0 },
    renewsAt: null,
    billingAnchor: null,
    graceUntil: null,
    origin: "bought",
  });
  await commit(scopeOf(app.services, account), {}, () =>
    NASTY.flatMap((name, at) => [
      create(
        account,
        "source",
        `src${at}`,
        { name, description: "", site: "offsite", ruleGroups: [], position: at, follows: null },
        logEntry,
      ),
      create(account, "queue", `que${at}`, queue(name), logEntry),
      create(account, "receiver", `rcv${at}`, { e164: `+151255501${60 + at}`, name }, logEntry),
      create(account, "number", `nq${at}`, number(at, name, { to: "queue", id: `que${at}` }), logEntry),
      create(account, "number", `nr${at}`, number(at + 50, name, { to: "receiver", id: `rcv${at}` }), logEntry),
    ]),
  );
  const headers = { authorization: `Bearer ${app.sessions[DANA]}`, "x-callboard-account": account };
  const get = async (path: string) => {
    const response = await createApp(app.services, null).request(path, { headers });
    expect(response.status, path).toBe(200);
    return response;
  };
  return { app, account, dana: app.callerFor(DANA, "northwind"), get };
}

/** The cells as a program sees them that splits at every line break and at this separator. */
const cellsBy = (text: string, separator: string): string[] =>
  text.split(/[\r\n]+/).flatMap((line) => line.split(separator));
const isFormula = (cell: string): boolean => {
  const bare = cell.replace(/^\uFEFF/, "").replace(/^[\s"]+|[\s"]+$/g, "");
  return /^[=+\-@＝＋－＠]/.test(bare) && !/^[+-]?\d[\d .,]*$/.test(bare);
};

async function cells(text: string): Promise<string[][]> {
  const lines: string[][] = [];
  for await (const { cells } of readCsv(text)) lines.push(cells.map(unguardFormulas));
  return lines;
}

test("exported numbers can be imported unchanged, whatever their records are called", async () => {
  const { app, dana, get } = await open();
  const file = await (await get("/export/numbers.csv")).text();
  for (const separator of SEPARATORS) expect(cellsBy(file, separator).filter(isFormula), separator).toEqual([]);
  // The same file as another spreadsheet writes it, with other numbers.
  const renumbered = file.replaceAll("+1 512 200 ", "+1 512 300 ");
  const semicolons = (await cells(renumbered)).map((line) =>
    line.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(";"),
  );
  expect(semicolons).toHaveLength(NASTY.length * 2 + 1);
  const { run, ready, rejected } = await dana.numbers.import({ name: "back.csv", text: renumbered });
  expect({ ready, rejected }).toEqual({ ready: NASTY.length * 2, rejected: [] });
  await dana.runs.start({ run });
  await runDueJobs(app.services, "runs");
  const rows = await app.selectRows(
    "SELECT data FROM records WHERE kind = 'number' AND (data ->> '$.e164' LIKE '+15122%' OR data ->> '$.e164' LIKE '+15123%')",
  );
  const numbersFrom = (prefix: string) =>
    rows
      .map(({ data }) => JSON.parse(data) as DataOf<"number">)
      .filter(({ e164 }) => e164.startsWith(prefix))
      .map(({ e164, name, source, route }) => [e164.slice(6), name, source, route])
      .toSorted(([a], [b]) => String(a).localeCompare(String(b)));
  expect(numbersFrom("+15123")).toHaveLength(NASTY.length * 2);
  expect(numbersFrom("+15123")).toEqual(numbersFrom("+15122"));
});

test("no exported file contains a formula, whatever the separator, and each keeps the exact text", async () => {
  const { app, dana, get, account } = await open();
  const meter = await meterOf(app, "northwind");
  const descriptions = [...NASTY, "two\nlines", "two\n=1+1", "tab\t=1", "=1+1\n-2+3"];
  await meter.balance.recordUsage({
    events: descriptions.map((description, at) => usageEvent(app, `event ${at}`, { description, quantity: 2 })),
  });
  const { version, id } = (await dana.sources.list()).sources.find(({ name }) => name === "Sales")!;
  for (const [at, description] of descriptions.entries())
    await dana.sources.save({ id, version: version + at, name: "Sales", description });
  const { run } = await dana.numbers.import({
    name: "=x;=y.csv",
    text: `Number,Route\n=1+1,a\n+15125550199,"x;=2"`,
  });
  await app.callerFor("otto@callboard.demo").balance.adjust({ account, micros: 1_000_000, reason: "=1+1;@x" });
  const paths = [
    "numbers.csv",
    "history.csv",
    "entries.csv",
    `run.csv?run=${run}`,
    "statement.csv?first=2026-03-01&last=2026-03-31",
  ];
  const files = new Map<string, string>();
  for (const path of paths) files.set(path, await (await get(`/export/${path}`)).text());
  const zip = unzip(Buffer.from(await (await get("/export/account.zip")).arrayBuffer()));
  for (const [name, bytes] of zip) if (name.endsWith(".csv")) files.set(name, bytes.toString());
  expect(files.size).toBeGreaterThan(20);
  for (const [name, text] of files)
    for (const separator of SEPARATORS)
      expect(cellsBy(text, separator).filter(isFormula), `${name} by ${separator}`).toEqual([]);
  const entries = (await cells(files.get("entries.csv")!)).flat();
  for (const description of descriptions)
    expect(
      entries.some((one) => one.endsWith(` · ${description}`)),
      description,
    ).toBe(true);
  const history = (await cells(files.get("history.csv")!)).flat();
  for (const description of descriptions.slice(1)) expect(history, description).toContain(description);
  // Each record is one row of the file, even if a text in it has several lines.
  const lines = await cells(files.get("entries.csv")!);
  expect(new Set(lines.map(({ length }) => length)).size).toBe(1);
});
