import { create, save } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { expect, test } from "vitest";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { findOne } from "../../../src/store/queries.ts";
import { writeItems, writeRun } from "../../../src/runs/propose.ts";
import { NO_RESTORE_INPUTS } from "../../../src/features/history/restoring/prepare.ts";
import { commit } from "../../../src/store/commit.ts";
import { openTestApp, failureOf, type TestCaller } from "../../support/kit.ts";
import { scopeOf } from "../../support/scopes.ts";

const only = { code: "forbidden", key: "presets.agencyOnly" };
const draft = (name: string) => ({ of: "source" as const, name, about: "", values: { site: "onsite" as const } });
const logEntry = { action: message("cause.chosen") };

/** Harbor with a plain administrator, and a preset of Harriet's that a source follows. */
async function agency() {
  const app = await openTestApp();
  const harriet = app.as("harriet@callboard.demo", "harbor");
  await harriet.access.invite({ email: "ben@callboard.demo", name: "Ben", role: "administrator" });
  await app.as("ben@callboard.demo").access.join({ token: await app.link("ben@callboard.demo") });
  const ben = app.as("ben@callboard.demo", "harbor");
  const { id: preset } = await harriet.presets.save(draft("Ads"));
  const { id: source } = await harriet.presets.create({ preset, name: "Ads here" });
  const seen = async () => (await harriet.presets.get({ id: preset })).preset;
  return { it: app, harriet, ben, preset, source, seen };
}

const settled = async (who: TestCaller, source: string, version: number) =>
  who.presets.resolveDifference({ kind: "source", id: source, version, field: "site", how: "accept" });

test("only agency administrators can add, change and archive a preset that is offered to sub-accounts", async () => {
  const { it: app, harriet, ben, preset, source, seen } = await agency();
  const { version } = await seen();
  expect(await failureOf(ben.presets.save(draft("Mine")))).toEqual(only);
  expect(await failureOf(ben.presets.save({ id: preset, version, ...draft("Ads!") }))).toEqual(only);
  expect(await failureOf(ben.presets.saveFromRecord({ kind: "source", id: source, name: "From it" }))).toEqual(only);
  expect(await failureOf(ben.presets.archive({ id: preset, version, archived: true }))).toEqual(only);
  const { secret } = await harriet.access.createApiKey({ name: "Routing", deeds: ["change routing", "read routing"] });
  expect(await failureOf(app.with(secret).presets.save(draft("By key")))).toEqual(only);
  expect(await seen()).toMatchObject({ name: "Ads", version, archivedAt: null });
  await harriet.presets.save({ id: preset, version, ...draft("Ads!") });
});

test("an administrator can still use an agency's preset: following, overriding, applying", async () => {
  const { ben, preset } = await agency();
  await ben.presets.create({ preset, name: "Another" });
  expect((await ben.presets.list({})).presets.map(({ name }) => name)).toContain("Ads");
});

test("an administrator can't change an agency's preset by accepting a difference, or by any restore", async () => {
  const { it: app, harriet, ben, preset, source, seen } = await agency();
  const scope = scopeOf(app.world, app.account("harbor"));
  const version = await commit(scope, { doc: findOne("source", source) }, ({ doc }) => ({
    effects: [save("source", doc, { ...doc.data, site: "offsite", ways: [] }, logEntry)],
    answer: doc.version + 1,
  }));
  expect(await failureOf(settled(ben, source, version))).toEqual(only);
  await settled(harriet, source, version);
  const before = await seen();
  const back = { kind: "preset", id: preset, version: 1 };
  const { key } = only;
  expect(await failureOf(ben.history.proposeRestore(back))).toMatchObject({ key });
  expect(await failureOf(ben.history.proposeBringBack({ at: app.now() - 1, records: [back] }))).toMatchObject({ key });
  const { proposal } = await harriet.history.proposeRestore(back);
  // Somebody else's proposal needs the permission of the person who confirms it.
  expect(await failureOf(ben.proposals.confirm({ proposal: proposal! }))).toMatchObject({ key });
  await harriet.proposals.confirm({ proposal: proposal! });
  const [{ batch }] = (await app.rows("SELECT batch FROM changes WHERE kind = 'preset' AND batch IS NOT NULL")) as [
    { batch: string },
  ];
  expect(await failureOf(ben.history.proposeUndo({ batch }))).toMatchObject({ key });
  expect((await seen()).version).toBe(before.version + 1);
});

test("a long undo needs the permission of the person who started the run", async () => {
  const { it: app, harriet, ben, preset, seen } = await agency();
  const { version } = await seen();
  const target = {
    account: app.account("harbor"),
    kind: "preset",
    id: preset,
    older: null,
    seen: version,
    take: "change",
  };
  const input = {
    ...NO_RESTORE_INPUTS,
    targets: [{ ...target, fields: null, choices: {}, untouched: true }],
    name: "",
    place: null,
  };
  const undo = async (who: TestCaller, run: string) => {
    const scope = scopeOf(app.world, app.account("harbor"));
    await writeItems(scope, run, [{ n: 1, about: "Ads", input }]);
    const shared = { batch: "b", reason: "" };
    await writeRun(scope, run, { what: "undo batch", title: "Undo", input: shared, state: "proposed", total: 1 }, null);
    await who.runs.start({ run });
    await runDueJobs(app.world, "runs");
    return (await who.runs.items({ run })).items[0];
  };
  expect(await undo(ben, "by-ben")).toMatchObject({ state: "failed", reason: expect.stringMatching(/agency/) });
  expect(await undo(harriet, "by-harriet")).toMatchObject({ state: "done" });
});

test("an account without sub-accounts changes its own presets as before, and so does a sub-account", async () => {
  const app = await openTestApp();
  for (const [email, account] of [
    ["solveig@callboard.demo", "solo"],
    ["dana@callboard.demo", "northwind"],
  ] as const)
    await app.as(email, account).presets.save(draft("Own"));
});

test("every decision that writes a preset must check the permission: one that doesn't is a bug, and writes nothing", async () => {
  const app = await openTestApp();
  const account = app.account("harbor");
  const data = { ...draft("Sneaked in"), archivedAt: null };
  await expect(
    commit(scopeOf(app.world, account), {}, () => [create(account, "preset", "p", data, logEntry)]),
  ).rejects.toThrow(/without a permission/);
});
