import { expect, test } from "vitest";
import { DAY, failureOf, HOUR, MINUTE, openTestApp, type TestApp } from "../../support/kit.ts";
import { openDesk } from "../../support/fixtures/callGate.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { setRole } from "../../support/fixtures/roleChanges.ts";
import { addCards } from "../../support/fixtures/payments.ts";

const at = (app: TestApp, name: string) => app.callerFor(`${name}@callboard.demo`, "northwind");
const person = (app: TestApp, name: string) => app.people[`${name}@callboard.demo`]!;
const kinds = async (app: TestApp, name: string) => (await at(app, name).alerts.list()).alerts.map(({ kind }) => kind);

const ALWAYS = Array.from({ length: 7 }, (_, day) => ({ id: `d${day}`, day: day + 1, from: 600, to: 660 }));

/** A queue of Ava's that needs her, open from 10:00 to 11:00 in New York. She is offline. */
async function openWithHours() {
  const app = await openTestApp();
  await openDesk(app, ["ava"]);
  await at(app, "ava").agents.setStatus({ status: "offline" });
  const members = [{ id: person(app, "ava"), weight: 1 }];
  const queue = { name: "Sales", routing: "round robin" as const, members, leastTakingCalls: 1, schedule: null };
  const { id } = await at(app, "dana").queues.save({ ...queue, schedule: { hours: ALWAYS, holidays: [] } });
  return { app, id, queue };
}
const minutesOf = (app: TestApp): number => {
  const [hour, minute] = new Intl.DateTimeFormat("en-GB", {
    timeZone: "America/New_York",
    hour: "2-digit",
    minute: "2-digit",
  })
    .format(app.now())
    .split(":")
    .map(Number);
  return hour! * 60 + minute!;
};

test("coverage follows a queue's hours while nobody saves anything, and a queue that is saved or deleted", async () => {
  const { app, id, queue } = await openWithHours();
  const goTo = (minute: number) => app.advance(((minute - minutesOf(app) + 1440) % 1440 || 1440) * MINUTE);
  const alerts = async () => {
    const dana = await app.signInAgain("dana@callboard.demo", "northwind");
    const { alerts, changesAt } = await dana.alerts.list();
    return { kinds: alerts.filter(({ kind }) => kind === "coverage").length, changesAt: changesAt! - app.now() };
  };
  goTo(590);
  expect(await alerts()).toMatchObject({ kinds: 0 });
  goTo(600);
  expect(await alerts()).toMatchObject({ kinds: 1 });
  goTo(659);
  expect(await alerts()).toMatchObject({ kinds: 1, changesAt: expect.toSatisfy((ms) => ms <= MINUTE) });
  goTo(660);
  expect(await alerts()).toMatchObject({ kinds: 0 });
  const dana = await app.signInAgain("dana@callboard.demo", "northwind");
  await dana.queues.save({ ...queue, id, version: 1 });
  expect(await alerts()).toMatchObject({ kinds: 1 });
  await dana.queues.remove({ id, version: 2 });
  expect(await alerts()).toMatchObject({ kinds: 0 });
});

test("while the balance is below zero no calls connect, so no queue has too few agents", async () => {
  const { app, id, queue } = await openWithHours();
  await at(app, "dana").queues.save({ ...queue, id, version: 1 });
  expect(await kinds(app, "dana")).toEqual(["coverage"]);
  await setBalance(app, "northwind", -1);
  expect(await kinds(app, "dana")).toEqual(["balance"]);
  expect(await at(app, "dana").queues.onBoard()).toMatchObject({ connects: false });
  await setBalance(app, "northwind", 50_000_000);
  expect(await kinds(app, "dana")).toEqual(["coverage"]);
});

test("the board's queues of an instant in the past are those of then", async () => {
  const { app, id, queue } = await openWithHours();
  const then = app.now();
  app.advance(HOUR);
  await at(app, "dana").queues.save({ ...queue, id, version: 1, name: "Renamed" });
  const namesAt = async (asOf?: number) =>
    (await app.callerFor("dana@callboard.demo", "northwind", { asOf }).queues.onBoard()).queues.map(({ name }) => name);
  expect(await namesAt()).toEqual(["Renamed"]);
  expect(await namesAt(then)).toEqual(["Sales"]);
  expect(await namesAt()).toEqual(["Renamed"]);
});

test("alerts are about now: the past has none", async () => {
  const app = await openTestApp();
  const past = app.callerFor("dana@callboard.demo", "northwind", { asOf: app.now() });
  expect(await failureOf(past.alerts.list())).toMatchObject({ code: "conflict", key: "alerts.onlyNow" });
});

test("a sub-account whose agency pays is alerted when the agency's balance is below zero, without the sum", async () => {
  const app = await openTestApp();
  const list = async () => (await app.callerFor("harriet@callboard.demo", "parkside").alerts.list()).alerts;
  expect(await list()).toEqual([]);
  await setBalance(app, "harbor", -40_000);
  expect(await list()).toMatchObject([
    { kind: "balance", tone: "bad", sentence: expect.stringMatching(/^The balance of Harbor Agency is below zero/) },
  ]);
  expect(JSON.stringify(await list())).not.toMatch(/0[.,]04/);
  expect(await kinds(app, "dana")).toEqual([]);
});

test("a card expires by its account's zone, and the alert comes with the first mail", async () => {
  const app = await openTestApp();
  await addCards(app, "dana@callboard.demo", "northwind", [{}]);
  // The card is good until midnight in New York, where summer time began within the last 30 days of March.
  const midnight = Date.UTC(2029, 5, 1, 4);
  const cardAlerts = async () => {
    const dana = await app.signInAgain("dana@callboard.demo", "northwind");
    return (await dana.alerts.list()).alerts.flatMap(({ kind, sentence }) => (kind === "card" ? [sentence] : []));
  };
  app.advance(midnight - 30 * DAY - 1 - app.now());
  expect(await cardAlerts()).toEqual([]);
  app.advance(1);
  expect(await cardAlerts()).toEqual(["Visa 4242 expires at the end of 05/2029."]);
  app.advance(30 * DAY - 1);
  expect(await cardAlerts()).toEqual(["Visa 4242 expires at the end of 05/2029."]);
  app.advance(1);
  expect(await cardAlerts()).toEqual(["Visa 4242 expired in 05/2029."]);
});

test("two browsers that snooze at the same moment both snooze; absurd names of alerts are refused", async () => {
  const app = await openTestApp();
  const until = app.now() + HOUR;
  const alerts = ["card:x", "card:y", "card:x"];
  await Promise.all(alerts.map((alert) => at(app, "dana").alerts.snooze({ alert, until })));
  const [row] = await app.selectRows("SELECT data FROM records WHERE kind = 'alertChoices'");
  const snoozed = (JSON.parse(String(row!.data)) as { snoozes: { alert: string }[] }).snoozes;
  expect(snoozed.map(({ alert }) => alert).toSorted()).toEqual(["card:x", "card:y"]);
  const long = at(app, "dana").alerts.snooze({ alert: "x".repeat(100_000), until });
  expect(await failureOf(long)).toMatchObject({ code: "invalid", field: "alert" });
});

test("several people aren't set if one of them has left, nor to an archived status", async () => {
  const app = await openTestApp();
  const people = ["ava", "ben"].map((name) => person(app, name));
  const set = (status: string) => at(app, "dana").agents.setStatusForMany({ people, status, reason: "drill" });
  const lunch = app.statuses["northwind/Lunch"]!;
  const statuses = await at(app, "dana").agents.statuses();
  const { version } = statuses.find(({ id }) => id === lunch)!;
  await at(app, "dana").agents.archiveStatus({ id: lunch, version, archived: true });
  expect(await failureOf(set(lunch))).toMatchObject({ key: "agents.statusArchived", field: "status" });
  await at(app, "dana").access.removeMember({ person: people[1]! });
  const before = (await at(app, "ava").agents.mine()).agent;
  expect(await failureOf(set("offline"))).toMatchObject({ key: "agents.noSoftphone", field: "people.1" });
  expect((await at(app, "ava").agents.mine()).agent).toEqual(before);
});

test("only those who get mails about the account can choose them: not people for billing, nor the agency's administrators", async () => {
  const app = await openTestApp();
  await setRole(app, "finn", "billing");
  for (const who of ["finn", "harriet"]) {
    const { kinds } = await at(app, who).alerts.list();
    expect(kinds.find(({ kind }) => kind === "balance")).toEqual({
      kind: "balance",
      places: ["console", "notification"],
      hasMail: false,
    });
    const choose = at(app, who).alerts.setPlaces({ kind: "balance", places: ["console", "mail"] });
    expect(await failureOf(choose)).toMatchObject({ key: "alerts.noMailForYou", field: "places" });
  }
  // Whoever becomes an administrator gets the mails unless they decide otherwise.
  await at(app, "finn").alerts.setPlaces({ kind: "balance", places: ["console"] });
  await setRole(app, "finn", "administrator");
  const { kinds } = await at(app, "finn").alerts.list();
  expect(kinds.find(({ kind }) => kind === "balance")).toMatchObject({ places: ["console", "mail"], hasMail: true });
});
