import { expect, test } from "vitest";
import { addNumber } from "../support/fixtures/numbers.ts";
import { DAY, HOUR, listen, MINUTE, openTestApp, failureOf } from "../support/kit.ts";

const dana = "dana@callboard.demo";

test("as of an instant, every list answers as it was, and nothing can be changed", async () => {
  const app = await openTestApp();
  const present = app.callerFor(dana, "northwind");
  const read = async (caller: typeof present) => ({
    statuses: await caller.agents.statuses(),
    board: (await caller.agents.board()).rows.map(({ person, agent }) => [person, agent]),
    numbers: (await caller.numbers.list({})).numbers.map(({ id, name, version }) => [id, name, version]),
    sources: (await caller.sources.list()).sources.map(({ id, name }) => [id, name]),
    receivers: (await caller.receivers.list({})).receivers.map(({ id, name }) => [id, name]),
    queues: (await caller.queues.list()).queues.map(({ id, name }) => [id, name]),
    account: await caller.account.get(),
    // The forecast exists only for today.
    balance: { ...(await caller.balance.current()), forecast: null },
  });
  const at = app.now();
  const then = await read(present);
  app.advance(HOUR);
  await present.receivers.save({ name: "New desk", number: "+1 512 555 0188" });
  await present.sources.save({ name: "Billboard" });
  const status = (await present.agents.statuses()).find(({ builtIn }) => !builtIn)!;
  await present.agents.archiveStatus({ id: status.id, version: status.version });
  app.advance(MINUTE);
  const past = app.callerFor(dana, "northwind", { asOf: at });
  expect(await read(past)).toEqual(then);
  expect(await read(present)).not.toEqual(then);
  expect(await failureOf(past.sources.save({ name: "Too late" }))).toMatchObject({ key: "history.pastIsReadOnly" });
  expect(await failureOf(past.history.proposeUndo({ batch: "x" }))).toMatchObject({ code: "not-found" });
});

test("changes made by time alone are as they were then: a pause that has ended since was still in force", async () => {
  const app = await openTestApp();
  const caller = app.callerFor(dana, "northwind");
  const id = await addNumber(app, "northwind", "+15125550177");
  const until = app.now() + 30 * MINUTE;
  await caller.numbers.flag({ id, version: 1, flag: "paused", on: true, until });
  const asOf = app.now() + 10 * MINUTE;
  app.advance(HOUR);
  const labelOf = async (who: typeof caller) => (await who.numbers.get({ id })).service.label;
  expect(await labelOf(caller)).toBe("active");
  expect(await labelOf(app.callerFor(dana, "northwind", { asOf }))).toBe("paused");
});

test("reading the past is limited to the plan's history and to people who may read history", async () => {
  const app = await openTestApp();
  const statusesAt = (asOf: number) => app.callerFor(dana, "northwind", { asOf }).agents.statuses();
  expect(await failureOf(statusesAt(app.now() + 1))).toMatchObject({ code: "invalid", key: "history.instantInFuture" });
  expect(await failureOf(statusesAt(app.now() - 120 * DAY))).toMatchObject({
    code: "invalid",
    key: "history.beforeRetention",
  });
  expect(await failureOf(statusesAt(Number.NaN))).toMatchObject({ code: "invalid", key: "fields.invalidTime" });
  const ava = app.callerFor("ava@callboard.demo", "northwind", { asOf: app.now() });
  expect(await failureOf(ava.agents.statuses())).toMatchObject({ code: "forbidden" });
});

test("the change history can be downloaded with its filters, safe for spreadsheets", async () => {
  const app = await openTestApp();
  const server = await listen(app);
  const caller = app.callerFor(dana, "northwind");
  await caller.agents.defineStatus({ name: "=HYPERLINK(0)", color: "teal" });
  const get = (query: string, account = "northwind") =>
    server.fetch(`/export/history.csv?${query}`, {
      headers: { authorization: `Bearer ${app.sessions[dana]}`, "x-callboard-account": app.account(account) },
    });
  const response = await get("kind=status&event=created&zone=America/New_York");
  expect(response.headers.get("content-disposition")).toContain("Changes Northwind");
  const lines = (await response.text()).split("\r\n");
  expect(lines[0]).toBe("When (America/New_York),Who,Kind,Record,Version,Event,What,Why,Field,Before,After");
  expect(lines[1]).toContain(`Dana Reyes,agent status,"'=HYPERLINK(0)",1,created`);
  for (const line of lines.slice(1, -1)) expect(line).toContain("agent status");
  const total = (await caller.history.list({ kind: "status", event: "created", limit: 100 })).changes.length;
  expect(lines.slice(1, -1)).toHaveLength(total);
  expect((await get("event=nonsense")).status).toBe(400);
  expect((await get("", "solo")).status).toBe(404);
});
