import { create } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import type { DataOf } from "@callboard/domain/core/records";
import { expect, test } from "vitest";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { commit } from "../../../src/store/commit.ts";
import { listen, MINUTE, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";
import { scopeOf } from "../../support/scopes.ts";
import { longestShare } from "../../support/checks/loopTurns.ts";

const logEntry = { action: message("agents.cause.chosen") };
const number = (n: number): string => `+1512${2_000_000 + n}`;

async function open() {
  const app = await openTestApp();
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  const scope = scopeOf(app.services, app.account("northwind"));
  const source: DataOf<"source"> = {
    name: "Google Ads",
    description: "",
    site: "offsite",
    ruleGroups: [],
    position: 900,
    follows: null,
  };
  await commit(scope, {}, () => [
    create(scope.account, "source", "src_ads", source, logEntry),
    create(scope.account, "receiver", "rcv_desk", { e164: "+15125550143", name: "Front desk 9" }, logEntry),
    create(scope.account, "receiver", "rcv_twin1", { e164: "+15125550144", name: "Twin" }, logEntry),
    create(scope.account, "receiver", "rcv_twin2", { e164: "+15125550145", name: "twin" }, logEntry),
  ]);
  const propose = (text: string, name = "numbers.csv") => dana.numbers.import({ name, text });
  const runJobs = () => runDueJobs(app.services, "runs");
  const importText = async (text: string) => {
    const { run } = await propose(text);
    await dana.runs.start({ run });
    await runJobs();
    return dana.runs.get({ run });
  };
  return { ...app, dana, scope, propose, runJobs, importText };
}

const numbers = async (app: TestApp, account = "northwind") =>
  (
    await app.selectRows(
      "SELECT data FROM records WHERE kind = 'number' AND account = ? AND data ->> '$.origin' = 'imported' ORDER BY data ->> '$.e164'",
      app.account(account),
    )
  ).map(({ data }) => JSON.parse(data));

test("each line becomes a number with its name, source and route; proposing alone imports nothing", async () => {
  const app = await open();
  const file = `Number,Name,Tracking source,Calls go to\n${number(1)},Spring,google ads,Front desk 9\n(512) 200-0002,,,+1 512 555 0143\n`;
  const proposed = await app.propose(file);
  expect(proposed).toMatchObject({ total: 2, ready: 2, rejected: [], rejectedCount: 0 });
  expect(await numbers(app)).toEqual([]);
  await app.dana.runs.start({ run: proposed.run });
  await app.runJobs();
  const route = { to: "receiver", id: "rcv_desk" };
  expect(await numbers(app)).toEqual([
    expect.objectContaining({ e164: number(1), name: "Spring", source: "src_ads", route, kind: "local" }),
    expect.objectContaining({ e164: number(2), name: "+1 512 200 0002", source: null, route }),
  ]);
  const { items } = await app.dana.runs.items({ run: proposed.run });
  expect(items.map(({ n, about, state }) => [n, about, state])).toEqual([
    [2, "+1 512 200 0001", "done"],
    [3, "+1 512 200 0002", "done"],
  ]);
  const { changes } = await app.dana.history.list({ batch: proposed.run });
  expect(changes.map(({ action }) => action)).toContain("imported the number +1 512 200 0002");
});

test("variants from spreadsheets are understood: BOM, semicolons, tabs, CRLF, quoted line breaks, empty lines, any case", async () => {
  const app = await open();
  for (const [index, file] of [
    `\uFEFFNUMBER;Name\r\n${number(10)};"Spring;\r\nsale"\r\n`,
    `name\tnumber\t\r\n\r\nSpring sale\t${number(11)}\t\r\n\r\n`,
    `Number,Name,Kind,State,Stopped,Paused,Monthly fee,Renews\n${number(12)},'=Spring sale,local,active,,,1.00,2026-04-01`,
  ].entries()) {
    const { rejected, ready } = await app.propose(file);
    // A name has one line: the first file's is rejected, with the line number where it begins.
    if (index === 0) expect(rejected).toMatchObject([{ line: 2, reason: expect.stringMatching(/Name contains/) }]);
    else expect({ rejected, ready }).toEqual({ rejected: [], ready: 1 });
  }
  await app.importText(`Number,Name\n${number(13)},'=Spring sale`);
  expect((await numbers(app)).map(({ name }) => name)).toEqual(["=Spring sale"]);
});

test("the separator is detected, formula quoting is removed, and mangled numbers are rejected", async () => {
  const app = await open();
  const files = [
    `sep=;\r\nNumber;Name\r\n"=""${number(70)}""";="Spring ""sale"""\r\n${number(71)}.00;x,y\r\n1.5122E+10;short`,
    `\uFEFF"sep=|"\nNumber|Name\n'${number(72)}|a;b\n\u202a${number(73)}\u202c|tel\ntel:${number(74)}|c\r+1 512 200 0075 / 76|two`,
  ];
  const [first, second] = await Promise.all(files.map((text) => app.propose(text)));
  expect(first!.ready).toBe(2);
  expect(first!.rejected.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
    "5: A spreadsheet shortened this number to 1.5122E+10. Format its column as text, enter the number there again, and use that.",
  ]);
  expect(second!.ready).toBe(3);
  expect(second!.rejected.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
    "6: There is more than one number here. Enter only one.",
  ]);
  await app.importText(files[0]!);
  expect((await numbers(app)).map(({ e164, name }) => [e164, name])).toEqual([
    [number(70), 'Spring "sale"'],
    [number(71), "x,y"],
  ]);
});

test("bad lines are rejected one by one, each with its line number and the reason", async () => {
  const app = await open();
  await app.importText(`Number\n${number(20)}`);
  await app.callerFor("ida@callboard.demo", "parkside").numbers.import({ name: "x", text: `Number\n${number(21)}` });
  const lines = [
    "Number,Name,Source,Route",
    `${number(20)},taken here,,`,
    `${number(22)},fine,,`,
    `+1 512 200 0022,twice,,`,
    `12345,short,,`,
    `+1512200002X,letter,,`,
    `,nothing,,`,
    `${number(23)},source,Bing,`,
    `${number(24)},route,,Nobody`,
    `${number(25)},unclear,,Twin`,
    `${number(26)},${"x".repeat(81)},,`,
    `${number(27)},caf\uFFFD,,`,
    `${number(28)},few`,
    `${number(29)},many,,,more`,
  ];
  const { total, ready, rejected, rejectedCount } = await app.propose(lines.join("\n"));
  expect({ total, ready, rejectedCount }).toEqual({ total: 13, ready: 1, rejectedCount: 12 });
  expect(rejected.map(({ line, reason }) => `${line}: ${reason}`)).toMatchInlineSnapshot(`
    [
      "2: This number is already in use. Choose another one.",
      "4: This number is already on line 3.",
      "5: The number is 5 digits short: there are at least 10 after +1. Check for missing digits.",
      "6: The number contains a letter: “X”. Use digits only, such as +1 512 555 0143.",
      "7: Fill in Number.",
      "8: There is no tracking source named Bing.",
      "9: No receiving number or call queue is named Nobody.",
      "10: More than one is named Twin. Use a receiving number’s digits, or queue: and the queue’s name.",
      "11: Name is too long: at most 80 characters.",
      "12: This line has letters that can’t be read, because they are not in UTF-8.",
      "13: This line has 2 cells, and the file has 4 columns.",
      "14: This line has 5 cells, and the file has 4 columns.",
    ]
  `);
});

test("an invalid file is rejected as a whole, with one sentence", async () => {
  const app = await open();
  const many = ["Number", ...Array.from({ length: 50_001 }, (_, n) => String(n))].join("\n");
  for (const [text, key] of [
    ["", "numbers.import.empty"],
    ["\uFEFF \n\n", "numbers.import.empty"],
    ["Number\n\n", "numbers.import.noRows"],
    [`${number(1)}\n${number(2)}`, "numbers.import.noNumberColumn"],
    ["Name\nSpring", "numbers.import.noNumberColumn"],
    [`Number,Colour\n${number(1)},red`, "numbers.import.columnsUnknown"],
    [`Number,Name,name\n${number(1)},a,b`, "numbers.import.duplicateColumn"],
    [`Number,Name\n${number(1)},"open\n${number(2)},x`, "numbers.import.unclosedQuote"],
    [`PK\u0003\u0004\0\0`, "numbers.import.notText"],
    [`Number,N\uFFFDme\n${number(1)},a`, "numbers.import.notUtf8"],
    [`Number,Name\n${number(1)},caf\uFFFD\n${number(2)},caf\uFFFD`, "numbers.import.notUtf8"],
    [`Number,Name\n${number(1)},${"x".repeat(10 * 1024 * 1024)}`, "numbers.import.tooLarge"],
    [many, "numbers.import.tooManyRows"],
  ] as const)
    expect(await failureOf(app.propose(text)), text.slice(0, 40)).toMatchObject({ code: "invalid", key });
  expect(await app.selectRows("SELECT 1 FROM run_items")).toEqual([]);
});

test("a line whose number was taken or whose source was removed before its turn fails with the reason; the rest is imported", async () => {
  const app = await open();
  const first = await app.propose(`Number,Source\n${number(30)},Google Ads\n${number(31)},\n${number(32)},`);
  await app.importText(`Number\n${number(31)}`);
  await app.services.db.write({
    reads: [],
    decide: () => ({
      writes: [{ sql: "DELETE FROM records WHERE kind = 'source' AND id = 'src_ads'", args: [] }],
      answer: null,
    }),
  });
  await app.dana.runs.start({ run: first.run });
  await app.runJobs();
  const { items } = await app.dana.runs.items({ run: first.run });
  expect(items.map(({ state }) => state)).toEqual(["failed", "failed", "done"]);
  expect(items[0]!.reason).toMatch(/no such tracking source/);
  expect(items[1]!.reason).toMatch(/already in use/);
});

test("proposing twice with one key makes one proposal; rejected lines can't be retried", async () => {
  const app = await open();
  const dana = app.callerFor("dana@callboard.demo", "northwind", { key: "once" });
  const file = { name: "numbers.csv", text: `Number\n${number(40)}\nnonsense` };
  const first = await dana.numbers.import(file);
  expect(await dana.numbers.import(file)).toEqual(first);
  expect((await app.dana.runs.list({})).runs).toHaveLength(1);
  await app.dana.runs.start({ run: first.run });
  await app.runJobs();
  expect((await app.dana.runs.get({ run: first.run })).retriable).toBe(false);
  expect(await failureOf(app.dana.runs.retry({ run: first.run }))).toMatchObject({ key: "runs.nothingToRetry" });
  app.advance(31 * MINUTE);
});

test("ten megabytes are read in pieces, so that nobody waits long", async () => {
  const app = await open();
  const rows = Array.from({ length: 8000 }, (_, n) => `${number(n)},${"x".repeat(1200)}`);
  const text = `Number,State\n${rows.join("\n")}`;
  let ready = 0;
  const share = await longestShare(async () => {
    ready = (await app.propose(text)).ready;
  });
  expect(ready).toBe(8000);
  expect(share).toBeLessThan(0.2);
});

test("over HTTP a file may be as large as the file limit and no larger; other calls stay small", async () => {
  const app = await open();
  const server = await listen(app);
  const who = { secret: app.sessions["dana@callboard.demo"]!, account: "northwind" };
  const send = async (path: string, input: unknown) => {
    const response = await server.post(path, input, who);
    const { error, result } = (await response.json()) as {
      error?: { data: { key: string } };
      result: { data: { ready: number } };
    };
    return error ? [response.status, error.data.key] : result.data.ready;
  };
  const row = `\n${number(60)},${"x".repeat(60_000)}`;
  const file = (bytes: number) => ({ name: "x.csv", text: `Number,State${row.repeat(bytes / 60_000)}` });
  expect(await send("numbers.import", file(3_000_000))).toBe(1);
  expect(await send("numbers.import", file(11_000_000))).toEqual([400, "numbers.import.tooLarge"]);
  expect(await send("numbers.import", file(26_000_000))).toEqual([413, "numbers.import.tooLarge"]);
  expect(await send("numbers.edit", { pick: "x".repeat(2_000_000) })).toEqual([413, "api.tooLarge"]);
});
