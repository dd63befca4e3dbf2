import { copyFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findOne } from "../../src/store/queries.ts";
import { read } from "../../src/store/commit.ts";
import { versionsOf } from "../support/checks/changeChain.ts";
import { DAY, openTestApp, failureOf, type TestApp } from "../support/kit.ts";
import { scopeOf } from "../support/scopes.ts";

const tea = { name: "Tea", color: "teal" as const };
const dana = (app: TestApp, key: string) => app.callerFor("dana@callboard.demo", "northwind", { key });

test("the same key with the same content gets the same answer and writes once", async () => {
  const app = await openTestApp();
  const first = await dana(app, "k1").agents.defineStatus(tea);
  const second = await dana(app, "k1").agents.defineStatus(tea);
  expect(second).toEqual(first);
  const teas = (await dana(app, "k2").agents.statuses()).filter((status) => status.name === "Tea");
  expect(teas).toHaveLength(1);
});

test("the same key with other content is refused and names the key", async () => {
  const app = await openTestApp();
  await dana(app, "k1").agents.defineStatus(tea);
  const reused = { code: "conflict", key: "api.idempotencyKeyReused", field: "idempotency-key" };
  expect(await failureOf(dana(app, "k1").agents.defineStatus({ ...tea, name: "Juice" }))).toEqual(reused);
  const harriet = app.callerFor("harriet@callboard.demo", "northwind", { key: "k1" });
  await harriet.agents.defineStatus({ ...tea, name: "Juice" });
  const otherAccount = app.callerFor("harriet@callboard.demo", "mason", { key: "k1" });
  expect(await failureOf(otherAccount.agents.defineStatus({ ...tea, name: "Juice" }))).toEqual(reused);
});

test("a key belongs to its actor and its procedure", async () => {
  const app = await openTestApp();
  await dana(app, "k1").agents.defineStatus(tea);
  await dana(app, "k1").agents.setStatus({ status: "available" });
  await app.callerFor("mary@callboard.demo", "mason", { key: "k1" }).agents.defineStatus({ ...tea, name: "Juice" });
  expect(
    (await app.callerFor("mary@callboard.demo", "mason").agents.statuses()).some(({ name }) => name === "Juice"),
  ).toBe(true);
});

test("a key survives a restart", async () => {
  const app = await openTestApp();
  const first = await dana(app, "k1").agents.defineStatus(tea);
  const copy = `${app.file}.kept`;

  await app.services.db.read([{ sql: "PRAGMA wal_checkpoint(TRUNCATE)", args: [] }]);
  copyFileSync(app.file, copy);
  const restarted = await openTestApp({ file: copy });
  expect(await dana(restarted, "k1").agents.defineStatus(tea)).toEqual(first);
  expect(await failureOf(dana(restarted, "k1").agents.defineStatus({ ...tea, name: "Juice" }))).toMatchObject({
    key: "api.idempotencyKeyReused",
  });
});

test("a refused call leaves its key free", async () => {
  const app = await openTestApp();
  const duplicate = { ...tea, name: "lunch" };
  expect(await failureOf(dana(app, "k1").agents.defineStatus(duplicate))).toMatchObject({ key: "agents.nameTaken" });
  expect(await failureOf(dana(app, "k1").agents.defineStatus(duplicate))).toMatchObject({ key: "agents.nameTaken" });
  await dana(app, "k1").agents.defineStatus(tea);
});

test("a secret is answered once: a repeated call says that it exists already, and creates no second one", async () => {
  const app = await openTestApp();
  const input = { name: "Wallboard", permissions: ["read the board" as const] };
  const { secret } = await dana(app, "k1").access.createApiKey(input);
  expect(secret).toMatch(/^cbk_/);
  expect(await failureOf(dana(app, "k1").access.createApiKey(input))).toEqual({
    code: "conflict",
    key: "api.createdAlready",
  });
  const keys = await dana(app, "k2").access.apiKeys();
  expect(keys.filter((key) => key.name === "Wallboard")).toHaveLength(1);
  const stored = await app.selectRows("SELECT answer FROM commands");
  expect(stored.map((row) => row.answer).join()).not.toContain(secret);
});

test("setting a status again with the same key makes no new version, whatever happened in between", async () => {
  const app = await openTestApp();
  const me = app.people["dana@callboard.demo"]!;
  const northwind = app.account("northwind");
  const before = await versionsOf(app.services.db, northwind, "agent", me);
  await dana(app, "k1").agents.setStatus({ status: "available" });
  await dana(app, "k2").agents.setStatus({ status: "offline" });
  await dana(app, "k1").agents.setStatus({ status: "available" });
  const { agent } = await read(scopeOf(app.services, northwind), { agent: findOne("agent", me) });
  expect(agent.data.status).toBe("offline");
  expect(agent.version - before.at(-1)!).toBe(2);
});

test("the key must be 1 to 200 characters", async () => {
  const app = await openTestApp();
  const invalid = { code: "invalid", key: "api.invalidIdempotencyKey", field: "idempotency-key" };
  expect(await failureOf(dana(app, "").agents.defineStatus(tea))).toEqual(invalid);
  expect(await failureOf(dana(app, "x".repeat(201)).agents.defineStatus(tea))).toEqual(invalid);
  await dana(app, "x".repeat(200)).agents.defineStatus(tea);
});

test("a phone event counts once by its id, even after a year", async () => {
  const app = await openTestApp();
  const phone = app.callerWith(app.keys.northwind);
  const person = app.people["ava@callboard.demo"]!;
  const event = { id: "platform-1", person, event: "inbound" as const };
  expect(await phone.calls.phoneEvent(event)).toEqual({ applied: true });
  app.advance(366 * DAY);
  expect(await phone.calls.phoneEvent(event)).toEqual({ applied: true });
  const phones = await app.selectRows("SELECT version FROM records WHERE kind = 'phone' AND id = ?", person);
  await phone.calls.phoneEvent({ ...event, id: "platform-2", event: "ended" });
  expect(await app.selectRows("SELECT version FROM records WHERE kind = 'phone' AND id = ?", person)).not.toEqual(
    phones,
  );
  expect(await failureOf(phone.calls.phoneEvent({ ...event, event: "ended" }))).toMatchObject({
    key: "api.idempotencyKeyReused",
  });
});
