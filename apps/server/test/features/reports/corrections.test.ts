import type { StatusSums } from "@callboard/domain/reports/types";
import { expect, test } from "vitest";
import { deleteOldTime } from "../../../src/features/reports/keepCounting.ts";
import { DAY, failureOf, HOUR, MINUTE, openTestApp, type TestApp } from "../../support/kit.ts";

const mail = (name: string) => `${name}@callboard.demo`;
const by = (app: TestApp, name: string, account = "northwind") => app.callerFor(mail(name), account);
const today = { first: "2026-03-17", last: "2026-03-17" };
/** Recorded and corrected milliseconds in a status. */
const timesIn = (sums: readonly StatusSums[], status: string) => {
  const of = (layer: string) => sums.find((one) => one.layer === layer && one.status === status)?.ms ?? 0;
  return [of("status"), of("status") + of("corrected")];
};

/** Ava has been in Lunch for two hours, and is Available now. */
async function afterLunch(app: TestApp) {
  const lunch = app.statuses["northwind/Lunch"]!;
  await by(app, "ava").agents.setStatus({ status: lunch, minutes: null });
  const start = app.now();
  app.advance(2 * HOUR);
  await by(app, "ava").agents.setStatus({ status: "available" });
  app.advance(HOUR);
  const proposal = { from: start + 30 * MINUTE, to: start + 90 * MINUTE, status: "available", reason: "at my desk" };
  return { lunch, start, proposal, person: app.people[mail("ava")]! };
}

test("an accepted correction stands beside the recorded time of agent, status and day, and the log stays", async () => {
  const app = await openTestApp();
  const { lunch, proposal, person } = await afterLunch(app);
  const logOf = () => app.selectRows("SELECT n, data FROM changes WHERE kind = 'agent' AND id = ? ORDER BY n", person);
  const log = await logOf();
  const { id } = await by(app, "ava").reports.proposeCorrection(proposal);
  const before = await by(app, "ava").reports.agent(today);
  expect(before.corrections).toMatchObject([{ id, state: "waiting", reason: "at my desk", by: null }]);
  expect(timesIn(before.totals, lunch)).toEqual([2 * HOUR, 2 * HOUR]);
  expect(await by(app, "dana").reports.corrections({})).toMatchObject({
    total: 1,
    corrections: [{ id, version: 1, person, name: "Ava Lindqvist", statusName: "Available" }],
  });
  await by(app, "dana").reports.decideCorrection({ id, version: 1, accept: true });
  const own = await by(app, "ava").reports.agent(today);
  expect(own.corrections).toMatchObject([{ id, state: "accepted", by: "Dana Reyes" }]);
  expect(timesIn(own.totals, lunch)).toEqual([2 * HOUR, HOUR]);
  expect(timesIn(own.days[0]!.sums, lunch)).toEqual([2 * HOUR, HOUR]);
  const [recorded, corrected] = timesIn(own.totals, "available");
  expect(corrected).toBe(recorded! + HOUR);
  const team = await by(app, "dana").reports.team(today);
  expect(team.rows.find((row) => row.person === person)!.sums).toEqual(own.totals);
  expect(timesIn(team.totals, lunch)[1]).toBe(timesIn(team.totals, lunch)[0]! - HOUR);
  expect(await by(app, "dana").reports.corrections({})).toMatchObject({ total: 0, corrections: [] });
  expect(await logOf()).toEqual(log);
});

test("time in a status that lasts is corrected too, and stays so when it ends", async () => {
  const app = await openTestApp();
  const lunch = app.statuses["northwind/Lunch"]!;
  await by(app, "ava").agents.setStatus({ status: lunch, minutes: null });
  app.advance(HOUR);
  const input = { from: app.now() - 40 * MINUTE, to: app.now() - 10 * MINUTE, status: "available", reason: "here" };
  const { id } = await by(app, "ava").reports.proposeCorrection(input);
  await by(app, "dana").reports.decideCorrection({ id, version: 1, accept: true });
  const times = async () => {
    const person = app.people[mail("ava")]!;
    const { rows } = await by(app, "dana").reports.team(today);
    const answer = await by(app, "ava").reports.agent(today);
    expect(rows.find((row) => row.person === person)!.sums).toEqual(answer.totals);
    return timesIn(answer.totals, lunch);
  };
  expect(await times()).toEqual([HOUR, 30 * MINUTE]);
  app.advance(HOUR);
  await by(app, "ava").agents.setStatus({ status: "available" });
  expect(await times()).toEqual([2 * HOUR, 90 * MINUTE]);
  // Of two decisions about the same time the later one counts.
  app.advance(MINUTE);
  const again = await by(app, "ava").reports.proposeCorrection({ ...input, status: lunch, reason: "I was not" });
  app.advance(MINUTE);
  await by(app, "dana").reports.decideCorrection({ id: again.id, version: 1, accept: true });
  expect(await times()).toEqual([2 * HOUR, 2 * HOUR]);
});

test("who may not decide: the agent, a call manager, billing, another account, and whoever lost the permission", async () => {
  const app = await openTestApp();
  const { proposal, person } = await afterLunch(app);
  const { id } = await by(app, "ava").reports.proposeCorrection(proposal);
  const decision = { id, version: 1, accept: true };
  for (const name of ["ava", "milo"])
    expect(await failureOf(by(app, name).reports.decideCorrection(decision))).toMatchObject({ code: "forbidden" });
  for (const name of ["ava", "milo"])
    expect(await failureOf(by(app, name).reports.corrections({}))).toMatchObject({ code: "forbidden" });
  const missing = await failureOf(by(app, "dana").reports.decideCorrection({ ...decision, id: "nothing" }));
  // An administrator of another account finds no such correction there.
  const foreign = await failureOf(by(app, "solveig", "solo").reports.decideCorrection(decision));
  expect(foreign).toEqual(missing);
  expect(await failureOf(by(app, "ben").reports.withdrawCorrection({ id, version: 1 }))).toEqual(missing);
  expect(await by(app, "solveig", "solo").reports.corrections({})).toMatchObject({ total: 0, corrections: [] });

  // As a report manager Ava decides about others, but never about herself.
  const member = (await by(app, "dana").access.people()).members.find((one) => one.id === person)!;
  await by(app, "dana").access.setRole({
    person,
    version: member.version,
    role: "report manager",
    softphone: true,
  });
  expect(await failureOf(by(app, "ava").reports.decideCorrection(decision))).toMatchObject({
    key: "reports.ownCorrection",
  });
  await by(app, "dana").access.setRole({ person, version: member.version + 1, role: "agent", softphone: false });
  expect(await failureOf(by(app, "ava").reports.proposeCorrection(proposal))).toMatchObject({ code: "forbidden" });
  expect(await failureOf(by(app, "ava").reports.withdrawCorrection({ id, version: 1 }))).toMatchObject({
    code: "forbidden",
  });
});

test("a proposal is decided once, and not after it was withdrawn", async () => {
  const app = await openTestApp();
  const { proposal, lunch } = await afterLunch(app);
  const ava = by(app, "ava").reports;
  const dana = by(app, "dana").reports;
  const { id } = await ava.proposeCorrection(proposal);
  expect(await failureOf(ava.proposeCorrection(proposal))).toMatchObject({ key: "reports.correctionOverlaps" });
  const outcomes = await Promise.allSettled([
    dana.decideCorrection({ id, version: 1, accept: false, answer: "you were out" }),
    ava.withdrawCorrection({ id, version: 1 }),
    dana.decideCorrection({ id, version: 1, accept: true }),
  ]);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect((await ava.agent(today)).corrections).toMatchObject([{ version: 2 }]);
  for (const version of [1, 2])
    expect(await failureOf(dana.decideCorrection({ id, version, accept: true }))).toMatchObject({ code: "conflict" });
  const next = await ava.proposeCorrection(proposal);
  await ava.withdrawCorrection({ id: next.id, version: 1 });
  expect(await failureOf(dana.decideCorrection({ id: next.id, version: 1, accept: true }))).toMatchObject({
    key: "reports.already-withdrawn",
  });
  expect(timesIn((await ava.agent(today)).totals, lunch)).toEqual([2 * HOUR, 2 * HOUR]);
});

test("each step is in Change History, and the agent reads what was decided about them and why", async () => {
  const app = await openTestApp();
  const { proposal } = await afterLunch(app);
  const { id } = await by(app, "ava").reports.proposeCorrection(proposal);
  await by(app, "dana").reports.decideCorrection({ id, version: 1, accept: false, answer: "you were out" });
  const actions = async (name: string) => {
    const { changes } = await by(app, name).history.list({ limit: 100 });
    return changes.filter(({ kind }) => kind === "correction").map(({ action, cause }) => `${action}; ${cause}`);
  };
  const rejection = expect.stringMatching(/^rejected that Ava .* was in Available from .* to .*; you were out$/);
  expect(await actions("dana")).toEqual([rejection, expect.stringMatching(/^proposed Available for /)]);
  // Agents read there what others did.
  expect(await actions("ava")).toEqual([rejection]);
  expect(await actions("ben")).toEqual([]);
});

test("a correction is deleted with the time that it is about, and the report of the day is unchanged by then", async () => {
  const app = await openTestApp();
  const { proposal, person } = await afterLunch(app);
  const { id } = await by(app, "ava").reports.proposeCorrection(proposal);
  await by(app, "dana").reports.decideCorrection({ id, version: 1, accept: true });
  app.advance(DAY);
  const before = await by(app, "dana").reports.agent({ ...today, person });
  app.advance(728 * DAY);
  await deleteOldTime(app.services);
  const dana = await app.signInAgain(mail("dana"), "northwind");
  expect((await dana.reports.agent({ ...today, person })).totals).toEqual(before.totals);
  app.advance(2 * DAY);
  await deleteOldTime(app.services);
  expect(await app.selectRows("SELECT id FROM records WHERE kind = 'correction'")).toEqual([]);
});
