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

const agencyOnly = { code: "forbidden", key: "presets.agencyOnly" };
const draft = (name: string) => ({
  kind: "source" as const,
  name,
  description: "",
  values: { site: "onsite" as const },
});
const logEntry = { action: message("agents.cause.chosen") };

/** Harbor with a plain administrator, and a preset of Harriet's that a source follows. */
async function openAgency() {
  const app = await openTestApp();
  const harriet = app.callerFor("harriet@callboard.demo", "harbor");
  await harriet.access.invite({ email: "ben@callboard.demo", name: "Ben", role: "administrator" });
  await app.callerFor("ben@callboard.demo").access.join({ token: await app.mailedLink("ben@callboard.demo") });
  const ben = app.callerFor("ben@callboard.demo", "harbor");
  const { id: preset } = await harriet.presets.save(draft("Ads"));
  const { id: source } = await harriet.presets.create({ preset, name: "Ads here" });
  const readPreset = async () => (await harriet.presets.get({ id: preset })).preset;
  return { app, harriet, ben, preset, source, readPreset };
}

const acceptDifference = async (who: TestCaller, source: string, version: number) =>
  who.presets.resolveDifference({ kind: "source", id: source, version, field: "site", how: "accept" });

test("only agency administrators can add, change and archive a preset that is offered to sub-accounts", async () => {
  const { app, harriet, ben, preset, source, readPreset } = await openAgency();
  const { version } = await readPreset();
  expect(await failureOf(ben.presets.save(draft("Mine")))).toEqual(agencyOnly);
  expect(await failureOf(ben.presets.save({ id: preset, version, ...draft("Ads!") }))).toEqual(agencyOnly);
  expect(await failureOf(ben.presets.saveFromRecord({ kind: "source", id: source, name: "From it" }))).toEqual(
    agencyOnly,
  );
  expect(await failureOf(ben.presets.archive({ id: preset, version, archived: true }))).toEqual(agencyOnly);
  const { secret } = await harriet.access.createApiKey({
    name: "Routing",
    permissions: ["change routing", "read routing"],
  });
  expect(await failureOf(app.callerWith(secret).presets.save(draft("By key")))).toEqual(agencyOnly);
  expect(await readPreset()).toMatchObject({ name: "Ads", version, archivedAt: null });
  await harriet.presets.save({ id: preset, version, ...draft("Ads!") });
});

test("an administrator can still use an agency's preset: following, overriding, applying", async () => {
  const { ben, preset } = await openAgency();
  await ben.presets.create({ preset, name: "Another" });
  expect((await ben.presets.list({})).presets.map(({ name }) => name)).toContain("Ads");
});

test("an administrator can't change an agency's preset by accepting a difference, or by any restore", async () => {
  const { app, harriet, ben, preset, source, readPreset } = await openAgency();
  const scope = scopeOf(app.services, app.account("harbor"));
  const version = await commit(scope, { doc: findOne("source", source) }, ({ doc }) => ({
    effects: [save("source", doc, { ...doc.data, site: "offsite", ruleGroups: [] }, logEntry)],
    answer: doc.version + 1,
  }));
  expect(await failureOf(acceptDifference(ben, source, version))).toEqual(agencyOnly);
  await acceptDifference(harriet, source, version);
  const before = await readPreset();
  const restore = { kind: "preset", id: preset, version: 1 };
  const { key } = agencyOnly;
  expect(await failureOf(ben.history.proposeRestore(restore))).toMatchObject({ key });
  expect(await failureOf(ben.history.proposeBringBack({ at: app.now() - 1, records: [restore] }))).toMatchObject({
    key,
  });
  const { proposal } = await harriet.history.proposeRestore(restore);
  // Somebody else's proposal needs the permission of the person who confirms it.
  expect(await failureOf(ben.proposals.confirm({ proposal: proposal! }))).toMatchObject({ key });
  await harriet.proposals.confirm({ proposal: proposal! });
  const [{ batch }] = (await app.selectRows(
    "SELECT batch FROM changes WHERE kind = 'preset' AND batch IS NOT NULL",
  )) as [{ batch: string }];
  expect(await failureOf(ben.history.proposeUndo({ batch }))).toMatchObject({ key });
  expect((await readPreset()).version).toBe(before.version + 1);
});

test("a long undo needs the permission of the person who started the run", async () => {
  const { app, harriet, ben, preset, readPreset } = await openAgency();
  const { version } = await readPreset();
  const target = {
    account: app.account("harbor"),
    kind: "preset",
    id: preset,
    versionToRestore: null,
    seenVersion: version,
    mode: "change",
  };
  const input = {
    ...NO_RESTORE_INPUTS,
    targets: [{ ...target, fields: null, choices: {}, onlyIfUntouched: true }],
    name: "",
    accountName: null,
  };
  const undo = async (who: TestCaller, run: string) => {
    const scope = scopeOf(app.services, app.account("harbor"));
    await writeItems(scope, run, [{ n: 1, about: "Ads", input }]);
    const shared = { batch: "b", reason: "" };
    await writeRun(scope, run, { type: "undo batch", title: "Undo", input: shared, state: "proposed", total: 1 }, null);
    await who.runs.start({ run });
    await runDueJobs(app.services, "runs");
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
    expect(await app.callerFor(email, account).presets.save(draft("Own"))).toMatchObject({ id: expect.any(String) });
});

test("every decision that writes a preset must check the permission: one that doesn't is a bug, and writes nothing", async () => {
  const app = await openTestApp();
  const account = app.account("harbor");
  const data = { ...draft("Sneaked in"), archivedAt: null };
  await expect(
    commit(scopeOf(app.services, account), {}, () => [create(account, "preset", "p", data, logEntry)]),
  ).rejects.toThrow(/without a permission check/);
});
