import { create, save } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { expect, test } from "vitest";
import { findOne } from "../../../src/store/queries.ts";
import { checkPresetsEditable } from "../../../src/store/reads/presets.ts";
import { commit } from "../../../src/store/commit.ts";
import { openTestApp, failureOf, type TestCaller, type TestApp } from "../../support/kit.ts";
import { scopeOf } from "../../support/scopes.ts";

const dana = (app: TestApp) => app.callerFor("dana@callboard.demo", "northwind");
const queue = (caller: TestCaller, id: string) => caller.queues.get({ id });

async function queuesOf(app: TestApp, caller: TestCaller, names: readonly string[], person: string) {
  const members = [{ id: app.people[person]!, weight: 10 }];
  const ids: Record<string, string> = {};
  for (const name of names) ids[name] = (await caller.queues.save({ name, routing: "round robin", members })).id;
  return ids;
}

async function confirm(caller: TestCaller, { proposal }: { proposal: string | null }): Promise<string> {
  return (await caller.proposals.confirm({ proposal: proposal! })).batch;
}

const effectsOf = async (caller: TestCaller, proposal: string | null) =>
  (await caller.proposals.get({ proposal: proposal! })).lines.filter(({ as }) => as === "effect");
const notesOf = async (caller: TestCaller, proposal: string | null) =>
  (await caller.proposals.get({ proposal: proposal! })).lines
    .filter(({ as }) => as === "figure")
    .map(({ text }) => text);

test("the library has at least ten sources and three queues, each of which needs only a name", async () => {
  const app = await openTestApp();
  const caller = dana(app);
  const { presets } = await caller.presets.list({});
  expect(presets.filter(({ kind, from }) => kind === "source" && from === "library").length).toBeGreaterThanOrEqual(10);
  expect(presets.filter(({ kind, from }) => kind === "queue" && from === "library").length).toBeGreaterThanOrEqual(3);
  for (const { id, kind, name } of presets) {
    const created = await caller.presets.create({ preset: id, name: `My ${name}` });
    expect(created.kind).toBe(kind);
    const followState = await caller.presets.differences({ kind: created.kind, id: created.id });
    expect(followState).toMatchObject({ preset: { id, name, version: 1, now: 1 }, apart: 0 });
  }
  const { sources } = await caller.sources.list();
  expect(sources.find(({ name }) => name === "My Radio")).toMatchObject({
    site: "offsite",
    follows: { name: "Radio", apart: 0 },
  });
  const { queues } = await caller.queues.list();
  // Dana has no softphone, so everybody with one is a member.
  const sales = queues.find(({ name }) => name === "My Sales")!;
  expect(sales.members.length).toBeGreaterThan(0);
  expect(sales).toMatchObject({ routing: "longest idle", follows: { name: "Sales", apart: 0 } });
});

test("the creator is the queue's member if they can take calls; if nobody can, a sentence says so", async () => {
  const app = await openTestApp();
  const { presets } = await app.callerFor("harriet@callboard.demo", "harbor").presets.list({ kind: "queue" });
  const preset = presets[0]!.id;
  expect(
    await failureOf(app.callerFor("harriet@callboard.demo", "harbor").presets.create({ preset, name: "Desk" })),
  ).toMatchObject({ code: "conflict", key: "presets.needsMember" });
});

test("a record's settings become a preset that it follows; later edits drift, and can be resolved each way", async () => {
  const app = await openTestApp();
  const caller = dana(app);
  const { Early: id } = await queuesOf(app, caller, ["Early"], "ava@callboard.demo");
  const { id: preset } = await caller.presets.saveFromRecord({
    kind: "queue",
    id: id!,
    name: "Evening",
    fields: ["ringSeconds", "wrapUpSeconds", "routing"],
  });
  const edit = async (change: object) => {
    const { version, name, members, routing, ringSeconds, wrapUpSeconds } = await queue(caller, id!);
    const draft = { id: id!, version, name, members, routing, ringSeconds, wrapUpSeconds };
    await caller.queues.save({ ...draft, ...change });
  };
  const followState = async () => (await caller.presets.differences({ kind: "queue", id: id! }))!;
  const field = async (name: string) => (await followState()).fields.find((one) => one.field === name)!;
  const settle = async (name: string, how: "revert" | "override" | "follow" | "accept") => {
    const { version } = await queue(caller, id!);
    await caller.presets.resolveDifference({ kind: "queue", id: id!, version, field: name, how });
  };
  expect((await followState()).fields.map(({ state }) => state)).toEqual(["follows", "follows", "follows"]);

  app.advance(60_000);
  await edit({ ringSeconds: 45 });
  expect(await field("ringSeconds")).toMatchObject({ state: "drifted", by: "Dana Reyes", at: app.now() });
  expect((await caller.queues.list()).queues.find((one) => one.id === id)).toMatchObject({ follows: { apart: 1 } });

  await settle("ringSeconds", "override");
  expect(await field("ringSeconds")).toMatchObject({ state: "overridden", by: "Dana Reyes" });
  await settle("ringSeconds", "follow");
  expect((await queue(caller, id!)).ringSeconds).toBe(20);
  await edit({ ringSeconds: 50 });
  await settle("ringSeconds", "revert");
  expect((await queue(caller, id!)).ringSeconds).toBe(20);
  await edit({ ringSeconds: 55 });
  await settle("ringSeconds", "accept");
  const { presets } = await caller.presets.list({ kind: "queue" });
  expect(presets.find((one) => one.id === preset)).toMatchObject({ version: 2, followers: 1, apart: 0 });
  expect((await followState()).apart).toBe(0);
  expect(await failureOf(settle("ringSeconds", "revert"))).toMatchObject({ key: "presets.nothingToResolve" });
  expect(
    await failureOf(
      caller.presets.resolveDifference({ kind: "queue", id: id!, version: 1, field: "routing", how: "override" }),
    ),
  ).toMatchObject({ key: "record.changedMeanwhile" });
});

/** An agency whose preset ten sub-accounts follow with one queue each. */
async function openTenAccounts(app: TestApp) {
  const harriet = app.callerFor("harriet@callboard.demo", "harbor");
  const accounts: string[] = [];
  for (let n = 0; n < 10; n += 1) {
    const owner = { email: `owner${n}@ten.test`, name: `Owner ${n}` };
    accounts.push((await harriet.agency.open({ name: `Ten ${n}`, zone: "Europe/Rome", owner })).id);
  }
  const { id: preset } = await harriet.presets.save({
    kind: "source",
    name: "Fairs",
    values: { description: "Trade fairs", site: "offsite", ruleGroups: [] },
  });
  const offered = await harriet.presets.proposeApply({ preset, to: { accounts } });
  expect(await effectsOf(harriet, offered.proposal)).toHaveLength(10);
  await confirm(harriet, offered);
  const callers = accounts.map((account) => app.callerFor("harriet@callboard.demo", account));
  const ids = await Promise.all(
    callers.map(async (one) => (await one.sources.list()).sources.find(({ name }) => name === "Fairs")!.id),
  );
  const change = async (description: string) => {
    const { preset: old } = await harriet.presets.get({ id: preset });
    const values = { ...old.values, description };
    await harriet.presets.save({ id: preset, version: old.version, kind: "source", name: "Fairs", values } as never);
  };
  const sourceAt = async (n: number) => (await callers[n]!.sources.list()).sources.find(({ id }) => id === ids[n])!;
  return { harriet, accounts, preset, callers, ids, change, sourceAt };
}

test("a field that 2 of 10 accounts override is proposed for 8; then nothing is left to do; undone, the edited one stays", async () => {
  const app = await openTestApp();
  const { harriet, preset, callers, ids, change, sourceAt, accounts } = await openTenAccounts(app);
  for (const n of [3, 7]) {
    const { version } = await sourceAt(n);
    const override = { kind: "source", id: ids[n]!, version, field: "description", how: "override" } as const;
    await callers[n]!.presets.resolveDifference(override);
  }
  await change("Trade fairs and open days");
  const proposed = await harriet.presets.proposeApply({ preset, to: { followers: true } });
  const lines = await effectsOf(harriet, proposed.proposal);
  expect(lines).toHaveLength(8);
  expect(lines[0]!.text).toMatch(/Description of Fairs \(Ten \d\): Trade fairs → Trade fairs and open days/);
  expect(await notesOf(harriet, proposed.proposal)).toEqual([
    expect.stringContaining("it is an override"),
    expect.stringContaining("it is an override"),
  ]);
  const readRow = async () => (await harriet.presets.list({})).presets.find(({ id }) => id === preset)!;
  expect(await readRow()).toMatchObject({ followers: 10, apart: 8 });
  expect((await harriet.proposals.get({ proposal: proposed.proposal! })).subAccounts).toBe(true);
  const batch = await confirm(harriet, proposed);
  expect(await readRow()).toMatchObject({ followers: 10, apart: 0 });
  expect(await harriet.presets.proposeApply({ preset, to: { followers: true } })).toEqual({
    proposal: null,
    run: null,
  });
  expect((await sourceAt(0)).description).toBe("Trade fairs and open days");
  expect((await sourceAt(3)).description).toBe("Trade fairs");
  const { changes } = await callers[0]!.history.list({});
  expect(changes[0]).toMatchObject({
    by: "Harriet Vale",
    action: "applied the preset Fairs v2 to Fairs",
    cause: "preset Fairs v2 pushed by Harriet Vale",
  });
  const edited = await sourceAt(5);
  const { id, version, name, site, ruleGroups } = edited;
  await callers[5]!.sources.save({ id, version, name, site, ruleGroups, description: "Ours alone" });
  const undo = await harriet.history.proposeUndo({ batch });
  expect(await effectsOf(harriet, undo.proposal)).toHaveLength(2 * 7);
  expect(await notesOf(harriet, undo.proposal)).toEqual([
    "tracking source Fairs (Ten 5) was changed since and stays as it is",
  ]);
  await confirm(harriet, undo);
  const after = await Promise.all(accounts.map((_, n) => sourceAt(n)));
  expect(after.filter(({ description }) => description === "Trade fairs")).toHaveLength(9);
  expect(after[5]!.description).toBe("Ours alone");
  // After the undo they are behind the preset again, and say so.
  expect(after[0]!.follows).toMatchObject({ apart: 1 });
});

test("an account that left the agency meanwhile isn't changed, and the confirmation says what changed", async () => {
  const app = await openTestApp();
  const { harriet, preset, change, sourceAt, accounts } = await openTenAccounts(app);
  await change("Elsewhere");
  const proposed = await harriet.presets.proposeApply({ preset, to: { followers: true } });
  const scope = scopeOf(app.services, accounts[4]!);
  await commit(scope, { home: findOne("account", scope.account) }, ({ home: account }) => [
    save("account", account, { ...account.data, agency: null }, { action: message("agents.cause.chosen") }),
  ]);
  expect(await failureOf(harriet.proposals.confirm({ proposal: proposed.proposal! }))).toMatchObject({
    key: "proposals.changed",
  });
  const again = await harriet.proposals.remake({ proposal: proposed.proposal! });
  expect(await effectsOf(harriet, again.proposal)).toHaveLength(9);
  await confirm(harriet, again);
  expect((await sourceAt(3)).description).toBe("Elsewhere");
});

test("whatever affects sub-accounts needs an agency administrator, from seeing the lines to undoing", async () => {
  const app = await openTestApp();
  const { harriet, preset, change } = await openTenAccounts(app);
  await harriet.access.invite({ email: "adam@ten.test", name: "Adam", role: "administrator" });
  const token = await app.mailedLink("adam@ten.test");
  const { secret } = await app.callerWith(null).access.acceptInvitation({ token, password: "long enough to be one" });
  const adam = app.callerWith(secret, { account: "harbor" });
  await change("Newer");
  const { proposal } = await harriet.presets.proposeApply({ preset, to: { followers: true } });
  const unknown = { code: "not-found", key: "record.notFound" };
  for (const attempt of [
    () => adam.proposals.get({ proposal: proposal! }),
    () => adam.proposals.confirm({ proposal: proposal! }),
    () => adam.proposals.discard({ proposal: proposal! }),
    () => adam.presets.proposeApply({ preset, to: { accounts: [app.account("parkside")] } }),
  ])
    expect(await failureOf(attempt())).toMatchObject(unknown);
  expect(await failureOf(adam.presets.proposeApply({ preset, to: { followers: true } }))).toMatchObject({
    key: "presets.noFollowers",
  });
  expect((await adam.presets.get({ id: preset })).followers).toEqual([]);
  const batch = await confirm(harriet, { proposal });
  expect(await failureOf(adam.history.proposeUndo({ batch }))).toMatchObject({ key: "history.batchUnknown" });
});

test("restoring an older version of a preset makes its followers differ, and says so", async () => {
  const app = await openTestApp();
  const { harriet, preset, change, sourceAt } = await openTenAccounts(app);
  await change("Newer");
  await confirm(harriet, await harriet.presets.proposeApply({ preset, to: { followers: true } }));
  const back = await harriet.history.proposeRestore({ kind: "preset", id: preset, version: 1 });
  await confirm(harriet, back);
  expect((await sourceAt(2)).follows).toMatchObject({ name: "Fairs", apart: 1 });
  const { followers } = await harriet.presets.get({ id: preset });
  expect(followers.filter(({ states }) => states.behind === 1)).toHaveLength(10);
});

test("another agency's presets can be neither seen nor used; the agency's own are used in sub-accounts, but changed in the agency", async () => {
  const app = await openTestApp();
  const solo = app.callerFor("solveig@callboard.demo", "solo");
  const { id: foreign } = await solo.presets.save({ kind: "source", name: "Bakes", values: { site: "offsite" } });
  const harriet = app.callerFor("harriet@callboard.demo", "harbor");
  const { id: ours } = await harriet.presets.save({ kind: "source", name: "Fairs", values: { site: "offsite" } });
  const caller = dana(app);
  const { presets } = await caller.presets.list({});
  expect(presets.map(({ id }) => id)).not.toContain(foreign);
  expect(presets.find(({ id }) => id === ours)).toMatchObject({ from: "agency" });
  const { id: source } = await caller.sources.save({ name: "Radio", site: "offsite", ruleGroups: [] });
  const unknown = { code: "not-found", key: "record.notFound" };
  for (const attempt of [
    () => caller.presets.get({ id: foreign }),
    () => caller.presets.create({ preset: foreign, name: "Mine" }),
    () => caller.presets.proposeApply({ preset: foreign, to: { records: [{ id: source }] } }),
    () => caller.presets.save({ id: foreign, version: 1, kind: "source", name: "Mine", values: { site: "offsite" } }),
    () => caller.presets.archive({ id: foreign, version: 1, archived: true }),
    () => solo.presets.get({ id: ours }),
    // A sub-account's administrator can't offer it to other sub-accounts.
    () => caller.presets.proposeApply({ preset: ours, to: { accounts: [app.account("parkside")] } }),
    () => harriet.presets.proposeApply({ preset: ours, to: { accounts: [app.account("solo")] } }),
    () => harriet.presets.proposeApply({ preset: ours, to: { records: [{ id: source }] } }),
  ])
    expect(await failureOf(attempt())).toMatchObject(unknown);
  const change = { version: 1, kind: "source", name: "Mine", values: { site: "offsite" } } as const;
  expect(await failureOf(caller.presets.save({ id: ours, ...change }))).toMatchObject({
    key: "presets.notYoursAgency",
  });
  expect(await failureOf(caller.presets.save({ id: "library:tv", ...change }))).toMatchObject({
    key: "presets.notYoursLibrary",
  });
  const copy = await caller.presets.create({ preset: ours, name: "Fairs" });
  expect(await caller.presets.differences(copy)).toMatchObject({ preset: { from: "agency", name: "Fairs" }, apart: 0 });
});

test("a preset of the wrong kind, an archived one and one with a removed field each get a sentence", async () => {
  const app = await openTestApp();
  const caller = dana(app);
  const { Early: id } = await queuesOf(app, caller, ["Early"], "ava@callboard.demo");
  const to = { records: [{ id: id! }] };
  expect(await failureOf(caller.presets.proposeApply({ preset: "library:tv", to }))).toMatchObject({
    key: "presets.wrongKind",
    field: "preset",
  });
  const { id: own } = await caller.presets.save({ kind: "queue", name: "Night", values: { ringSeconds: 60 } });
  await caller.presets.archive({ id: own, version: 1, archived: true });
  expect(await failureOf(caller.presets.proposeApply({ preset: own, to }))).toMatchObject({ key: "presets.archived" });
  expect(await failureOf(caller.presets.create({ preset: own, name: "Night" }))).toMatchObject({
    key: "presets.archived",
  });
  const scope = scopeOf(app.services, app.account("northwind"));
  const invalid = {
    kind: "queue",
    name: "Odd",
    description: "",
    values: { musicOnHold: "jazz" },
    archivedAt: null,
  } as const;
  await commit(scope, { presetsOpen: checkPresetsEditable }, () => [
    create(scope.account, "preset", "odd", invalid, { action: message("presets.didAdd", { name: "Odd" }) }),
  ]);
  expect(await failureOf(caller.presets.proposeApply({ preset: "odd", to }))).toMatchObject({
    key: "presets.fieldGone",
  });
  const { presets } = await caller.presets.list({ kind: "queue" });
  expect(presets.find((one) => one.id === "odd")!.fields).toMatchObject([{ field: "musicOnHold" }]);
});

test("if a rule refuses all that was requested, its reason is the answer; an unknown field name is refused, whatever it is", async () => {
  const app = await openTestApp();
  const caller = dana(app);
  const { id: radio } = await caller.presets.create({ preset: "library:radio", name: "Radio" });
  const rule = { subject: "landing", test: "parameter", name: "gclid", value: "*", negated: false } as const;
  const { id: preset } = await caller.presets.save({
    kind: "source",
    name: "Clicks",
    values: { ruleGroups: [{ id: "w", rules: [rule] }] },
  });
  const proposed = caller.presets.proposeApply({ preset, to: { records: [{ id: radio }] } });
  expect(await failureOf(proposed)).toMatchObject({ code: "conflict", key: "presets.lineRefused" });
  for (const field of ["__proto__", "toString", "nothing of the kind"]) {
    const attempt = caller.presets.resolveDifference({ kind: "source", id: radio, version: 1, field, how: "override" });
    expect(await failureOf(attempt)).toMatchObject({ key: "presets.fieldNotHeld", field: "field" });
  }
});

test("invalid input gets one sentence for its field, and nothing is written", async () => {
  const app = await openTestApp();
  const caller = dana(app);
  const before = await app.selectRows("SELECT count(*) AS n FROM changes");
  const bad: [() => Promise<unknown>, { key: string; field?: string }][] = [
    [
      () => caller.presets.save({ kind: "queue", name: "Empty", values: {} }),
      { key: "presets.empty", field: "values" },
    ],
    [
      () => caller.presets.save({ kind: "queue", name: " ", values: { ringSeconds: 20 } }),
      { key: "fields.required", field: "name" },
    ],
    [
      () => caller.presets.save({ kind: "queue", name: "Slow", values: { ringSeconds: 4000 } }),
      { key: "fields.tooLarge", field: "values.ringSeconds" },
    ],
    [
      () =>
        caller.presets.save({ kind: "queue", name: "On", values: { noAnswer: { to: "queue", id: "q1" } as never } }),
      { key: expect.any(String) as never, field: expect.stringContaining("values") as never },
    ],
    [
      () => caller.presets.save({ kind: "source", name: "Both", values: { members: [] } as never }),
      { key: expect.any(String) as never, field: expect.stringContaining("values") as never },
    ],
    [() => caller.presets.create({ preset: "library:tv", name: "" }), { key: "fields.required", field: "name" }],
    [
      () => caller.presets.proposeApply({ preset: "library:tv", to: { followers: true } }),
      { key: "presets.noFollowers" },
    ],
  ];
  for (const [attempt, expected] of bad) expect(await failureOf(attempt())).toMatchObject(expected);
  expect(await app.selectRows("SELECT count(*) AS n FROM changes")).toEqual(before);
  await caller.presets.save({ kind: "queue", name: "Night", values: { ringSeconds: 60 } });
  expect(
    await failureOf(caller.presets.save({ kind: "queue", name: "night", values: { ringSeconds: 30 } })),
  ).toMatchObject({ key: "presets.nameTaken", field: "name" });
});

test("a field that is excluded when a preset is applied is an override by name, now and at the next push", async () => {
  const app = await openTestApp();
  const caller = dana(app);
  const ids = await queuesOf(app, caller, ["One", "Two"], "ava@callboard.demo");
  const long = { kind: "queue", name: "Long" } as const;
  const { id: preset } = await caller.presets.save({ ...long, values: { ringSeconds: 60, wrapUpSeconds: 90 } });
  const to = { records: Object.values(ids).map((id) => ({ id })) };
  const proposed = await caller.presets.proposeApply({ preset, to, overrides: ["wrapUpSeconds"] });
  expect((await effectsOf(caller, proposed.proposal)).map(({ text }) => text)).toEqual([
    "Ring time of One: 20 s → 60 s",
    "Ring time of Two: 20 s → 60 s",
  ]);
  expect(await notesOf(caller, proposed.proposal)).toContain(
    "Callers already waiting in a queue are not affected: it applies from the next call",
  );
  await confirm(caller, proposed);
  expect(await queue(caller, ids["One"]!)).toMatchObject({ ringSeconds: 60, wrapUpSeconds: 30 });
  // Another field is excluded later, for a record that already follows.
  const second = await caller.presets.proposeApply({ preset, to, overrides: ["ringSeconds"] });
  await confirm(caller, second);
  await caller.presets.save({ ...long, id: preset, version: 1, values: { ringSeconds: 70, wrapUpSeconds: 95 } });
  expect(await caller.presets.proposeApply({ preset, to: { followers: true } })).toEqual({ proposal: null, run: null });
  const { version } = await queue(caller, ids["One"]!);
  await caller.presets.unfollow({ kind: "queue", id: ids["One"]!, version });
  expect(await caller.presets.differences({ kind: "queue", id: ids["One"]! })).toBeNull();
});
