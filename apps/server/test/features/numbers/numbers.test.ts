import { post } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { describe, expect, test } from "vitest";
import { commit } from "../../../src/store/commit.ts";
import { cancelAccount } from "../../support/fixtures/canceledAccount.ts";
import { DAY, HOUR, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";
import { scopeOf } from "../../support/scopes.ts";

const dana = (app: TestApp) => app.callerFor("dana@callboard.demo", "northwind");
const mary = (app: TestApp) => app.callerFor("mary@callboard.demo", "mason");
const GONE = { code: "not-found", key: "record.notFound" };
const google = (name = "Google Ads") => ({
  name,
  site: "onsite" as const,
  ruleGroups: [
    {
      id: "w",
      rules: [{ subject: "referrer" as const, test: "host" as const, name: "", value: "google.*", negated: false }],
    },
  ],
});
const versionOf = (rows: { id: string; version: number }[], id: string) => rows.find((row) => row.id === id)!.version;

/** Takes an amount from a balance, as a month of calls would. */
async function spend(app: TestApp, account: string, micros: number): Promise<void> {
  const id = app.account(account);
  await commit(scopeOf(app.services, id), {}, () => [
    post({
      type: "adjustment",
      from: `${id}/balance`,
      to: `${id}/opening`,
      micros,
      currency: "USD",
      memo: message("balance.opening"),
      happenedAt: app.now(),
      key: `spent:${app.services.newId()}`,
    }),
  ]);
}

describe("tracking sources", () => {
  test("keep their order, show how many numbers use each, and explain a visit", async () => {
    const app = await openTestApp();
    const { id: ads } = await dana(app).sources.save(google());
    const { id: print } = await dana(app).sources.save({ name: "Print" });
    await addNumber(app, "northwind", "+15125550143", { source: ads });
    await addNumber(app, "northwind", "+15125550144", {
      source: print,
      state: { is: "released", since: app.now() },
    });
    expect((await dana(app).sources.list()).sources).toMatchObject([
      { id: ads, name: "Google Ads", site: "onsite", position: 0, version: 1, numbers: 1 },
      {
        id: print,
        name: "Print",
        site: "offsite",
        description: "",
        ruleGroups: [],
        position: 1,
        version: 1,
        numbers: 0,
      },
    ]);
    await dana(app).sources.order({ ids: [print] });
    expect((await dana(app).sources.list()).sources.map(({ id }) => id)).toEqual([print, ads]);
    const trial = await dana(app).sources.testVisit({ address: "example.com", referrer: "https://www.google.de/x" });
    expect(trial).toEqual({
      winner: { id: ads, name: "Google Ads" },
      why: "Google Ads is the first source with a rule group in which all rules match.",
      steps: [
        { id: print, name: "Print", site: "offsite", tested: false, matched: false, ruleGroups: [] },
        {
          id: ads,
          name: "Google Ads",
          site: "onsite",
          tested: true,
          matched: true,
          ruleGroups: [
            {
              id: "w",
              matched: true,
              rules: [{ text: "referrer host is google.*", matched: true, observed: "www.google.de" }],
            },
          ],
        },
      ],
    });
  });

  test("a name is unique within an account, whatever its case, and free in another", async () => {
    const app = await openTestApp();
    await dana(app).sources.save(google());
    expect(await failureOf(dana(app).sources.save(google("google ads")))).toEqual({
      code: "conflict",
      key: "sources.nameTaken",
      field: "name",
    });
    await mary(app).sources.save(google());
  });

  test("one that a number uses can't be removed, an unused one can, and an outdated form changes nothing", async () => {
    const app = await openTestApp();
    const { id } = await dana(app).sources.save(google());
    const number = await addNumber(app, "northwind", "+15125550143", { source: id });
    expect(await failureOf(dana(app).sources.remove({ id, version: 1 }))).toEqual({
      code: "conflict",
      key: "record.usedByNumbers",
    });
    await dana(app).numbers.save({ id: number, version: 1, name: "Spring", source: null, route: null });
    await dana(app).sources.save({ ...google("Ads"), id, version: 1 });
    const stale = { code: "conflict", key: "record.changedMeanwhile", field: "version" };
    expect(await failureOf(dana(app).sources.save({ ...google("Other"), id, version: 1 }))).toEqual(stale);
    expect(await failureOf(dana(app).sources.remove({ id, version: 1 }))).toEqual(stale);
    await dana(app).sources.remove({ id, version: 2 });
    expect((await dana(app).sources.list()).sources).toEqual([]);
  });

  test("another tenant's source looks like one that doesn't exist", async () => {
    const app = await openTestApp();
    const { id } = await dana(app).sources.save(google());
    for (const foreignId of [id, "nothing"]) {
      expect(await failureOf(mary(app).sources.save({ ...google("Mine"), id: foreignId, version: 1 }))).toEqual(GONE);
      expect(await failureOf(mary(app).sources.remove({ id: foreignId, version: 1 }))).toEqual(GONE);
      expect(await failureOf(mary(app).sources.order({ ids: [foreignId] }))).toMatchObject({
        key: "sources.unknown",
      });
    }
    expect((await mary(app).sources.list()).sources).toEqual([]);
  });
});

describe("receiving numbers", () => {
  test("are read with the account's own country, and shown with their use", async () => {
    const app = await openTestApp();
    const { id } = await dana(app).receivers.save({ name: "Front desk", number: "(512) 555-0100" });
    await mary(app).receivers.save({ name: "Shop", number: "020 7946 0018" });
    await addNumber(app, "northwind", "+15125550143", { route: { to: "receiver", id } });
    const ava = app.people["ava@callboard.demo"]!;
    await app.callerFor("dana@callboard.demo", "northwind").queues.save({
      name: "Sales",
      routing: "simultaneous",
      members: [{ id: ava, weight: 1 }],
      noAnswer: { to: "receiver", id },
    });
    expect(await dana(app).receivers.list({})).toEqual({
      receivers: [
        { id, version: 1, name: "Front desk", e164: "+15125550100", shown: "+1 512 555 0100", numbers: 1, queues: 1 },
      ],
      next: null,
      total: 1,
      now: app.now(),
    });
    expect((await mary(app).receivers.list({ search: "0018" })).receivers).toMatchObject([{ e164: "+442079460018" }]);
    expect((await mary(app).receivers.list({ search: "front" })).receivers).toEqual([]);
    expect(await failureOf(dana(app).receivers.remove({ id, version: 1 }))).toMatchObject({
      key: "record.usedByNumbers",
    });
  });

  test("are unique within an account's list, and independent of other accounts", async () => {
    const app = await openTestApp();
    const { id } = await dana(app).receivers.save({ name: "Desk", number: "+1 512 555 0100" });
    const { id: other } = await dana(app).receivers.save({ name: "Door", number: "+1 512 555 0101" });
    const taken = { code: "conflict", key: "receivers.receiverTaken", field: "e164" };
    expect(await failureOf(dana(app).receivers.save({ name: "Again", number: "512-555-0100" }))).toEqual(taken);
    const move = { id: other, version: 1, name: "Door", number: "512 555 0100" };
    expect(await failureOf(dana(app).receivers.save(move))).toEqual(taken);
    await mary(app).receivers.save({ name: "Desk", number: "+1 512 555 0100" });
    for (const foreignId of [id, "nothing"]) {
      const form = { id: foreignId, version: 1, name: "Mine", number: "+1 512 555 0199" };
      expect(await failureOf(mary(app).receivers.save(form))).toEqual(GONE);
      expect(await failureOf(mary(app).receivers.remove({ id: foreignId, version: 1 }))).toEqual(GONE);
    }
    await dana(app).receivers.remove({ id, version: 1 });
    expect((await dana(app).receivers.list({})).total).toBe(1);
  });

  test("something that is no number is refused by its field, and nothing is written", async () => {
    const app = await openTestApp();
    expect(await failureOf(dana(app).receivers.save({ name: "X", number: "512 555 O100" }))).toEqual({
      code: "invalid",
      key: "numbers.numberLetter",
      field: "number",
    });
    expect((await dana(app).receivers.list({})).total).toBe(0);
  });
});

describe("tracking numbers", () => {
  test("are listed with their source and route, their fee and their service state", async () => {
    const app = await openTestApp();
    const { id: source } = await dana(app).sources.save(google());
    const { id: receiver } = await dana(app).receivers.save({ name: "Front desk", number: "+1 512 555 0100" });
    const id = await addNumber(app, "northwind", "+15125550143", {
      name: "Spring",
      source,
      route: { to: "receiver", id: receiver },
    });
    const row = {
      id,
      version: 1,
      shown: "+1 512 555 0143",
      sourceName: "Google Ads",
      routeName: "Front desk",
      feeMicros: 1_500_000,
      currency: "USD",
      service: {
        connects: true,
        swaps: true,
        label: "active",
        why: "Calls connect and the website shows the number",
      },
    };
    const { numbers, total, next, now } = await dana(app).numbers.list({});
    expect({ total, next, now }).toEqual({ total: 1, next: null, now: app.now() });
    expect(numbers).toMatchObject([row]);
    expect(await dana(app).numbers.get({ id })).toMatchObject({ ...row, order: null, now: app.now() });
  });

  test("can be filtered by words, kind, state, source, route and flag, all at once, page by page", async () => {
    const app = await openTestApp();
    const { id: source } = await dana(app).sources.save(google());
    const { id: receiver } = await dana(app).receivers.save({ name: "Desk", number: "+1 512 555 0100" });
    const flag = { since: 0, by: "x", until: null };
    const route = { to: "receiver", id: receiver } as const;
    await addNumber(app, "northwind", "+15125550141", { name: "Alpha", source });
    await addNumber(app, "northwind", "+15125550142", { name: "Beta", route, stopped: flag });
    await addNumber(app, "northwind", "+18005550143", { name: "Gamma", kind: "toll-free", source, paused: flag });
    await addNumber(app, "northwind", "+15125550144", { name: "Delta", state: { is: "released", since: 0 } });
    await addNumber(app, "mason", "+442079460018", { name: "Alpha" });
    const names = async (filter: Parameters<ReturnType<typeof dana>["numbers"]["list"]>[0]) => {
      const { numbers, total } = await dana(app).numbers.list(filter);
      return `${numbers.map(({ name }) => name).join(" ")} of ${total}`;
    };
    expect(await names({})).toBe("Alpha Beta Gamma of 3");
    expect(await names({ by: "number", descending: true })).toBe("Gamma Beta Alpha of 3");
    expect(await names({ source })).toBe("Alpha Gamma of 2");
    expect(await names({ source, descending: true })).toBe("Gamma Alpha of 2");
    // Released numbers are only in their own list.
    expect(await names({ kind: "local" })).toBe("Alpha Beta of 2");
    expect(await names({ search: "delta" })).toBe(" of 0");
    expect(await names({ source: "none", state: "active" })).toBe("Beta of 1");
    expect(await names({ route: `receiver:${receiver}` })).toBe("Beta of 1");
    expect(await names({ kind: "toll-free", flag: "paused", search: "gam" })).toBe("Gamma of 1");
    expect(await names({ flag: "stopped" })).toBe("Beta of 1");
    expect(await names({ state: "released" })).toBe("Delta of 1");
    expect(await names({ search: "0141" })).toBe("Alpha of 1");
    const first = await dana(app).numbers.list({ limit: 2 });
    const rest = await dana(app).numbers.list({ limit: 2, after: first.next });
    expect([...first.numbers, ...rest.numbers].map(({ name }) => name)).toEqual(["Alpha", "Beta", "Gamma"]);
    expect(rest.next).toBeNull();
    expect(await failureOf(dana(app).numbers.list({ limit: 201 }))).toMatchObject({
      key: "fields.tooLarge",
      field: "limit",
    });
    expect(await failureOf(dana(app).numbers.list({ route: "nowhere" }))).toMatchObject({
      key: "fields.invalid",
      field: "route",
    });
  });

  test("say why they don't serve: the account's flag, the payer's balance, or their own flag", async () => {
    const app = await openTestApp();
    await addNumber(app, "northwind", "+15125550143");
    await addNumber(app, "parkside", "+15125550144");
    const labels = async () => {
      const own = (await dana(app).numbers.list({})).numbers[0]!.service;
      const paid = (await app.callerFor("ida@callboard.demo", "parkside").numbers.list({})).numbers[0]!.service;
      return [own.label, paid.label];
    };
    expect(await labels()).toEqual(["active", "active"]);
    await spend(app, "northwind", 182_400_000);
    expect(await labels()).toEqual(["active", "active"]);
    await spend(app, "northwind", 1);
    expect(await labels()).toEqual(["inactive", "active"]);
    await spend(app, "harbor", 1_250_000_001);
    expect(await labels()).toEqual(["inactive", "inactive"]);
    await cancelAccount(app, "northwind");
    expect(await labels()).toEqual(["canceled", "inactive"]);
  });

  test("can be stopped and paused individually, and a flag ends at its end", async () => {
    const app = await openTestApp();
    const id = await addNumber(app, "northwind", "+15125550143");
    const service = async () => (await dana(app).numbers.get({ id })).service;
    await dana(app).numbers.flag({ id, version: 1, flag: "stopped", on: true, until: app.now() + HOUR });
    expect(await service()).toEqual({
      connects: false,
      swaps: false,
      label: "stopped",
      why: "Calls to this number are stopped from Mar 17, 2026, 11:00 until Mar 17, 2026, 12:00",
    });
    await dana(app).numbers.flag({ id, version: 2, flag: "paused", on: true });
    expect((await service()).label).toBe("stopped");
    app.advance(HOUR);
    expect(await service()).toMatchObject({ label: "paused", connects: true, swaps: false });
    await dana(app).numbers.flag({ id, version: 3, flag: "paused", on: false });
    expect((await service()).label).toBe("active");
    const past = { id, version: 4, flag: "paused", on: true, until: app.now() - DAY } as const;
    expect(await failureOf(dana(app).numbers.flag(past))).toEqual({
      code: "invalid",
      key: "lifecycle.untilPast",
      field: "until",
    });
  });

  test("only refer to the account's own records", async () => {
    const app = await openTestApp();
    const id = await addNumber(app, "northwind", "+15125550143");
    const { id: source } = await mary(app).sources.save(google());
    const { id: receiver } = await mary(app).receivers.save({ name: "Shop", number: "020 7946 0018" });
    const form = { id, version: 1, name: "Spring", source: null, route: null };
    for (const theirs of [source, "nothing"])
      expect(await failureOf(dana(app).numbers.save({ ...form, source: theirs }))).toEqual({
        code: "invalid",
        key: "sources.unknown",
        field: "source",
      });
    for (const to of ["receiver", "queue"] as const)
      expect(await failureOf(dana(app).numbers.save({ ...form, route: { to, id: receiver } }))).toMatchObject({
        code: "invalid",
        field: "route",
      });
    await dana(app).numbers.save(form);
    expect(await failureOf(dana(app).numbers.save(form))).toMatchObject({ key: "record.changedMeanwhile" });
  });

  test("another tenant's number looks like one that doesn't exist", async () => {
    const app = await openTestApp();
    const id = await addNumber(app, "northwind", "+15125550143");
    for (const foreignId of [id, "nothing"]) {
      expect(await failureOf(mary(app).numbers.get({ id: foreignId }))).toEqual(GONE);
      const form = { id: foreignId, version: 1, name: "Mine", source: null, route: null };
      expect(await failureOf(mary(app).numbers.save(form))).toEqual(GONE);
      const flag = { id: foreignId, version: 1, flag: "stopped", on: true } as const;
      expect(await failureOf(mary(app).numbers.flag(flag))).toEqual(GONE);
    }
    expect((await mary(app).numbers.list({ search: "0143" })).numbers).toEqual([]);
  });

  test("a number belongs to one account only until it is released, without saying whose it is", async () => {
    const app = await openTestApp();
    await addNumber(app, "northwind", "+15125550143");
    const taken = { code: "conflict", key: "numbers.numberTaken", field: "e164" };
    expect(await failureOf(addNumber(app, "mason", "+15125550143"))).toEqual(taken);
    expect(await failureOf(addNumber(app, "northwind", "+15125550143"))).toEqual(taken);
    const released = { state: { is: "released", since: app.now() } } as const;
    await addNumber(app, "northwind", "+15125550144", released);
    await addNumber(app, "mason", "+15125550144");
  });
});

test("each change is in the history under its name, and the versions are what was saved", async () => {
  const app = await openTestApp();
  const { id } = await dana(app).receivers.save({ name: "Front desk", number: "+1 512 555 0100" });
  await dana(app).receivers.save({ id, version: 1, name: "Desk", number: "+1 512 555 0100" });
  await dana(app).receivers.save({ id, version: 2, name: "Desk", number: "(512) 555 0100" });
  const { receivers } = await dana(app).receivers.list({});
  expect(versionOf(receivers, id)).toBe(2);
  const { changes } = await app.callerFor("dana@callboard.demo", "northwind").history.list({ limit: 2 });
  expect(changes.map(({ action, fields }) => [action, fields.map(({ before, after }) => [before, after])])).toEqual([
    ["changed the receiving number Desk", [["Front desk", "Desk"]]],
    ["added the receiving number Front desk", []],
  ]);
});

test("a save that is repeated with the same key is done once", async () => {
  const app = await openTestApp();
  const keyed = app.callerFor("dana@callboard.demo", "northwind", { key: "k1" });
  const first = await keyed.sources.save(google());
  expect(await keyed.sources.save(google())).toEqual(first);
  expect((await dana(app).sources.list()).sources).toHaveLength(1);
});
