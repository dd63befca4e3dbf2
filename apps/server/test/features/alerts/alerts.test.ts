import { expect, test } from "vitest";
import { sendLowBalanceAlerts } from "../../../src/features/balance/lowBalanceAlert.ts";
import { DAY, failureOf, HOUR, MINUTE, openTestApp, type TestApp } from "../../support/kit.ts";
import { openDesk } from "../../support/fixtures/callGate.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { setRole } from "../../support/fixtures/roleChanges.ts";
import { addCards } from "../../support/fixtures/payments.ts";

const UNIT = 1_000_000;
const at = (app: TestApp, name: string) => app.callerFor(`${name}@callboard.demo`, "northwind");
const person = (app: TestApp, name: string) => app.people[`${name}@callboard.demo`]!;
const open = async (app: TestApp, name: string) => (await at(app, name).alerts.list()).alerts;
const sentences = async (app: TestApp, name: string) => (await open(app, name)).map(({ sentence }) => sentence);

/** Ava and Ben at their phones and available; a queue of both that needs two. */
async function openWithCoverage() {
  const app = await openTestApp();
  const platform = await openDesk(app, ["ava", "ben"]);
  const { id } = await at(app, "dana").queues.save({
    name: "Sales",
    routing: "round robin",
    members: ["ava", "ben"].map((name) => ({ id: person(app, name), weight: 1 })),
    leastTakingCalls: 2,
  });
  return { app, queue: id, platform };
}

test("a queue with too few agents alerts whoever sees the board, at once and as long as that lasts", async () => {
  const { app, queue, platform } = await openWithCoverage();
  expect(await open(app, "dana")).toEqual([]);
  await at(app, "ava").agents.setStatus({ status: app.statuses["northwind/Lunch"]!, minutes: 30 });
  const [alert, ...others] = await open(app, "dana");
  expect(others).toEqual([]);
  expect(alert).toMatchObject({
    kind: "coverage",
    key: `coverage:${queue}`,
    tone: "bad",
    sentence: "Sales: 1 agent takes calls, and at least 2 should.",
    cure: { page: "agents", query: { queue } },
    places: ["console", "notification"],
    snoozedUntil: null,
  });
  // Agents and people for billing don't see the board.
  await setRole(app, "finn", "billing");
  for (const name of ["ava", "finn"]) expect(await open(app, name)).toEqual([]);
  app.advance(30 * MINUTE);
  for (const name of ["ava", "ben"]) await platform.report("alive", { person: name });
  expect(await open(app, "dana")).toEqual([]);
});

test("a closed queue and a stopped account need nobody", async () => {
  const { app, queue } = await openWithCoverage();
  await at(app, "ava").agents.setStatus({ status: "offline" });
  const { queues } = await at(app, "dana").queues.list();
  const { version, name, routing, members } = queues.find(({ id }) => id === queue)!;
  const tomorrow = (new Date(app.now()).getUTCDay() % 7) + 2;
  const schedule = { hours: [{ id: "h", day: tomorrow > 7 ? 1 : tomorrow, from: 0, to: 60 }], holidays: [] };
  await at(app, "dana").queues.save({ id: queue, version, name, routing, members, leastTakingCalls: 2, schedule });
  expect(await open(app, "dana")).toEqual([]);
  await at(app, "dana").queues.save({ id: queue, version: version + 1, name, routing, members, leastTakingCalls: 2 });
  expect((await open(app, "dana")).map(({ kind }) => kind)).toEqual(["coverage"]);
  const { proposal } = await at(app, "dana").lifecycle.proposeFlag({ flag: "stopped" });
  await at(app, "dana").proposals.confirm({ proposal });
  expect(await sentences(app, "dana")).toEqual(["Incoming calls are stopped."]);
});

test("more agents than members can't be asked for", async () => {
  const { app } = await openWithCoverage();
  const save = (leastTakingCalls: number) =>
    at(app, "dana").queues.save({
      name: "Support",
      routing: "round robin",
      members: [{ id: person(app, "ava"), weight: 1 }],
      leastTakingCalls,
    });
  expect(await failureOf(save(2))).toMatchObject({ key: "queues.leastTooMany", field: "leastTakingCalls" });
  expect(await failureOf(save(0))).toMatchObject({ key: "fields.tooSmall", field: "leastTakingCalls" });
  expect(await failureOf(save(1.5))).toMatchObject({ code: "invalid", field: "leastTakingCalls" });
  await save(1);
});

test("money alerts are for those who read the balance: low, below zero, an expiring card", async () => {
  const app = await openTestApp();
  await setBalance(app, "northwind", 9_990_000);
  expect(await sentences(app, "dana")).toEqual(["The balance is low: $9.99. Nothing fills it up."]);
  await setBalance(app, "northwind", -40_000);
  await addCards(app, "dana@callboard.demo", "northwind", [{}]);
  const monthEnd = Date.UTC(2029, 4, 31);
  app.advance(monthEnd - 20 * DAY - app.now());
  const alerts = (await (await app.signInAgain("dana@callboard.demo", "northwind")).alerts.list()).alerts;
  expect(alerts.map(({ sentence, tone }) => [tone, sentence])).toEqual([
    ["bad", "The balance is below zero: −$0.04. No calls connect."],
    ["warn", "Visa 4242 expires at the end of 05/2029."],
  ]);
  const mine = (await (await app.signInAgain("ben@callboard.demo", "northwind")).alerts.list()).alerts;
  expect(mine).toEqual([]);
});

test("a snooze hides an alert from its person alone, until it ends, and can be taken back", async () => {
  const { app, queue } = await openWithCoverage();
  await at(app, "ava").agents.setStatus({ status: "offline" });
  const alert = `coverage:${queue}`;
  const until = app.now() + HOUR;
  await at(app, "dana").alerts.snooze({ alert, until });
  expect(await open(app, "dana")).toMatchObject([{ snoozedUntil: until }]);
  expect((await at(app, "dana").alerts.list()).changesAt).toBeLessThanOrEqual(until);
  await setRole(app, "cleo", "call manager");
  expect(await open(app, "cleo")).toMatchObject([{ snoozedUntil: null }]);
  await at(app, "dana").alerts.snooze({ alert, until: null });
  expect(await open(app, "dana")).toMatchObject([{ snoozedUntil: null }]);
  await at(app, "dana").alerts.snooze({ alert, until });
  app.advance(HOUR);
  expect(await open(app, "dana")).toMatchObject([{ snoozedUntil: null }]);
  const snooze = (end: number) => failureOf(at(app, "dana").alerts.snooze({ alert, until: end }));
  expect(await snooze(app.now())).toMatchObject({ key: "alerts.snoozePast", field: "until" });
  expect(await snooze(app.now() + 32 * DAY)).toMatchObject({ key: "alerts.snoozeFar", field: "until" });
});

test("each person chooses where each kind reaches them; mails follow that too", async () => {
  const app = await openTestApp();
  const { kinds } = await at(app, "dana").alerts.list();
  expect(kinds.find(({ kind }) => kind === "balance")).toEqual({
    kind: "balance",
    places: ["console", "notification", "mail"],
    hasMail: true,
  });
  expect((await at(app, "ava").alerts.list()).kinds).toEqual([]);
  await at(app, "dana").alerts.setPlaces({ kind: "balance", places: ["console"] });
  await setBalance(app, "northwind", 5 * UNIT);
  expect(await open(app, "dana")).toMatchObject([{ kind: "balance", places: ["console"] }]);
  await sendLowBalanceAlerts(app.services);
  const recipients = (
    await app.selectRows("SELECT recipient FROM mails WHERE subject LIKE 'Northwind: the balance%'")
  ).map(({ recipient }) => recipient);
  expect(recipients).not.toContain("dana@callboard.demo");
  expect(await failureOf(at(app, "dana").alerts.setPlaces({ kind: "coverage", places: ["mail"] }))).toMatchObject({
    key: "alerts.noMail",
    field: "places",
  });
});

test("a mail that couldn't be delivered alerts for a week", async () => {
  const app = await openTestApp();
  await at(app, "dana").access.invite({ email: "new@example.com", name: "Noa", role: "agent", softphone: true });
  const fail = "UPDATE mails SET state = 'failed', error = 'no such address' WHERE recipient = 'new@example.com'";
  const writes = [{ sql: fail, args: [] }];
  await app.services.db.write({ reads: [], decide: () => ({ writes, answer: null }) });
  expect(await sentences(app, "dana")).toEqual(["1 mail couldn’t be delivered."]);
  app.advance(7 * DAY);
  const again = await app.signInAgain("dana@callboard.demo", "northwind");
  expect((await again.alerts.list()).alerts.filter(({ kind }) => kind === "failed mail")).toEqual([]);
});

test("another account's alerts are nobody's business", async () => {
  const { app } = await openWithCoverage();
  await at(app, "ava").agents.setStatus({ status: "offline" });
  const mary = app.callerFor("mary@callboard.demo", "mason").alerts;
  expect((await mary.list()).alerts).toEqual([]);
  expect(await failureOf(app.callerFor("mary@callboard.demo", "northwind").alerts.list())).toMatchObject({
    code: "not-found",
  });
});
