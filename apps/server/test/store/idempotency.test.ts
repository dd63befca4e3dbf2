import { copyFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findOne } from "../../src/store/queries.ts";
import { read } from "../../src/store/commit.ts";
import { versionsOf } from "../support/checks/changeChain.ts";
import { DAY, openTestApp, failureOf, type TestApp } from "../support/kit.ts";
import { scopeOf } from "../support/scopes.ts";

const tea = { name: "Tea", tone: "teal" as const };
const dana = (app: TestApp, key: string) => app.as("dana@callboard.demo", "northwind", { key });

test("the same key with the same content gets the same answer and writes once", async () => {
  const app = await openTestApp();
  const first = await dana(app, "k1").agents.defineStatus(tea);
  const second = await dana(app, "k1").agents.defineStatus(tea);
  expect(second).toEqual(first);
  const named = (await dana(app, "k2").agents.statuses()).filter((status) => status.name === "Tea");
  expect(named).toHaveLength(1);
});

test("the same key with other content is refused and names the key", async () => {
  const app = await openTestApp();
  await dana(app, "k1").agents.defineStatus(tea);
  const reused = { code: "conflict", key: "call.keyReused", field: "idempotency-key" };
  expect(await failureOf(dana(app, "k1").agents.defineStatus({ ...tea, name: "Juice" }))).toEqual(reused);
  const elsewhere = app.as("harriet@callboard.demo", "northwind", { key: "k1" });
  await elsewhere.agents.defineStatus({ ...tea, name: "Juice" });
  const otherAccount = app.as("harriet@callboard.demo", "mason", { key: "k1" });
  expect(await failureOf(otherAccount.agents.defineStatus({ ...tea, name: "Juice" }))).toEqual(reused);
});

test("a key belongs to its actor and its procedure", async () => {
  const app = await openTestApp();
  await dana(app, "k1").agents.defineStatus(tea);
  await dana(app, "k1").agents.setStatus({ status: "available" });
  await app.as("mary@callboard.demo", "mason", { key: "k1" }).agents.defineStatus({ ...tea, name: "Juice" });
  expect((await app.as("mary@callboard.demo", "mason").agents.statuses()).some(({ name }) => name === "Juice")).toBe(
    true,
  );
});

test("a key survives a restart", async () => {
  const app = await openTestApp();
  const first = await dana(app, "k1").agents.defineStatus(tea);
  const kept = `${app.file}.kept`;

  await app.world.db.read([{ sql: "PRAGMA wal_checkpoint(TRUNCATE)", args: [] }]);
  copyFileSync(app.file, kept);
  const again = await openTestApp({ file: kept });
  expect(await dana(again, "k1").agents.defineStatus(tea)).toEqual(first);
  expect(await failureOf(dana(again, "k1").agents.defineStatus({ ...tea, name: "Juice" }))).toMatchObject({
    key: "call.keyReused",
  });
});

test("a refused call leaves its key free", async () => {
  const app = await openTestApp();
  const taken = { ...tea, name: "lunch" };
  expect(await failureOf(dana(app, "k1").agents.defineStatus(taken))).toMatchObject({ key: "agents.nameTaken" });
  expect(await failureOf(dana(app, "k1").agents.defineStatus(taken))).toMatchObject({ key: "agents.nameTaken" });
  await dana(app, "k1").agents.defineStatus(tea);
});

test("a secret is answered once: a repeated call says that it exists already, and creates no second one", async () => {
  const app = await openTestApp();
  const wanted = { name: "Wallboard", deeds: ["read the board" as const] };
  const { secret } = await dana(app, "k1").access.createApiKey(wanted);
  expect(secret).toMatch(/^cbk_/);
  expect(await failureOf(dana(app, "k1").access.createApiKey(wanted))).toEqual({
    code: "conflict",
    key: "call.createdAlready",
  });
  const keys = await dana(app, "k2").access.apiKeys();
  expect(keys.filter((key) => key.name === "Wallboard")).toHaveLength(1);
  const kept = await app.rows("SELECT answer FROM commands");
  expect(kept.map((row) => row.answer).join()).not.toContain(secret);
});

test("setting a status again with the same key makes no new version, whatever happened in between", async () => {
  const app = await openTestApp();
  const me = app.people["dana@callboard.demo"]!;
  const northwind = app.account("northwind");
  const before = await versionsOf(app.world.db, northwind, "agent", me);
  await dana(app, "k1").agents.setStatus({ status: "available" });
  await dana(app, "k2").agents.setStatus({ status: "offline" });
  await dana(app, "k1").agents.setStatus({ status: "available" });
  const { agent } = await read(scopeOf(app.world, northwind), { agent: findOne("agent", me) });
  expect(agent.data.status).toBe("offline");
  expect(agent.version - before.at(-1)!).toBe(2);
});

test("the key must be 1 to 200 characters", async () => {
  const app = await openTestApp();
  const odd = { code: "invalid", key: "call.keyOdd", field: "idempotency-key" };
  expect(await failureOf(dana(app, "").agents.defineStatus(tea))).toEqual(odd);
  expect(await failureOf(dana(app, "x".repeat(201)).agents.defineStatus(tea))).toEqual(odd);
  await dana(app, "x".repeat(200)).agents.defineStatus(tea);
});

test("a phone event counts once by its id, even after a year", async () => {
  const app = await openTestApp();
  const phone = app.with(app.keys.northwind);
  const person = app.people["ava@callboard.demo"]!;
  const event = { id: "platform-1", person, event: "inbound" as const };
  expect(await phone.calls.phoneEvent(event)).toEqual({ applied: true });
  app.pass(366 * DAY);
  expect(await phone.calls.phoneEvent(event)).toEqual({ applied: true });
  const phones = await app.rows("SELECT version FROM records WHERE kind = 'phone' AND id = ?", person);
  await phone.calls.phoneEvent({ ...event, id: "platform-2", event: "ended" });
  expect(await app.rows("SELECT version FROM records WHERE kind = 'phone' AND id = ?", person)).not.toEqual(phones);
  expect(await failureOf(phone.calls.phoneEvent({ ...event, event: "ended" }))).toMatchObject({
    key: "call.keyReused",
  });
});
