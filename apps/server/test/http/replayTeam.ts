import { HOUR, MINUTE, type TestApp } from "../support/kit.ts";
import { ava, callerOf, dana, person, step, type Step } from "./replaySteps.ts";

const today = (app: TestApp) => new Date(app.now()).toISOString().slice(0, 10);
const plannedStatus = async (app: TestApp) => (await callerOf(app, "ava").agents.planned()).plans[0]!.id;
/** Half an hour, a few hours ago. */
const correction = (app: TestApp, hours: number) => ({
  from: app.now() - hours * HOUR,
  to: app.now() - (hours - 0.5) * HOUR,
  status: "available",
  reason: "I was at my desk",
});

/** What agents do all day, and their supervisors. */
export const TEAM_STEPS: readonly Step[] = [
  ava("agents.setStatus", (app) => ({ status: app.statuses["northwind/Lunch"]! })),
  ava("agents.extendStatus", () => ({ minutes: 5 })),
  ava("agents.undoStatus", () => ({})),
  ava("agents.reportIdle", (app) => ({ idleSince: app.now() - 10 * MINUTE })),
  ava("agents.queueNext", async (app) => {
    await app
      .callerWith(app.keys.northwind)
      .calls.phoneEvent({ id: "rings", person: person(app, "ava"), event: "inbound" });
    return { status: app.statuses["northwind/Lunch"]! };
  }),
  ava("agents.clearNext"),
  step("calls.phoneEvent", "phones", "northwind", (app) => ({
    id: "ends",
    person: person(app, "ava"),
    event: "ended",
  })),
  ava("agents.planStatus", (app) => ({ status: "offline", firstDay: today(app), from: 0, to: 1439 })),
  ava("agents.skipPlanned", async (app) => ({ id: await plannedStatus(app), day: today(app) })),
  ava("agents.removePlanned", async (app) => ({ id: await plannedStatus(app) })),
  ava("reports.proposeCorrection", (app) => correction(app, 3)),
  dana("reports.decideCorrection", (_app, answers) => ({
    ...answers["reports.proposeCorrection"],
    version: 1,
    accept: true,
  })),
  ava("reports.withdrawCorrection", async (app) => ({
    ...(await callerOf(app, "ava").reports.proposeCorrection(correction(app, 2))),
    version: 1,
  })),
  dana("agents.setStatusFor", (app) => ({ person: person(app, "ben"), status: "available", reason: "covering" })),
  dana("agents.setStatusForMany", (app) => ({
    people: [person(app, "ben"), person(app, "cleo")],
    status: "offline",
    reason: "fire drill",
  })),
];
