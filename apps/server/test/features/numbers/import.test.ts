import { create } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import type { DataOf } from "@callboard/domain/core/records";
import { expect, test } from "vitest";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { commit } from "../../../src/store/commit.ts";
import { listen, MINUTE, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";
import { scopeOf } from "../../support/scopes.ts";
import { longestTurn } from "../../support/checks/loopTurns.ts";

const logEntry = { action: message("cause.chosen") };
const number = (n: number): string => `+1512${2_000_000 + n}`;

async function open() {
  const app = await openTestApp();
  const dana = app.as("dana@callboard.demo", "northwind");
  const scope = scopeOf(app.world, app.account("northwind"));
  const source: DataOf<"source"> = {
    name: "Google Ads",
    description: "",
    site: "offsite",
    ways: [],
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
  const work = () => runDueJobs(app.world, "runs");
  const go = async (text: string) => {
    const { run } = await propose(text);
    await dana.runs.start({ run });
    await work();
    return dana.runs.get({ run });
  };
  return { ...app, dana, scope, propose, work, go };
}

const numbers = async (app: TestApp, account = "northwind") =>
  (
    await app.rows(
      "SELECT data FROM records WHERE kind = 'number' AND account = ? AND data ->> '$.origin' = 'imported' ORDER BY data ->> '$.e164'",
      app.account(account),
    )
  ).map(({ data }) => JSON.parse(data));

test("each line becomes a number with its name, source and route; proposing alone imports nothing", async () => {
  const it = await open();
  const file = `Number,Name,Tracking source,Calls go to\n${number(1)},Spring,google ads,Front desk 9\n(512) 200-0002,,,+1 512 555 0143\n`;
  const proposed = await it.propose(file);
  expect(proposed).toMatchObject({ total: 2, ready: 2, refused: [], refusedCount: 0 });
  expect(await numbers(it)).toEqual([]);
  await it.dana.runs.start({ run: proposed.run });
  await it.work();
  const route = { to: "receiver", id: "rcv_desk" };
  expect(await numbers(it)).toEqual([
    expect.objectContaining({ e164: number(1), name: "Spring", source: "src_ads", route, kind: "local" }),
    expect.objectContaining({ e164: number(2), name: "+1 512 200 0002", source: null, route }),
  ]);
  const { items } = await it.dana.runs.items({ run: proposed.run });
  expect(items.map(({ n, about, state }) => [n, about, state])).toEqual([
    [2, "+1 512 200 0001", "done"],
    [3, "+1 512 200 0002", "done"],
  ]);
  const { changes } = await it.dana.history.list({ batch: proposed.run });
  expect(changes.map(({ action }) => action)).toContain("imported the number +1 512 200 0002");
});

test("variants from spreadsheets are understood: BOM, semicolons, tabs, CRLF, quoted line breaks, empty lines, any case", async () => {
  const it = await open();
  for (const [index, file] of [
    `\uFEFFNUMBER;Name\r\n${number(10)};"Spring;\r\nsale"\r\n`,
    `name\tnumber\t\r\n\r\nSpring sale\t${number(11)}\t\r\n\r\n`,
    `Number,Name,Kind,State,Stopped,Paused,Monthly fee,Renews\n${number(12)},'=Spring sale,local,active,,,1.00,2026-04-01`,
  ].entries()) {
    const { refused, ready } = await it.propose(file);
    // A name has one line: the first file's is rejected, with the line number where it begins.
    if (index === 0) expect(refused).toMatchObject([{ line: 2, reason: expect.stringMatching(/Name contains/) }]);
    else expect({ refused, ready }).toEqual({ refused: [], ready: 1 });
  }
  await it.go(`Number,Name\n${number(13)},'=Spring sale`);
  expect((await numbers(it)).map(({ name }) => name)).toEqual(["=Spring sale"]);
});

test("the separator is detected, formula quoting is removed, and mangled numbers are rejected", async () => {
  const it = await open();
  const files = [
    `sep=;\r\nNumber;Name\r\n"=""${number(70)}""";="Spring ""sale"""\r\n${number(71)}.00;x,y\r\n1.5122E+10;short`,
    `\uFEFF"sep=|"\nNumber|Name\n'${number(72)}|a;b\n\u202a${number(73)}\u202c|tel\ntel:${number(74)}|c\r+1 512 200 0075 / 76|two`,
  ];
  const [first, second] = await Promise.all(files.map((text) => it.propose(text)));
  expect(first!.ready).toBe(2);
  expect(first!.refused.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
    "5: A spreadsheet has shortened this number to 1.5122E+10. Format its column as text, enter the number there again, and use that.",
  ]);
  expect(second!.ready).toBe(3);
  expect(second!.refused.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
    "6: There is more than one number here. Write one alone.",
  ]);
  await it.go(files[0]!);
  expect((await numbers(it)).map(({ e164, name }) => [e164, name])).toEqual([
    [number(70), 'Spring "sale"'],
    [number(71), "x,y"],
  ]);
});

test("bad lines are rejected one by one, each with its line number and the reason", async () => {
  const it = await open();
  await it.go(`Number\n${number(20)}`);
  await it.as("ida@callboard.demo", "parkside").numbers.import({ name: "x", text: `Number\n${number(21)}` });
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
  const { total, ready, refused, refusedCount } = await it.propose(lines.join("\n"));
  expect({ total, ready, refusedCount }).toEqual({ total: 13, ready: 1, refusedCount: 12 });
  expect(refused.map(({ line, reason }) => `${line}: ${reason}`)).toMatchInlineSnapshot(`
    [
      "2: This number is in use already. Choose another one.",
      "4: This number is on line 3 already.",
      "5: The number has 5 digits too few: after +1 there are at least 10. Check that none is missing.",
      "6: The number has a letter in it: “X”. Write digits only, such as +1 512 555 0143.",
      "7: Please fill in Number.",
      "8: There is no tracking source named Bing.",
      "9: There is no receiving number and no call queue named Nobody.",
      "10: Twin is the name of several. Write a receiving number’s digits, or queue: and the queue’s name.",
      "11: Name is too long: at most 80 characters.",
      "12: This line has letters that cannot be read, because they are not in UTF-8.",
      "13: This line has 2 cells, and the file has 4 columns.",
      "14: This line has 5 cells, and the file has 4 columns.",
    ]
  `);
});

test("an invalid file is rejected as a whole, with one sentence", async () => {
  const it = await open();
  const many = ["Number", ...Array.from({ length: 50_001 }, (_, n) => String(n))].join("\n");
  for (const [text, key] of [
    ["", "import.empty"],
    ["\uFEFF \n\n", "import.empty"],
    ["Number\n\n", "import.noRows"],
    [`${number(1)}\n${number(2)}`, "import.noNumberColumn"],
    ["Name\nSpring", "import.noNumberColumn"],
    [`Number,Colour\n${number(1)},red`, "import.columnsUnknown"],
    [`Number,Name,name\n${number(1)},a,b`, "import.columnTwice"],
    [`Number,Name\n${number(1)},"open\n${number(2)},x`, "import.quoteOpen"],
    [`PK\u0003\u0004\0\0`, "import.notText"],
    [`Number,N\uFFFDme\n${number(1)},a`, "import.notUtf8"],
    [`Number,Name\n${number(1)},caf\uFFFD\n${number(2)},caf\uFFFD`, "import.notUtf8"],
    [`Number,Name\n${number(1)},${"x".repeat(10 * 1024 * 1024)}`, "import.tooLarge"],
    [many, "import.tooManyRows"],
  ] as const)
    expect(await failureOf(it.propose(text)), text.slice(0, 40)).toMatchObject({ code: "invalid", key });
  expect(await it.rows("SELECT 1 FROM run_items")).toEqual([]);
});

test("a line whose number was taken or whose source was removed before its turn fails with the reason; the rest is imported", async () => {
  const it = await open();
  const first = await it.propose(`Number,Source\n${number(30)},Google Ads\n${number(31)},\n${number(32)},`);
  await it.go(`Number\n${number(31)}`);
  await it.world.db.write({
    reads: [],
    decide: () => ({
      writes: [{ sql: "DELETE FROM records WHERE kind = 'source' AND id = 'src_ads'", args: [] }],
      answer: null,
    }),
  });
  await it.dana.runs.start({ run: first.run });
  await it.work();
  const { items } = await it.dana.runs.items({ run: first.run });
  expect(items.map(({ state }) => state)).toEqual(["failed", "failed", "done"]);
  expect(items[0]!.reason).toMatch(/no such tracking source/);
  expect(items[1]!.reason).toMatch(/in use already/);
});

test("proposing twice with one key makes one proposal; rejected lines can't be retried", async () => {
  const it = await open();
  const dana = it.as("dana@callboard.demo", "northwind", { key: "once" });
  const file = { name: "numbers.csv", text: `Number\n${number(40)}\nnonsense` };
  const first = await dana.numbers.import(file);
  expect(await dana.numbers.import(file)).toEqual(first);
  expect((await it.dana.runs.list({})).runs).toHaveLength(1);
  await it.dana.runs.start({ run: first.run });
  await it.work();
  expect((await it.dana.runs.get({ run: first.run })).retriable).toBe(false);
  expect(await failureOf(it.dana.runs.retry({ run: first.run }))).toMatchObject({ key: "runs.nothingToRetry" });
  it.pass(31 * MINUTE);
});

test("ten megabytes are read in pieces, so that nobody waits long", async () => {
  const it = await open();
  const rows = Array.from({ length: 8000 }, (_, n) => `${number(n)},${"x".repeat(1200)}`);
  const text = `Number,State\n${rows.join("\n")}`;
  let ready = 0;
  const longest = await longestTurn(async () => {
    ready = (await it.propose(text)).ready;
  });
  expect(ready).toBe(8000);
  expect(longest).toBeLessThan(100);
}, 240_000);

test("over HTTP a file may be as large as the file limit and no larger; other calls stay small", async () => {
  const it = await open();
  const server = await listen(it);
  const who = { secret: it.sessions["dana@callboard.demo"]!, account: "northwind" };
  const asked = async (path: string, input: unknown) => {
    const answer = await server.post(path, input, who);
    const { error, result } = (await answer.json()) as any;
    return error ? [answer.status, error.data.key] : result.data.ready;
  };
  const row = `\n${number(60)},${"x".repeat(60_000)}`;
  const file = (bytes: number) => ({ name: "x.csv", text: `Number,State${row.repeat(bytes / 60_000)}` });
  expect(await asked("numbers.import", file(3_000_000))).toBe(1);
  expect(await asked("numbers.import", file(11_000_000))).toEqual([400, "import.tooLarge"]);
  expect(await asked("numbers.import", file(26_000_000))).toEqual([413, "import.tooLarge"]);
  expect(await asked("numbers.edit", { pick: "x".repeat(2_000_000) })).toEqual([413, "call.tooLarge"]);
});
