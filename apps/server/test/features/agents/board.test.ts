import { expect, test } from "vitest";
import { failureOf, MINUTE, openTestApp, type TestApp } from "../../support/kit.ts";
import { openDesk } from "../../support/fixtures/callGate.ts";

const at = (app: TestApp, name: string) => app.callerFor(`${name}@callboard.demo`, "northwind");
const person = (app: TestApp, name: string) => app.people[`${name}@callboard.demo`]!;
const shown = async (app: TestApp, input = {}) => {
  const { rows, total, counts } = await at(app, "milo").agents.board({ limit: 50, ...input });
  return { names: rows.map(({ name }) => name.split(" ")[0]), total, all: counts.all };
};

/** Sales of Ava and Ben, tagged customers; Support of Ben and Cleo. */
async function openWithQueues() {
  const app = await openTestApp();
  const platform = await openDesk(app, ["ava", "ben", "cleo"]);
  const save = (name: string, members: string[], tags: string[]) =>
    at(app, "dana").queues.save({
      name,
      routing: "round robin",
      tags,
      members: members.map((member) => ({ id: person(app, member), weight: 1 })),
      leastTakingCalls: 2,
    });
  const sales = await save("Sales", ["ava", "ben"], ["Customers"]);
  await save("Support", ["ben", "cleo"], []);
  return { app, platform, sales: sales.id };
}

test("shows the members of a queue or of queues with a tag, and counts only them", async () => {
  const { app, sales } = await openWithQueues();
  expect(await shown(app, { queue: sales })).toEqual({ names: ["Ava", "Ben"], total: 2, all: 2 });
  expect(await shown(app, { tag: "customers" })).toEqual({ names: ["Ava", "Ben"], total: 2, all: 2 });
  expect(await shown(app, { tag: "nothing" })).toEqual({ names: [], total: 0, all: 0 });
  expect(await shown(app, { queue: "gone" })).toEqual({ names: [], total: 0, all: 0 });
  expect((await shown(app)).total).toBeGreaterThan(3);
  expect((await shown(app, { queue: sales, search: "ava" })).names).toEqual(["Ava"]);
});

test("puts people whose time is up first, then those who are available", async () => {
  const { app, platform } = await openWithQueues();
  const { id } = await at(app, "dana").agents.defineStatus({
    name: "Bank visit",
    takesCalls: false,
    color: "amber",
    icon: null,
    defaultMinutes: 10,
    whenOver: "stay",
  });
  await at(app, "cleo").agents.setStatus({ status: id });
  expect((await shown(app)).names.slice(0, 2)).toEqual(["Ava", "Ben"]);
  app.advance(10 * MINUTE);
  for (const name of ["ava", "ben", "cleo"]) await platform.report("alive", { person: name });
  expect((await shown(app)).names.slice(0, 3)).toEqual(["Cleo", "Ava", "Ben"]);
});

test("sets several people at once with one reason: all of them or none", async () => {
  const { app } = await openWithQueues();
  const lunch = app.statuses["northwind/Lunch"]!;
  const people = ["ava", "ben", "cleo"].map((name) => person(app, name));
  const set = (more: object) =>
    at(app, "milo").agents.setStatusForMany({ people, status: lunch, reason: "fire drill", minutes: 30, ...more });
  expect(await set({ people: [...people, people[0]] })).toEqual({ changed: 3 });
  for (const name of ["ava", "ben", "cleo"])
    expect((await at(app, name).agents.mine()).agent).toMatchObject({
      status: lunch,
      until: app.now() + 30 * MINUTE,
      cause: { key: "agents.cause.reason", values: { reason: "fire drill" } },
    });
  const stranger = app.people["mary@callboard.demo"]!;
  expect(await failureOf(set({ people: [people[0], stranger], status: "available" }))).toMatchObject({
    key: "agents.noSoftphone",
    field: "people.1",
  });
  expect((await at(app, "ava").agents.mine()).agent.status).toBe(lunch);
  expect(await failureOf(set({ reason: " " }))).toMatchObject({ code: "invalid", field: "reason" });
  expect(await failureOf(set({ people: [] }))).toMatchObject({ code: "invalid", field: "people" });
  expect(await failureOf(set({ people: Array(201).fill(people[0]) }))).toMatchObject({ field: "people" });
  expect(await failureOf(at(app, "ava").agents.setStatusForMany({ people, status: lunch, reason: "x" }))).toMatchObject(
    {
      code: "forbidden",
    },
  );
});

test("says of each queue how many take calls, and how many should", async () => {
  const { app, platform } = await openWithQueues();
  const queues = async () =>
    (await at(app, "milo").queues.onBoard()).queues.map(({ name, takingCalls, members, least, isOpen }) =>
      [name, takingCalls, members, least, isOpen].join(" "),
    );
  expect(await queues()).toEqual(["Sales 2 2 2 true", "Support 2 2 2 true"]);
  await at(app, "ava").agents.setStatus({ status: "offline" });
  await platform.report("gone", { person: "cleo" });
  expect(await queues()).toEqual(["Sales 1 2 2 true", "Support 1 2 2 true"]);
});
