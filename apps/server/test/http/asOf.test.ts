import { expect, test } from "vitest";
import { addNumber } from "../support/fixtures/numbers.ts";
import { DAY, HOUR, listen, MINUTE, openTestApp, failureOf } from "../support/kit.ts";

const dana = "dana@callboard.demo";

test("as of an instant, every list answers as it was, and nothing can be changed", async () => {
  const open = await openTestApp();
  const before = open.as(dana, "northwind");
  const read = async (by: typeof before) => ({
    statuses: await by.agents.statuses(),
    board: (await by.agents.board()).rows.map(({ person, agent }) => [person, agent]),
    numbers: (await by.numbers.list({})).numbers.map(({ id, name, version }) => [id, name, version]),
    sources: (await by.sources.list()).sources.map(({ id, name }) => [id, name]),
    receivers: (await by.receivers.list({})).receivers.map(({ id, name }) => [id, name]),
    queues: (await by.queues.list()).queues.map(({ id, name }) => [id, name]),
    account: await by.account.get(),
    // The forecast exists only for today.
    balance: { ...(await by.balance.current()), forecast: null },
  });
  const at = open.now();
  const then = await read(before);
  open.pass(HOUR);
  await before.receivers.save({ name: "New desk", number: "+1 512 555 0188" });
  await before.sources.save({ name: "Billboard" });
  const status = (await before.agents.statuses()).find(({ builtIn }) => !builtIn)!;
  await before.agents.archiveStatus({ id: status.id, version: status.version });
  open.pass(MINUTE);
  const back = open.as(dana, "northwind", { asOf: at });
  expect(await read(back)).toEqual(then);
  expect(await read(before)).not.toEqual(then);
  expect(await failureOf(back.sources.save({ name: "Too late" }))).toMatchObject({ key: "asOf.readOnly" });
  expect(await failureOf(back.history.proposeUndo({ batch: "x" }))).toMatchObject({ code: "not-found" });
});

test("changes made by time alone are as they were then: a pause that has ended since was still in force", async () => {
  const open = await openTestApp();
  const by = open.as(dana, "northwind");
  const id = await addNumber(open, "northwind", "+15125550177");
  const until = open.now() + 30 * MINUTE;
  await by.numbers.flag({ id, version: 1, flag: "paused", on: true, until });
  const asOf = open.now() + 10 * MINUTE;
  open.pass(HOUR);
  const labelOf = async (who: typeof by) => (await who.numbers.get({ id })).service.label;
  expect(await labelOf(by)).toBe("active");
  expect(await labelOf(open.as(dana, "northwind", { asOf }))).toBe("paused");
});

test("reading the past is limited to the plan's history and to people who may read history", async () => {
  const open = await openTestApp();
  const at = (asOf: number) => open.as(dana, "northwind", { asOf }).agents.statuses();
  expect(await failureOf(at(open.now() + 1))).toMatchObject({ code: "invalid", key: "history.aheadOfTime" });
  expect(await failureOf(at(open.now() - 120 * DAY))).toMatchObject({ code: "invalid", key: "history.beforeTime" });
  expect(await failureOf(at(Number.NaN))).toMatchObject({ code: "invalid", key: "fields.timeOdd" });
  const ava = open.as("ava@callboard.demo", "northwind", { asOf: open.now() });
  expect(await failureOf(ava.agents.statuses())).toMatchObject({ code: "forbidden" });
});

test("the change history can be downloaded with its filters, safe for spreadsheets", async () => {
  const open = await openTestApp();
  const server = await listen(open);
  const by = open.as(dana, "northwind");
  await by.agents.defineStatus({ name: "=HYPERLINK(0)", tone: "teal" });
  const get = (query: string, account = "northwind") =>
    server.fetch(`/export/history.csv?${query}`, {
      headers: { authorization: `Bearer ${open.sessions[dana]}`, "x-callboard-account": open.account(account) },
    });
  const answer = await get("kind=status&event=created&zone=America/New_York");
  expect(answer.headers.get("content-disposition")).toContain("Changes Northwind");
  const lines = (await answer.text()).split("\r\n");
  expect(lines[0]).toBe("When (America/New_York),Who,Kind,Record,Version,Event,What,Why,Field,Before,After");
  expect(lines[1]).toContain(`Dana Reyes,agent status,"'=HYPERLINK(0)",1,created`);
  for (const line of lines.slice(1, -1)) expect(line).toContain("agent status");
  const whole = (await by.history.list({ kind: "status", event: "created", limit: 100 })).changes.length;
  expect(lines.slice(1, -1)).toHaveLength(whole);
  expect((await get("event=nonsense")).status).toBe(400);
  expect((await get("", "solo")).status).toBe(404);
});
