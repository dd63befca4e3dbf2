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
const ODD = ["\ud800", "a\ud83d", "\udc00b", "a\udbffb", "a\0b"];

test("a file's line that is cut within an emoji can be listed and read again", async () => {
  const app = await openTestApp();
  const dana = app.as(DANA, "northwind");
  const text = `Number,Name\n"${"x".repeat(39)}😀zz,y",Spring\n"${"y".repeat(38)}👩‍👩‍👧‍👦 end",Autumn`;
  const { run, refused } = await dana.numbers.import({ name: "😀.csv", text });
  expect(refused.map(({ about }) => about)).toEqual([`${"x".repeat(39)}😀`, `${"y".repeat(38)}👩‍👩‍👧‍👦 `]);
  const { items } = await dana.runs.items({ run });
  expect(items.map(({ about }) => about)).toEqual(refused.map(({ about }) => about));
});

test("a file with an emoji anywhere can be read, however it is split into chunks", async () => {
  const app = await openTestApp();
  const dana = app.as(DANA, "northwind");
  const rows = Array.from({ length: 4000 }, (_, n) => `+1512${2_000_000 + n},${"😀".repeat(1 + (n % 7))}${n},`);
  const text = `Number,Name,Source\r\n${rows.join("\r\n")}`;
  const { ready, refused } = await dana.numbers.import({ name: "x.csv", text });
  expect({ ready, refused }).toEqual({ ready: 4000, refused: [] });
});

test("half a surrogate pair in a file is rejected on its line; the other lines are imported", async () => {
  const app = await openTestApp();
  const rows = ["a\ud800b", "fine", "good", "x\udc00", "right"].map((name, n) => `+1512200000${n},${name}`);
  const text = ["Number,Name", ...rows].join("\n");
  const { ready, refused } = await app.as(DANA, "northwind").numbers.import({ name: "x.csv", text });
  expect(ready).toBe(3);
  expect(refused.map(({ line }) => line)).toEqual([2, 5]);
});

test("no field of any call accepts invalid text", () => {
  // A file's lines, a meter's events and custom checks are validated one by one.
  const apart = ["numbers.import text", "balance.recordUsage events.0", "balance.recordUsage events.0.deep"];
  const taken = textFields().flatMap(({ procedure, path, schema, holding }) =>
    apart.includes(`${procedure} ${path}`)
      ? []
      : ODD.filter((odd) => !says(schema.safeParse(holding(odd)), schema.safeParse(holding("a")))).map(
          (odd) => `${procedure} ${path}: ${JSON.stringify(odd)}`,
        ),
  );
  expect(taken).toEqual([]);

  /** There are more errors than with a plain letter, or already one at this very place. */
  function says(odd: Parsed, plain: Parsed): boolean {
    const sentences = (one: Parsed) =>
      new Set((one.error?.issues ?? []).map(({ path, message }) => `${path.map(String).join(".")} ${message}`));
    const [more, known] = [sentences(odd), sentences(plain)];
    return [...more].some((sentence) => !known.has(sentence)) || holdsAll(more, known);
  }
  function holdsAll(more: Set<string>, known: Set<string>): boolean {
    return more.size > 0 && [...known].every((sentence) => more.has(sentence)) && known.size === more.size;
  }
});
type Parsed = { error?: { issues: { path: PropertyKey[]; message: string }[] } };

test("a meter's event with an invalid id or description is refused with the reason; entries, verification and books still work", async () => {
  const app = await openTestApp();
  const meter = await meterOf(app, "northwind");
  const dana = app.as(DANA, "northwind");
  const events = ODD.flatMap((odd) => [
    usageEvent(app, odd),
    usageEvent(app, `ok${ODD.indexOf(odd)}`, { description: odd }),
  ]);
  const answer = await meter.balance.recordUsage({
    events: [...events, usageEvent(app, "good"), usageEvent(app, "too")],
  });
  expect(answer.counted).toBe(2);
  expect(answer.refused.map(({ field }) => field)).toEqual(ODD.flatMap(() => ["id", "description"]));
  expect((await dana.balance.entries({ search: "" })).entries.length).toBeGreaterThan(0);
  expect((await verify(app.world.db, app.world.seal)).broken).toBeNull();
  expect((await reconcile(app.world.db)).broken).toBeNull();
});

test("over HTTP invalid text is refused with a sentence, in a body, in a query and in a header", async () => {
  const app = await openTestApp();
  const server = await listen(app);
  const who = { secret: app.sessions[DANA]!, account: "northwind" };
  const refused = async (answer: Response) => {
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as any).error.message).toMatch(/^[^\n]+\.$/);
  };
  await refused(await server.post("access.requestReset", '{"email":"a\\u0000b@example.com"}'));
  await refused(await server.post("receivers.save", '{"name":"\\ud83d","number":"+15125550199"}', who));
  const headers = { authorization: `Bearer ${who.secret}`, "x-callboard-account": app.account("northwind") };
  const asked = encodeURIComponent('{"kind":"number","id":"\\ud800"}');
  await refused(await server.fetch(`/trpc/history.versions?input=${asked}`, { headers }));
});

test("the database layer itself accepts no invalid text", async () => {
  const app = await openTestApp();
  const { db } = app.world;
  for (const odd of [...ODD, JSON.stringify({ name: "\ud800" }), JSON.stringify(["a\\\0"])]) {
    const asked = stmt("SELECT ? AS text", odd);
    const write = () => db.write({ reads: [asked], decide: ([rows]) => ({ writes: [], answer: rows }) });
    const put = () =>
      db.write({
        reads: [],
        decide: () => ({ writes: [stmt("INSERT INTO settings VALUES ('x', ?)", odd)], answer: 1 }),
      });
    for (const work of [() => db.read([asked]), write, put])
      expect(await failureOf(work() as Promise<unknown>)).toMatchObject({ code: "invalid", key: "call.noText" });
  }
  // Text about such characters is valid.
  const said = [String.raw`see \ud800 and \u0000`, JSON.stringify({ a: String.raw`\ud800 \\u0000`, b: "😀\u0001" })];
  for (const text of said) expect((await db.read([stmt("SELECT ? AS text", text)]))[0]![0]!.text).toBe(text);
});

test("names typed at the card provider are stored so that they can be displayed", () => {
  const method = { id: "pm_1", card: { brand: "visa", last4: "4242", exp_month: 5, exp_year: 2029 } };
  const named = (name: string) => cleanHolderName(cardFrom({ ...method, billing_details: { name } } as never)!.holder);
  expect(named("Dana\0 \ud800Reyes\u2028")).toBe("Dana\ufffd \ufffdReyes");
  expect(named(`Dana\u202e \u0007Reyes ${"😀".repeat(200)}`)).toBe(`Dana Reyes ${"😀".repeat(109)}`);
  expect(named("4242 4242 4242 4242")).toBe("");
});

test("names in a push and in an agency's run are cut between letters", async () => {
  const app = await openTestApp();
  const harriet = app.as("harriet@callboard.demo", "harbor");
  const name = `${"👩‍👩‍👧‍👦".repeat(40)}${"z".repeat(40)}`;
  const { version } = await app.as("ida@callboard.demo", "parkside").account.get();
  await app.as("ida@callboard.demo", "parkside").account.save({
    version,
    name,
    zone: "Europe/London",
    idle: null,
    billTo: { company: "", name: "", address: "" },
  });
  const { run } = await harriet.lifecycle.proposeAgencyCancel();
  const { items } = await harriet.runs.items({ run });
  expect(items.some(({ about }) => about.startsWith("👩‍👩‍👧‍👦") && about.isWellFormed())).toBe(true);
  await runDueJobs(app.world);
});
