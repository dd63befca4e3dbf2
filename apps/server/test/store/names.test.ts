import { create } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { expect, test } from "vitest";
import { runDueJobs } from "../../src/jobs/queue.ts";
import { commit } from "../../src/store/commit.ts";
import { openTestApp, failureOf, type TestApp } from "../support/kit.ts";
import { scopeOf } from "../support/scopes.ts";

const DANA = "dana@callboard.demo";
const logEntry = { action: message("agents.cause.chosen") };
const source = (name: string, position: number) => ({
  name,
  description: "",
  site: "offsite" as const,
  ruleGroups: [],
  position,
  follows: null,
});

/** Names that differ in a relevant way, and names that differ only in case and width. */
const DIFFERENT = [
  ["か", "が"],
  ["दिन", "दीन"],
  ["คน", "คืน"],
  ["Май", "Маи"],
  ["Müller", "Muller"],
] as const;
const SAME = [
  ["Straße", "STRASSE"],
  ["ＣＡＦＥ", "cafe"],
  ["Sales\u200b", "sales"],
] as const;

/** Creates a record of each kind with unique names. */
const MAKERS: Record<string, (app: TestApp, name: string) => Promise<unknown>> = {
  source: (app, name) => app.callerFor(DANA, "northwind").sources.save({ name }),
  queue: (app, name) =>
    app
      .callerFor(DANA, "northwind")
      .queues.save({ name, routing: "longest idle", members: [{ id: app.people[DANA]!, weight: 1 }] } as never),
  status: (app, name) => app.callerFor(DANA, "northwind").agents.defineStatus({ name, color: "teal" }),
  preset: (app, name) =>
    app.callerFor(DANA, "northwind").presets.save({ kind: "source", name, values: { site: "onsite" } }),
  key: (app, name) =>
    app.callerFor(DANA, "northwind").access.createApiKey({ name, permissions: ["send phone events"] }),
};

test.each(Object.keys(MAKERS))("one rule decides which names of a %s are the same", async (kind) => {
  const app = await openTestApp();
  for (const [one, other] of DIFFERENT) {
    await MAKERS[kind]!(app, one);
    await MAKERS[kind]!(app, other);
  }
  for (const [one, other] of SAME) {
    await MAKERS[kind]!(app, one);
    expect(await failureOf(MAKERS[kind]!(app, other)), other).toMatchObject({ code: "conflict", field: "name" });
  }
  for (const blank of ["\u3164", "\u2800", "\ufe0f", "\u200d"])
    expect(await failureOf(MAKERS[kind]!(app, blank))).toMatchObject({ key: "fields.required", field: "name" });
});

test("a cell of a file matches the exact name, never one that just looks like it", async () => {
  const app = await openTestApp();
  const dana = app.callerFor(DANA, "northwind");
  const account = app.account("northwind");
  await commit(scopeOf(app.services, account), {}, () =>
    ["か", "दिन", "คน", "Май", "Müller"].flatMap((name, at) => [
      create(account, "source", `src_${at}`, source(name, at), logEntry),
      create(account, "receiver", `rcv_${at}`, { e164: `+1512555016${at}`, name }, logEntry),
    ]),
  );
  const other = ["が", "दीन", "คืน", "Маи", "Muller"];
  const rows = other.flatMap((name, at) => [`+1512200001${at},${name},`, `+1512200002${at},,${name}`]);
  const result = await dana.numbers.import({ name: "x.csv", text: `Number,Source,Route\n${rows.join("\n")}` });
  expect(result).toMatchObject({ total: 10, ready: 0 });
  const same = ["か", "दिन", "คน", "МАЙ", "müller"].map(
    (name, at) => `+1512200003${at},${name},${name.normalize("NFD")}`,
  );
  const { run, ready } = await dana.numbers.import({
    name: "y.csv",
    text: `Number,Source,Route\n${same.join("\n")}`,
  });
  expect(ready).toBe(5);
  await dana.runs.start({ run });
  await runDueJobs(app.services, "runs");
  const { numbers } = await dana.numbers.list({ search: "200003" });
  expect(numbers.map(({ source: id, route }) => [id, route?.id]).toSorted()).toEqual(
    Array.from({ length: 5 }, (_, at) => [`src_${at}`, `rcv_${at}`]),
  );
});

test("lists search scripts without spaces, plain letters and symbols; a symbol alone lists only names with it", async () => {
  const app = await openTestApp();
  const dana = app.callerFor(DANA, "northwind");
  const account = app.account("northwind");
  const names = ["株式会社東京営業所", "บริษัทกรุงเทพ", "Łódź Øst", "100% Straße", 'The "Best" 😀', "Plain"];
  await commit(scopeOf(app.services, account), {}, () =>
    names.map((name, at) => create(account, "receiver", `r${at}`, { e164: `+1512555016${at}`, name }, logEntry)),
  );
  const search = async (words: string) =>
    (await dana.receivers.list({ search: words })).receivers.map(({ name }) => name);
  for (const [words, name] of [
    ["東京", names[0]],
    ["営業所", names[0]],
    ["กรุงเทพ", names[1]],
    ["lodz ost", names[2]],
    ["strasse", names[3]],
    ["%", names[3]],
    ['"', names[4]],
    ["😀", names[4]],
    ["+1 512 555-0165", names[5]],
  ] as const)
    expect(await search(words), words).toEqual([name]);
  expect(await search("§")).toEqual([]);
  expect(await search("  \u200b ")).toHaveLength(names.length);
});

test("an agency's accounts are found regardless of case and accents, and sorted as names are", async () => {
  const app = await openTestApp();
  const harriet = app.callerFor("harriet@callboard.demo", "harbor");
  for (const [at, name] of ["Ärzte Zürich", "ZÜRICH 東京店", "50% off"].entries())
    await harriet.agency.open({ name, zone: "Europe/Zurich", owner: { name: "O", email: `o${at}@example.com` } });
  const names = async (words: string) =>
    (await harriet.agency.accounts({ search: words })).accounts.map(({ name }) => name);
  expect(await names("zurich")).toEqual(["Ärzte Zürich", "ZÜRICH 東京店"]);
  expect(await names("東京")).toEqual(["ZÜRICH 東京店"]);
  expect(await names("%")).toEqual(["50% off"]);
  const first = await harriet.agency.accounts({ limit: 2 });
  const rest = await harriet.agency.accounts({ limit: 100, after: first.next });
  const all = [...first.accounts, ...rest.accounts].map(({ name }) => name);
  expect(all.slice(0, 2)).toEqual(["50% off", "Ärzte Zürich"]);
  expect(new Set(all).size).toBe(first.total);
});
