import type { Kind } from "@callboard/domain/core/record";
import { type KindName, KINDS } from "@callboard/domain/core/records";
import { describe, expect, test } from "vitest";
import { createApp } from "../../../src/http/app.ts";
import { writeRun } from "../../../src/runs/propose.ts";
import { eventually } from "../../support/eventually.ts";
import { openTestApp, failureOf, type TestCaller, type TestApp } from "../../support/kit.ts";
import { scopeOf } from "../../support/scopes.ts";
import { unzip } from "../../support/checks/unzip.ts";

/** The balance in the proposal's lines, which only people who may cancel can read. */
const BALANCE = /182[.,]?4/;

async function openNorthwind() {
  const app = await openTestApp();
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  const { proposal } = await dana.lifecycle.proposeCancel({});
  const scope = scopeOf(app.services, app.account("northwind"));
  const draft = {
    type: "edit numbers",
    title: "Many numbers",
    input: { change: {} },
    state: "proposed",
    total: 0,
  } as const;
  const run = await writeRun(scope, "run1", draft as never, "run1");
  const agencyDraft = { ...draft, title: "Below", input: { subAccounts: true } };
  const agencyRun = await writeRun(scope, "run2", agencyDraft as never, "run2");
  const key = async (permissions: readonly string[]) =>
    app.callerWith(
      (await dana.access.createApiKey({ name: permissions.join(), permissions: permissions as never })).secret,
    );
  return { app, dana, proposal, run, agencyRun, key };
}

/** Everything that a person can read of the log, in every view. */
async function answersAbout(
  app: TestApp,
  who: TestCaller,
  secret: string,
  records: [KindName, string][],
): Promise<string> {
  const calls = [
    who.history.list({ log: "both", limit: 100 }),
    who.history.list({ log: "activity", limit: 100 }),
    ...records.flatMap(([kind, id]) => [
      who.history.list({ log: "both", kind, id }),
      who.history.list({ log: "activity", kind }),
      who.history.versions({ kind, id }),
      who.history.version({ kind, id, version: 1 }),
      who.history.compare({ kind, id, from: 1, to: 1 }),
    ]),
    who.history.asOf({ at: app.now() - 1 }),
    who.history.unread(),
  ];
  const answers = (await Promise.allSettled(calls)).map((one) => (one.status === "fulfilled" ? one.value : null));
  const headers = { authorization: `Bearer ${secret}`, "x-callboard-account": app.account("northwind") };
  const file = await createApp(app.services, null).request("/export/history.csv?log=both", { headers });
  return JSON.stringify(answers) + (await file.text());
}

describe("system records require their own permission, in every view", () => {
  test("a proposal requires the permission for what it does: report managers, billing and history keys can't read it", async () => {
    const { app, dana, proposal, key } = await openNorthwind();
    const about: [KindName, string][] = [["proposal", proposal]];
    expect(await answersAbout(app, dana, app.sessions["dana@callboard.demo"]!, about)).toMatch(BALANCE);
    for (const name of ["rita", "bill"]) {
      const who = app.callerFor(`${name}@callboard.demo`, "northwind");
      expect(await failureOf(who.proposals.get({ proposal }))).toMatchObject({ code: "not-found" });
      const seen = await answersAbout(app, who, app.sessions[`${name}@callboard.demo`]!, about);
      expect(seen, name).not.toContain(proposal);
      if (name === "rita") expect(seen).not.toMatch(BALANCE);
    }
    for (const permissions of [["read history"], ["read history", "read routing", "read the board"]]) {
      const { secret } = await dana.access.createApiKey({
        name: permissions.join(),
        permissions: permissions as never,
      });
      expect(await answersAbout(app, app.callerWith(secret), secret, about)).not.toContain(proposal);
    }
    expect(
      (await (await key(["read history", "read the balance"])).history.filters()).kinds.map(({ kind }) => kind),
    ).not.toContain("run");
  });

  test("a run requires reading numbers and queues; one over sub-accounts requires running the agency", async () => {
    const { app, dana, run, agencyRun } = await openNorthwind();
    const about: [KindName, string][] = [
      ["run", run],
      ["run", agencyRun],
    ];
    const { secret } = await dana.access.createApiKey({ name: "History", permissions: ["read history"] });
    const byKey = await answersAbout(app, app.callerWith(secret), secret, about);
    expect(byKey).not.toMatch(/Many numbers|Below/);
    const seen = (name: string) =>
      answersAbout(
        app,
        app.callerFor(`${name}@callboard.demo`, "northwind"),
        app.sessions[`${name}@callboard.demo`]!,
        about,
      );
    for (const name of ["rita", "dana"]) {
      expect(await seen(name), name).toContain("Many numbers");
      expect(await seen(name), name).not.toContain("Below");
    }
    expect(await seen("harriet")).toContain("Below");
  });

  test("the live feed names a proposal only to people who may read it", async () => {
    const { app, dana, agencyRun } = await openNorthwind();
    const watch = async (name: string) => {
      const stream = (await app
        .callerFor(`${name}@callboard.demo`, "northwind")
        .feed.changes({})) as unknown as AsyncIterable<[string, { kind: string; id?: string }]>;
      const kinds: string[] = [];
      void (async () => {
        for await (const [, { kind, id }] of stream) kinds.push(`${kind} ${id ?? ""}`);
      })();
      await eventually(() => kinds.length > 0);
      return kinds;
    };
    const [danaEvents, ritaEvents, avaEvents] = [await watch("dana"), await watch("rita"), await watch("ava")];
    const { proposal } = await dana.lifecycle.proposeFlag({ flag: "stopped" } as never);
    await app.callerFor("harriet@callboard.demo", "northwind").runs.discard({ run: agencyRun });
    await dana.agents.setStatus({ status: "offline" });
    await eventually(
      () => ritaEvents.some((one) => one.startsWith("agent")) && danaEvents.some((one) => one.startsWith("agent")),
    );
    expect(danaEvents).toContain(`proposal ${proposal}`);
    expect([...danaEvents, ...ritaEvents, ...avaEvents].filter((one) => one === `run ${agencyRun}`)).toEqual([]);
    for (const kinds of [ritaEvents, avaEvents]) expect(kinds.filter((one) => one.startsWith("proposal"))).toEqual([]);
  });

  test("the account's export leaves out what its reader can't open", async () => {
    const { app } = await openNorthwind();
    const read = async (name: string) => {
      const headers = {
        authorization: `Bearer ${app.sessions[`${name}@callboard.demo`]!}`,
        "x-callboard-account": app.account("northwind"),
      };
      const response = await createApp(app.services, null).request("/export/account.zip", { headers });
      expect(response.status).toBe(200);
      return [...unzip(Buffer.from(await response.arrayBuffer())).values()].join("\n");
    };
    expect(await read("dana")).not.toContain("Below");
    expect(await read("harriet")).toContain("Below");
  });

  test("proposals from before permissions were recorded can be read only by people who may do everything", async () => {
    const { app, dana, proposal } = await openNorthwind();
    await app.services.db.runScript([
      { sql: "DROP TRIGGER changes_no_update", args: [] },
      {
        sql: "UPDATE changes SET shape = 1, data = json_remove(data, '$.permissions') WHERE kind = 'proposal' AND id = ?",
        args: [proposal],
      },
    ]);
    const attempt = dana.history.version({ kind: "proposal", id: proposal, version: 1 });
    expect(await failureOf(attempt)).toMatchObject({ code: "not-found" });
    const harriet = app.callerFor("harriet@callboard.demo", "northwind");
    expect(await harriet.history.version({ kind: "proposal", id: proposal, version: 1 })).toMatchObject({ version: 1 });
  });
});

test("each kind declares who may read its past, and activity requires more than its area does", () => {
  const own = Object.values(KINDS as unknown as Record<string, Kind>).filter(({ readBy }) => readBy !== "area");
  expect(Object.fromEntries(own.map(({ kind, readBy }) => [kind, readBy]))).toEqual({
    providerRequest: ["read routing"],
    charge: ["read the balance"],
    recharge: ["read the balance"],
    run: { field: "permissions", least: ["read routing"] },
    proposal: { field: "permissions", least: [] },
    pin: ["restore"],
  });
  const activity = Object.values(KINDS).filter(({ log }) => log === "activity");
  // Statuses and phone states are visible to the team, like the board.
  expect(activity.filter(({ readBy }) => readBy === "area").map(({ kind }) => kind)).toEqual([
    "subscription",
    "agent",
    "phone",
    // Whoever routes calls sees which ones came.
    "call",
    "preferences",
    "readMarker",
    "alertChoices",
  ]);
});
