import { save } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { expect, test } from "vitest";
import { findOne } from "../../../src/store/queries.ts";
import { commit } from "../../../src/store/commit.ts";
import { HOUR, MINUTE, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";
import { scopeOf } from "../../support/scopes.ts";

const ava = "ava@callboard.demo";
const phoneIn = async (app: TestApp, account: string) => (await app.callerFor(ava, account).agents.mine()).phone;

test("a person's phone state overlays their status in every account of the agency where they have a seat", async () => {
  const app = await openTestApp();
  const platform = app.callerWith(app.keys.northwind);
  const person = app.people[ava]!;
  await app.callerFor(ava, "parkside").agents.setStatus({ status: "available" });
  await app.callerFor(ava, "parkside").agents.queueNext({ status: "offline" });
  app.advance(MINUTE);
  expect(await platform.calls.phoneEvent({ id: "1", person, event: "inbound" })).toEqual({ applied: true });
  const call = { from: app.now(), to: null };
  expect(await phoneIn(app, "northwind")).toMatchObject({ state: "inbound", since: app.now(), call });
  expect(await phoneIn(app, "parkside")).toMatchObject({ state: "inbound", since: app.now(), call });
  app.advance(MINUTE);
  await app.callerWith(app.keys.parkside).calls.phoneEvent({ id: "1", person, event: "ended" });
  expect((await phoneIn(app, "northwind")).state).toBe("idle");
  expect((await app.callerFor(ava, "parkside").agents.mine()).agent).toMatchObject({ status: "offline", next: null });
  const rows = await app.selectRows(
    "SELECT account FROM changes WHERE kind = 'phone' AND id = ? ORDER BY seq DESC LIMIT 4",
    person,
  );
  expect(new Set(rows.map(({ account }) => account)).size).toBe(2);
});

test("unrelated accounts don't change a person's phone state in each other, even if the person works in both", async () => {
  const app = await openTestApp();
  const person = app.people[ava]!;
  const solveig = app.callerFor("solveig@callboard.demo", "solo");
  await solveig.access.invite({ email: ava, name: "Ava", role: "agent", softphone: true });
  await app.callerFor(ava).access.join({ token: await app.mailedLink(ava) });
  const { secret } = await solveig.access.createApiKey({ name: "Phones", permissions: ["send phone events"] });
  const before = { northwind: await phoneIn(app, "northwind"), parkside: await phoneIn(app, "parkside") };
  app.advance(MINUTE);
  expect(await app.callerWith(secret).calls.phoneEvent({ id: "1", person, event: "inbound" })).toEqual({
    applied: true,
  });
  expect((await phoneIn(app, "solo")).state).toBe("inbound");
  for (const account of ["northwind", "parkside"] as const)
    expect(await phoneIn(app, account)).toEqual(before[account]);
  // Events from that account's own platform say nothing about the bakery, in either direction.
  expect(await app.callerWith(app.keys.northwind).calls.phoneEvent({ id: "2", person, event: "gone" })).toEqual({
    applied: before.northwind.state !== "not connected",
  });
  expect((await phoneIn(app, "solo")).state).toBe("inbound");
});

test("accounts of one agency share a phone; one that leaves has its own from then on", async () => {
  const app = await openTestApp();
  const person = app.people[ava]!;
  const scope = scopeOf(app.services, app.account("parkside"));
  await commit(scope, { account: findOne("account", scope.account) }, ({ account }) => [
    save(
      "account",
      account,
      { ...account.data, agency: null, balanceFrom: "own" },
      { action: message("account.didSave") },
    ),
  ]);
  const before = await phoneIn(app, "northwind");
  app.advance(MINUTE);
  await app.callerWith(app.keys.parkside).calls.phoneEvent({ id: "1", person, event: "inbound" });
  expect((await phoneIn(app, "parkside")).state).toBe("inbound");
  expect(await phoneIn(app, "northwind")).toEqual(before);
});

test("a key can't change the phone of somebody without a seat in its account", async () => {
  const app = await openTestApp();
  const missing = { code: "not-found", key: "agents.noSoftphone", field: "person" };
  const platform = app.callerWith(app.keys.mason);
  for (const person of [app.people[ava]!, app.people["rita@callboard.demo"]!, "nobody"])
    expect(await failureOf(platform.calls.phoneEvent({ id: `1 ${person}`, person, event: "inbound" }))).toEqual(
      missing,
    );
});

test("a late event changes nothing and says so; one from the future is refused", async () => {
  const app = await openTestApp();
  const platform = app.callerWith(app.keys.northwind);
  const person = app.people[ava]!;
  await platform.calls.phoneEvent({ id: "1", person, event: "ringing" });
  const before = await phoneIn(app, "northwind");
  const late = { id: "2", person, event: "gone" as const, at: app.now() - 1 };
  expect(await platform.calls.phoneEvent(late)).toEqual({ applied: false });
  expect(await phoneIn(app, "northwind")).toEqual(before);
  const ahead = { id: "3", person, event: "gone" as const, at: app.now() + MINUTE + 1 };
  expect(await failureOf(platform.calls.phoneEvent(ahead))).toEqual({
    code: "invalid",
    key: "calls.eventInFuture",
    field: "at",
  });
});

test("the same event id from two accounts' platforms is two events: ids belong to the key that sent them", async () => {
  const app = await openTestApp();
  const person = app.people[ava]!;
  const event = { id: "same", person, event: "ringing" as const };
  expect(await app.callerWith(app.keys.northwind).calls.phoneEvent(event)).toEqual({ applied: true });
  app.advance(MINUTE);
  const other = { ...event, event: "inbound" as const };
  expect(await app.callerWith(app.keys.parkside).calls.phoneEvent(other)).toEqual({ applied: true });
  expect((await phoneIn(app, "northwind")).state).toBe("inbound");
});

test("a phone event whose time is missing or in another unit is refused with the reason", async () => {
  const app = await openTestApp();
  const phones = app.callerWith(app.keys.northwind);
  const person = app.people["ava@callboard.demo"]!;
  const send = (at: number) => phones.calls.phoneEvent({ id: `e${at}`, person, event: "ringing", at });
  expect(await failureOf(send(Math.floor(app.now() / 1000)))).toMatchObject({
    key: "eventTime.seconds",
    field: "at",
  });
  expect(await failureOf(send(0))).toMatchObject({ key: "eventTime.missing", field: "at" });
  expect(await failureOf(send(app.now() + HOUR))).toMatchObject({ key: "calls.eventInFuture", field: "at" });
});
