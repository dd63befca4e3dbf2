import { save } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { expect, test } from "vitest";
import { findOne } from "../../../src/store/queries.ts";
import { commit } from "../../../src/store/commit.ts";
import { HOUR, MINUTE, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";
import { scopeOf } from "../../support/scopes.ts";

const ava = "ava@callboard.demo";
const phoneIn = async (it: TestApp, account: string) => (await it.as(ava, account).agents.mine()).phone;

test("one person's phone is laid over the status in every account where that person has a seat", async () => {
  const it = await openTestApp();
  const platform = it.with(it.keys.northwind);
  const person = it.people[ava]!;
  await it.as(ava, "parkside").agents.setStatus({ status: "available" });
  await it.as(ava, "parkside").agents.queueNext({ status: "offline" });
  it.pass(MINUTE);
  expect(await platform.calls.phoneEvent({ id: "1", person, event: "inbound" })).toEqual({ applied: true });
  const call = { from: it.now(), to: null };
  expect(await phoneIn(it, "northwind")).toEqual({ state: "inbound", since: it.now(), call });
  expect(await phoneIn(it, "parkside")).toEqual({ state: "inbound", since: it.now(), call });
  it.pass(MINUTE);
  await it.with(it.keys.parkside).calls.phoneEvent({ id: "1", person, event: "ended" });
  expect((await phoneIn(it, "northwind")).state).toBe("idle");
  expect((await it.as(ava, "parkside").agents.mine()).agent).toMatchObject({ status: "offline", next: null });
  const rows = await it.rows(
    "SELECT account FROM changes WHERE kind = 'phone' AND id = ? ORDER BY seq DESC LIMIT 4",
    person,
  );
  expect(new Set(rows.map(({ account }) => account)).size).toBe(2);
});

test("an account that has nothing to do with another moves nobody's phone there, whoever works in both", async () => {
  const it = await openTestApp();
  const person = it.people[ava]!;
  const solveig = it.as("solveig@callboard.demo", "solo");
  await solveig.access.invite({ email: ava, name: "Ava", role: "agent", softphone: true });
  await it.as(ava).access.join({ token: await it.link(ava) });
  const { secret } = await solveig.access.createApiKey({ name: "Phones", deeds: ["send phone events"] });
  const before = { northwind: await phoneIn(it, "northwind"), parkside: await phoneIn(it, "parkside") };
  it.pass(MINUTE);
  expect(await it.with(secret).calls.phoneEvent({ id: "1", person, event: "inbound" })).toEqual({ applied: true });
  expect((await phoneIn(it, "solo")).state).toBe("inbound");
  for (const account of ["northwind", "parkside"] as const) expect(await phoneIn(it, account)).toEqual(before[account]);
  // What is done there by its own platform says nothing of the bakery's either way.
  expect(await it.with(it.keys.northwind).calls.phoneEvent({ id: "2", person, event: "gone" })).toEqual({
    applied: before.northwind.state !== "not connected",
  });
  expect((await phoneIn(it, "solo")).state).toBe("inbound");
});

test("accounts of one agency share a phone; one that leaves it has its own from then on", async () => {
  const it = await openTestApp();
  const person = it.people[ava]!;
  const scope = scopeOf(it.world, it.account("parkside"));
  await commit(scope, { account: findOne("account", scope.account) }, ({ account }) => [
    save(
      "account",
      account,
      { ...account.data, agency: null, balanceFrom: "own" },
      { action: message("account.didSave") },
    ),
  ]);
  const before = await phoneIn(it, "northwind");
  it.pass(MINUTE);
  await it.with(it.keys.parkside).calls.phoneEvent({ id: "1", person, event: "inbound" });
  expect((await phoneIn(it, "parkside")).state).toBe("inbound");
  expect(await phoneIn(it, "northwind")).toEqual(before);
});

test("a key moves no phone of somebody who has no seat in its account", async () => {
  const it = await openTestApp();
  const missing = { code: "not-found", key: "agents.noSeat", field: "person" };
  const platform = it.with(it.keys.mason);
  for (const person of [it.people[ava]!, it.people["rita@callboard.demo"]!, "nobody"])
    expect(await failureOf(platform.calls.phoneEvent({ id: `1 ${person}`, person, event: "inbound" }))).toEqual(
      missing,
    );
});

test("an event that comes late changes nothing and says so; one of the future is refused", async () => {
  const it = await openTestApp();
  const platform = it.with(it.keys.northwind);
  const person = it.people[ava]!;
  await platform.calls.phoneEvent({ id: "1", person, event: "ringing" });
  const before = await phoneIn(it, "northwind");
  const late = { id: "2", person, event: "gone" as const, at: it.now() - 1 };
  expect(await platform.calls.phoneEvent(late)).toEqual({ applied: false });
  expect(await phoneIn(it, "northwind")).toEqual(before);
  const ahead = { id: "3", person, event: "gone" as const, at: it.now() + MINUTE + 1 };
  expect(await failureOf(platform.calls.phoneEvent(ahead))).toEqual({
    code: "invalid",
    key: "calls.eventAhead",
    field: "at",
  });
});

test("the same event by two accounts' platforms is two events: ids belong to the key that sent them", async () => {
  const it = await openTestApp();
  const person = it.people[ava]!;
  const event = { id: "same", person, event: "ringing" as const };
  expect(await it.with(it.keys.northwind).calls.phoneEvent(event)).toEqual({ applied: true });
  it.pass(MINUTE);
  const other = { ...event, event: "inbound" as const };
  expect(await it.with(it.keys.parkside).calls.phoneEvent(other)).toEqual({ applied: true });
  expect((await phoneIn(it, "northwind")).state).toBe("inbound");
});

test("a phone event whose time is in another unit, or is none, is refused by name", async () => {
  const it = await openTestApp();
  const phones = it.with(it.keys.northwind);
  const person = it.people["ava@callboard.demo"]!;
  const told = (at: number) => phones.calls.phoneEvent({ id: `e${at}`, person, event: "ringing", at });
  expect(await failureOf(told(Math.floor(it.now() / 1000)))).toMatchObject({ key: "time.seconds", field: "at" });
  expect(await failureOf(told(0))).toMatchObject({ key: "time.none", field: "at" });
  expect(await failureOf(told(it.now() + HOUR))).toMatchObject({ key: "calls.eventAhead", field: "at" });
});
