import { expect, test } from "vitest";
import { reconcile } from "../../src/store/verify/ledger.ts";
import { stmt } from "../../src/store/database/port.ts";
import { runDueJobs } from "../../src/jobs/queue.ts";
import { cleanHolderName } from "@callboard/domain/cards/providerUpdates";
import { cardFrom } from "../../src/integrations/payments/stripe/answers.ts";
import { verify } from "../../src/store/verify/verify.ts";
import { listen, openTestApp, failureOf } from "../support/kit.ts";
import { meterOf, usageEvent } from "../support/fixtures/money.ts";
import { textFields } from "../support/checks/textFields.ts";

const DANA = "dana@callboard.demo";
/** Invalid text: half a surrogate pair at the start, the end and in the middle, and NUL, where other programs stop. */
const INVALID = ["\ud800", "a\ud83d", "\udc00b", "a\udbffb", "a\0b"];

test("a file's line that is cut within an emoji can be listed and read again", async () => {
  const app = await openTestApp();
  const dana = app.callerFor(DANA, "northwind");
  const text = `Number,Name\n"${"x".repeat(39)}😀zz,y",Spring\n"${"y".repeat(38)}👩‍👩‍👧‍👦 end",Autumn`;
  const { run, rejected } = await dana.numbers.import({ name: "😀.csv", text });
  expect(rejected.map(({ about }) => about)).toEqual([`${"x".repeat(39)}😀`, `${"y".repeat(38)}👩‍👩‍👧‍👦 `]);
  const { items } = await dana.runs.items({ run });
  expect(items.map(({ about }) => about)).toEqual(rejected.map(({ about }) => about));
});

test("a file with an emoji anywhere can be read, however it is split into chunks", async () => {
  const app = await openTestApp();
  const dana = app.callerFor(DANA, "northwind");
  const rows = Array.from({ length: 4000 }, (_, n) => `+1512${2_000_000 + n},${"😀".repeat(1 + (n % 7))}${n},`);
  const text = `Number,Name,Source\r\n${rows.join("\r\n")}`;
  const { ready, rejected } = await dana.numbers.import({ name: "x.csv", text });
  expect({ ready, rejected }).toEqual({ ready: 4000, rejected: [] });
});

test("half a surrogate pair in a file is rejected on its line; the other lines are imported", async () => {
  const app = await openTestApp();
  const rows = ["a\ud800b", "fine", "good", "x\udc00", "right"].map((name, n) => `+1512200000${n},${name}`);
  const text = ["Number,Name", ...rows].join("\n");
  const { ready, rejected } = await app.callerFor(DANA, "northwind").numbers.import({ name: "x.csv", text });
  expect(ready).toBe(3);
  expect(rejected.map(({ line }) => line)).toEqual([2, 5]);
});

test("no field of any call accepts invalid text", () => {
  // A file's lines, a meter's events and custom checks are validated one by one.
  const validatedSeparately = [
    "numbers.import text",
    "balance.recordUsage events.0",
    "balance.recordUsage events.0.deep",
  ];
  const accepted = textFields().flatMap(({ procedure, path, schema, inputWith }) =>
    validatedSeparately.includes(`${procedure} ${path}`)
      ? []
      : INVALID.filter(
          (invalid) => !reportsMore(schema.safeParse(inputWith(invalid)), schema.safeParse(inputWith("a"))),
        ).map((invalid) => `${procedure} ${path}: ${JSON.stringify(invalid)}`),
  );
  expect(accepted).toEqual([]);

  /** There are more errors than with a plain letter, or already one at this very place. */
  function reportsMore(invalid: Parsed, plain: Parsed): boolean {
    const sentences = (one: Parsed) =>
      new Set((one.error?.issues ?? []).map(({ path, message }) => `${path.map(String).join(".")} ${message}`));
    const [invalidSentences, plainSentences] = [sentences(invalid), sentences(plain)];
    return (
      [...invalidSentences].some((sentence) => !plainSentences.has(sentence)) ||
      reportsSame(invalidSentences, plainSentences)
    );
  }
  function reportsSame(invalidSentences: Set<string>, plainSentences: Set<string>): boolean {
    return (
      invalidSentences.size > 0 &&
      [...plainSentences].every((sentence) => invalidSentences.has(sentence)) &&
      plainSentences.size === invalidSentences.size
    );
  }
});
type Parsed = { error?: { issues: { path: PropertyKey[]; message: string }[] } };

test("a meter's event with an invalid id or description is refused with the reason; entries, verification and books still work", async () => {
  const app = await openTestApp();
  const meter = await meterOf(app, "northwind");
  const dana = app.callerFor(DANA, "northwind");
  const events = INVALID.flatMap((invalid) => [
    usageEvent(app, invalid),
    usageEvent(app, `ok${INVALID.indexOf(invalid)}`, { description: invalid }),
  ]);
  const answer = await meter.balance.recordUsage({
    events: [...events, usageEvent(app, "good"), usageEvent(app, "too")],
  });
  expect(answer.recorded).toBe(2);
  expect(answer.rejected.map(({ field }) => field)).toEqual(INVALID.flatMap(() => ["id", "description"]));
  expect((await dana.balance.entries({ search: "" })).entries.length).toBeGreaterThan(0);
  expect((await verify(app.services.db, app.services.seal)).broken).toBeNull();
  expect((await reconcile(app.services.db)).broken).toBeNull();
});

test("over HTTP invalid text is refused with a sentence, in a body, in a query and in a header", async () => {
  const app = await openTestApp();
  const server = await listen(app);
  const who = { secret: app.sessions[DANA]!, account: "northwind" };
  const expectRefusal = async (response: Response) => {
    expect(response.status).toBe(400);
    expect(((await response.json()) as { error: { message: string } }).error.message).toMatch(/^[^\n]+\.$/);
  };
  await expectRefusal(await server.post("access.requestReset", '{"email":"a\\u0000b@example.com"}'));
  await expectRefusal(await server.post("receivers.save", '{"name":"\\ud83d","number":"+15125550199"}', who));
  const headers = { authorization: `Bearer ${who.secret}`, "x-callboard-account": app.account("northwind") };
  const input = encodeURIComponent('{"kind":"number","id":"\\ud800"}');
  await expectRefusal(await server.fetch(`/trpc/history.versions?input=${input}`, { headers }));
});

test("the database layer itself accepts no invalid text", async () => {
  const app = await openTestApp();
  const { db } = app.services;
  for (const invalid of [...INVALID, JSON.stringify({ name: "\ud800" }), JSON.stringify(["a\\\0"])]) {
    const query = stmt("SELECT ? AS text", invalid);
    const write = () => db.write({ reads: [query], decide: ([rows]) => ({ writes: [], answer: rows }) });
    const insert = () =>
      db.write({
        reads: [],
        decide: () => ({ writes: [stmt("INSERT INTO settings VALUES ('x', ?)", invalid)], answer: 1 }),
      });
    for (const work of [() => db.read([query]), write, insert])
      expect(await failureOf(work() as Promise<unknown>)).toMatchObject({ code: "invalid", key: "api.invalidText" });
  }
  // Text about such characters is valid.
  const texts = [String.raw`see \ud800 and \u0000`, JSON.stringify({ a: String.raw`\ud800 \\u0000`, b: "😀\u0001" })];
  for (const text of texts) expect((await db.read([stmt("SELECT ? AS text", text)]))[0]![0]!.text).toBe(text);
});

test("names typed at the card provider are stored so that they can be displayed", () => {
  const method = { id: "pm_1", card: { brand: "visa", last4: "4242", exp_month: 5, exp_year: 2029 } };
  const cleanedName = (name: string) =>
    cleanHolderName(cardFrom({ ...method, billing_details: { name } } as never)!.holder);
  expect(cleanedName("Dana\0 \ud800Reyes\u2028")).toBe("Dana\ufffd \ufffdReyes");
  expect(cleanedName(`Dana\u202e \u0007Reyes ${"😀".repeat(200)}`)).toBe(`Dana Reyes ${"😀".repeat(109)}`);
  expect(cleanedName("4242 4242 4242 4242")).toBe("");
});

test("names in a push and in an agency's run are cut between letters", async () => {
  const app = await openTestApp();
  const harriet = app.callerFor("harriet@callboard.demo", "harbor");
  const name = `${"👩‍👩‍👧‍👦".repeat(40)}${"z".repeat(40)}`;
  const { version } = await app.callerFor("ida@callboard.demo", "parkside").account.get();
  await app.callerFor("ida@callboard.demo", "parkside").account.save({
    version,
    name,
    zone: "Europe/London",
    idleRule: null,
    billTo: { company: "", name: "", address: "" },
  });
  const { run } = await harriet.lifecycle.proposeAgencyCancel();
  const { items } = await harriet.runs.items({ run });
  expect(items.some(({ about }) => about.startsWith("👩‍👩‍👧‍👦") && about.isWellFormed())).toBe(true);
  await runDueJobs(app.services);
});
