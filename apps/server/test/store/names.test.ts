import { copyFileSync, mkdtempSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { expect, inject, test } from "vitest";
import { runDueJobs } from "../../src/jobs/queue.ts";
import { commit } from "../../src/store/commit.ts";
import { openTestApp, failureOf, type TestApp } from "../support/kit.ts";
import { scopeOf, statusNamed } from "../support/scopes.ts";

const DANA = "dana@callboard.demo";
const logEntry = { action: message("cause.chosen") };
const source = (name: string, position: number) => ({
  name,
  description: "",
  site: "offsite" as const,
  ways: [],
  position,
  follows: null,
});

/** Names that differ in a relevant way, and names that differ only in case and width. */
const APART = [
  ["か", "が"],
  ["दिन", "दीन"],
  ["คน", "คืน"],
  ["Май", "Маи"],
  ["Müller", "Muller"],
] as const;
const ALIKE = [
  ["Straße", "STRASSE"],
  ["ＣＡＦＥ", "cafe"],
  ["Sales\u200b", "sales"],
] as const;

/** Creates a record of each kind with unique names. */
const MAKERS: Record<string, (app: TestApp, name: string) => Promise<unknown>> = {
  source: (app, name) => app.as(DANA, "northwind").sources.save({ name }),
  queue: (app, name) =>
    app
      .as(DANA, "northwind")
      .queues.save({ name, routing: "longest idle", members: [{ id: app.people[DANA]!, weight: 1 }] } as never),
  status: (app, name) => app.as(DANA, "northwind").agents.defineStatus({ name, tone: "teal" }),
  preset: (app, name) => app.as(DANA, "northwind").presets.save({ of: "source", name, values: { site: "onsite" } }),
  key: (app, name) => app.as(DANA, "northwind").access.createApiKey({ name, deeds: ["send phone events"] }),
};

test.each(Object.keys(MAKERS))("one rule decides which names of a %s are the same", async (kind) => {
  const app = await openTestApp();
  for (const [one, other] of APART) {
    await MAKERS[kind]!(app, one);
    await MAKERS[kind]!(app, other);
  }
  for (const [one, other] of ALIKE) {
    await MAKERS[kind]!(app, one);
    expect(await failureOf(MAKERS[kind]!(app, other)), other).toMatchObject({ code: "conflict", field: "name" });
  }
  for (const blank of ["\u3164", "\u2800", "\ufe0f", "\u200d"])
    expect(await failureOf(MAKERS[kind]!(app, blank))).toMatchObject({ key: "fields.needed", field: "name" });
});

test("a cell of a file matches the exact name, never one that just looks like it", async () => {
  const app = await openTestApp();
  const dana = app.as(DANA, "northwind");
  const own = app.account("northwind");
  await commit(scopeOf(app.world, own), {}, () =>
    ["か", "दिन", "คน", "Май", "Müller"].flatMap((name, at) => [
      create(own, "source", `src_${at}`, source(name, at), logEntry),
      create(own, "receiver", `rcv_${at}`, { e164: `+1512555016${at}`, name }, logEntry),
    ]),
  );
  const other = ["が", "दीन", "คืน", "Маи", "Muller"];
  const rows = other.flatMap((name, at) => [`+1512200001${at},${name},`, `+1512200002${at},,${name}`]);
  const refused = await dana.numbers.import({ name: "x.csv", text: `Number,Source,Route\n${rows.join("\n")}` });
  expect(refused).toMatchObject({ total: 10, ready: 0 });
  const same = ["か", "दिन", "คน", "МАЙ", "müller"].map(
    (name, at) => `+1512200003${at},${name},${name.normalize("NFD")}`,
  );
  const { run, ready } = await dana.numbers.import({
    name: "y.csv",
    text: `Number,Source,Route\n${same.join("\n")}`,
  });
  expect(ready).toBe(5);
  await dana.runs.start({ run });
  await runDueJobs(app.world, "runs");
  const { numbers } = await dana.numbers.list({ words: "200003" });
  expect(numbers.map(({ source: id, route }) => [id, route?.id]).toSorted()).toEqual(
    Array.from({ length: 5 }, (_, at) => [`src_${at}`, `rcv_${at}`]),
  );
});

test("lists search scripts without spaces, plain letters and symbols; a symbol alone lists only names with it", async () => {
  const app = await openTestApp();
  const dana = app.as(DANA, "northwind");
  const own = app.account("northwind");
  const names = ["株式会社東京営業所", "บริษัทกรุงเทพ", "Łódź Øst", "100% Straße", 'The "Best" 😀', "Plain"];
  await commit(scopeOf(app.world, own), {}, () =>
    names.map((name, at) => create(own, "receiver", `r${at}`, { e164: `+1512555016${at}`, name }, logEntry)),
  );
  const found = async (words: string) => (await dana.receivers.list({ words })).receivers.map(({ name }) => name);
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
    expect(await found(words), words).toEqual([name]);
  expect(await found("§")).toEqual([]);
  expect(await found("  \u200b ")).toHaveLength(names.length);
});

test("an agency's accounts are found regardless of case and accents, and sorted as names are", async () => {
  const app = await openTestApp();
  const harriet = app.as("harriet@callboard.demo", "harbor");
  for (const [at, name] of ["Ärzte Zürich", "ZÜRICH 東京店", "50% off"].entries())
    await harriet.agency.open({ name, zone: "Europe/Zurich", owner: { name: "O", email: `o${at}@example.com` } });
  const names = async (words: string) => (await harriet.agency.accounts({ words })).accounts.map(({ name }) => name);
  expect(await names("zurich")).toEqual(["Ärzte Zürich", "ZÜRICH 東京店"]);
  expect(await names("東京")).toEqual(["ZÜRICH 東京店"]);
  expect(await names("%")).toEqual(["50% off"]);
  const first = await harriet.agency.accounts({ limit: 2 });
  const rest = await harriet.agency.accounts({ limit: 100, after: first.next });
  const all = [...first.accounts, ...rest.accounts].map(({ name }) => name);
  expect(all.slice(0, 2)).toEqual(["50% off", "Ärzte Zürich"]);
  expect(new Set(all).size).toBe(first.total);
});

test("names from before follow the rule: keys, invisible characters, and two that are the same now", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "callboard-test-")), "older.db");
  copyFileSync(inject("prepared").file, file);
  const before = await openTestApp({ file });
  const own = before.account("northwind");
  await commit(scopeOf(before.world, own), {}, () => [
    create(own, "status", "st_a", statusNamed("Plain A"), logEntry),
    create(own, "status", "st_b", statusNamed("Plain B"), logEntry),
    create(own, "source", "src_a", source("Muenchen", 1), logEntry),
    create(own, "receiver", "rcv_a", { e164: "+15125550161", name: "Joined" }, logEntry),
    create(own, "receiver", "rcv_b", { e164: "+15125550162", name: "Blank" }, logEntry),
  ]);
  await before.close();
  const db = new DatabaseSync(file);
  // As stored earlier: a name in full width and its twin, an accent that didn't count, and invisible characters.
  const renamed = (kind: string, id: string, from: string, to: string, key: string, value: string) => {
    db.prepare("UPDATE records SET data = replace(data, ?, ?) WHERE kind = ? AND id = ?").run(from, to, kind, id);
    db.prepare("UPDATE keys SET value = ? WHERE kind = ? AND id = ? AND name = ?").run(value, kind, id, key);
  };
  renamed("status", "st_a", "Plain A", "Tea", "=name", "tea");
  renamed("status", "st_b", "Plain B", "Ｔea", "=name", "ｔea");
  renamed("source", "src_a", "Muenchen", "München", "=name", "munchen");
  renamed("receiver", "rcv_a", "Joined", "Łódź\u200b desk", "name", "łodz\u200b desk");
  renamed("receiver", "rcv_b", "Blank", "\u3164", "name", "\u1160");
  db.exec("DELETE FROM keys WHERE name = 'same'");
  db.exec("DELETE FROM migrations WHERE name LIKE '%names'");
  db.exec("DELETE FROM settings WHERE name = 'derived'");
  db.close();
  const app = await openTestApp({ file });
  const dana = app.as(DANA, "northwind");
  const statuses = (await dana.agents.statuses()).filter(({ id }) => id.startsWith("st_")).map(({ name }) => name);
  expect(statuses.toSorted()).toEqual(["Tea", "Ｔea (2)"]);
  // A name that differs in an accent is free now; the name itself is taken.
  await dana.sources.save({ name: "Munchen" });
  expect(await failureOf(dana.sources.save({ name: "MÜNCHEN" }))).toMatchObject({ code: "conflict" });
  const { receivers } = await dana.receivers.list({});
  expect(receivers.map(({ name }) => name).filter((name) => /desk|0162/.test(name))).toEqual([
    "+1 512 555 0162",
    "Łódź desk",
  ]);
  const keys = await app.rows(
    "SELECT id, name, value FROM keys WHERE kind = 'receiver' AND id LIKE 'rcv_%' AND name <> '=e164' ORDER BY id, name",
  );
  expect(keys.map(({ id, name, value }) => [id, name, value])).toEqual([
    ["rcv_a", "name", "lodz desk"],
    ["rcv_a", "same", "łódź desk"],
    ["rcv_b", "name", "+1 512 555 0162"],
    ["rcv_b", "same", "+1 512 555 0162"],
  ]);
  const { changes } = await dana.history.list({});
  expect(changes.filter(({ action }) => action.includes("can be seen and told from others"))).toHaveLength(3);
});
