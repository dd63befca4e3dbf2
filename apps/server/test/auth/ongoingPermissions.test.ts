import { save } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { describe, expect, test } from "vitest";
import { contextOf } from "../../src/http/app.ts";
import { exportAccount } from "../../src/http/downloads/accountExport.ts";
import { enterAccount } from "../../src/rpc/context.ts";
import { whilePermitted } from "../../src/http/downloads/routes.ts";
import { runDueJobs } from "../../src/jobs/queue.ts";
import { findOne } from "../../src/store/queries.ts";
import { writeRun } from "../../src/runs/propose.ts";
import { commit } from "../../src/store/commit.ts";
import { sendDueStatements } from "../../src/features/statements/sendDue.ts";
import { eventually } from "../support/eventually.ts";
import { DAY, MINUTE, openTestApp, failureOf, type TestApp } from "../support/kit.ts";
import { dana, removeMember, email, finn, setRole, addAgencyAdministrator } from "../support/fixtures/roleChanges.ts";
import { cardPageOf, MASTERCARD } from "../support/fixtures/payments.ts";
import { scopeOf } from "../support/scopes.ts";

describe("a run continues only while the person responsible may do what it does", () => {
  const LINES = 40;
  const startImport = async (app: TestApp) => {
    await setRole(app, "finn", "administrator");
    const lines = Array.from({ length: LINES }, (_, n) => `+1512555${String(1000 + n)},Line ${n}`);
    const { run } = await finn(app).numbers.import({
      name: "numbers.csv",
      text: `number,name\n${lines.join("\n")}\n`,
    } as never);
    await finn(app).runs.start({ run });
    return run;
  };

  test.each([
    ["removed", (app: TestApp) => removeMember(app, "finn")],
    ["demoted", (app: TestApp) => setRole(app, "finn", "report manager")],
  ] as const)(
    "%s meanwhile, the run pauses and says why; the person who resumes it becomes responsible",
    async (_how, loseRole) => {
      const app = await openTestApp();
      const run = await startImport(app);
      await loseRole(app);
      await runDueJobs(app.services, "runs");
      const paused = await dana(app).runs.get({ run });
      expect(paused).toMatchObject({ state: "paused", counts: { done: 0, pending: LINES } });
      expect(paused.suspendedReason).toMatch(/may no longer/);
      await dana(app).runs.resume({ run });
      await runDueJobs(app.services, "runs");
      expect(await dana(app).runs.get({ run })).toMatchObject({
        state: "done",
        suspendedReason: null,
        responsible: "Dana Reyes",
      });
      const actors = await app.selectRows(
        "SELECT DISTINCT person FROM changes WHERE kind = 'number' AND batch = ?",
        run,
      );
      expect(actors).toEqual([{ person: app.people[email("dana")]! }]);
    },
  );

  test("starting and resuming a run requires its own permission, not just a key that changes routing", async () => {
    const app = await openTestApp();
    const { secret } = await dana(app).access.createApiKey({
      name: "Routing",
      permissions: ["change routing", "read routing"],
    });
    const scope = scopeOf(app.services, app.account("northwind"));
    const undo = { type: "undo batch", title: "Undo", input: { batch: "b", reason: "" }, state: "proposed", total: 0 };
    const run = await writeRun(scope, "run-of-undo", undo as never, "run-of-undo");
    expect(await failureOf(app.callerWith(secret).runs.start({ run }))).toMatchObject({ code: "forbidden" });
    await dana(app).runs.start({ run });
    await dana(app).runs.pause({ run });
    expect(await failureOf(app.callerWith(secret).runs.resume({ run }))).toMatchObject({ code: "forbidden" });
  });
});

describe("somebody who leaves gets no more statements", () => {
  const addSchedule = async (app: TestApp, recipients: string[]) => {
    const { id } = (await dana(app).statements.saveSchedule({ every: "week", day: 1, recipients } as never)) as {
      id: string;
    };
    return id;
  };
  const bill = email("bill");
  const sendDue = async (app: TestApp) => {
    app.advance(8 * DAY);
    await sendDueStatements(app.services);
    return (await app.selectRows("SELECT recipient FROM mails WHERE document IS NOT NULL ORDER BY recipient")).map(
      ({ recipient }) => recipient,
    );
  };
  const listSchedules = async (app: TestApp) =>
    (await (await app.signInAgain(email("dana"), "northwind")).statements.schedules()).schedules;

  test("their address is named before and removed; the others continue", async () => {
    const app = await openTestApp();
    await addSchedule(app, [bill, "books@example.com"]);
    const [owned] = await dana(app).access.ownedItems({ person: app.people[bill]! });
    expect(owned!.schedules).toMatchObject([{ cadenceText: "every Monday", alone: false }]);
    await removeMember(app, "bill");
    expect(await sendDue(app)).toEqual(["books@example.com"]);
  });

  test("if they were the only recipient, the schedule is paused and says so", async () => {
    const app = await openTestApp();
    await addSchedule(app, [bill]);
    const [owned] = await dana(app).access.ownedItems({ person: app.people[bill]! });
    expect(owned!.schedules).toMatchObject([{ alone: true }]);
    await removeMember(app, "bill");
    expect(await sendDue(app)).toEqual([]);
    expect(await listSchedules(app)).toMatchObject([{ paused: true, recipients: [] }]);
  });

  test("the address stays if that is chosen", async () => {
    const app = await openTestApp();
    const id = await addSchedule(app, [bill]);
    await removeMember(app, "bill", { schedules: [id] });
    expect(await sendDue(app)).toEqual([bill]);
  });

  test("a role without access to the balance ends it too, and one with access keeps it", async () => {
    const app = await openTestApp();
    await addSchedule(app, [bill, "books@example.com"]);
    await setRole(app, "bill", "administrator");
    expect((await listSchedules(app))[0]!.recipients).toHaveLength(2);
    await setRole(app, "bill", "agent");
    expect(await sendDue(app)).toEqual(["books@example.com"]);
  });

  test("mails that are still waiting are stopped", async () => {
    const app = await openTestApp({ smtpUrl: "smtp://127.0.0.1:1" });
    await dana(app).statements.send({
      first: "2026-03-01",
      last: "2026-03-10",
      recipients: [bill, "books@example.com"],
    });
    const states = async () =>
      (await app.selectRows("SELECT recipient, state FROM mails WHERE document IS NOT NULL ORDER BY recipient")).map(
        (row) => [row.recipient, row.state],
      );
    expect(await states()).toEqual([
      [bill, "waiting"],
      ["books@example.com", "waiting"],
    ]);
    await removeMember(app, "bill");
    expect(await states()).toEqual([
      [bill, "failed"],
      ["books@example.com", "waiting"],
    ]);
  });

  test("when an agency administrator leaves, the schedules of the sub-accounts are included", async () => {
    const app = await openTestApp();
    const { harriet, remove } = await addAgencyAdministrator(app);
    await app
      .callerFor(email("mary"), "mason")
      .statements.saveSchedule({ every: "week", day: 1, recipients: [email("milo")] } as never);
    const owned = await harriet.access.ownedItems({ person: app.people[email("milo")]! });
    expect(owned.flatMap(({ account, schedules }) => schedules.map(() => account.name))).toEqual(["Mason & Sons"]);
    await remove();
    expect(await sendDue(app)).toEqual([]);
  });
});

describe("something started before a permission was lost doesn't get around the loss", () => {
  test("a card page accepts one card, and none from somebody who may no longer add any", async () => {
    const app = await openTestApp();
    await setRole(app, "finn", "administrator");
    const page = cardPageOf(app);
    const [first, late] = [await finn(app).cards.add(), await finn(app).cards.add()];
    expect((await page.enter(first.url)).status).toBe(200);
    const again = await page.enter(first.url, { number: MASTERCARD });
    expect(again).toMatchObject({ status: 422, text: expect.stringContaining("has already added a card") });
    await removeMember(app, "finn");
    const refusal = await page.enter(late.url, { number: MASTERCARD });
    expect(refusal).toMatchObject({ status: 422, text: expect.stringContaining("can no longer add cards") });
    expect((await dana(app).cards.list()).cards).toHaveLength(1);
  });

  test("an order that the carrier was too busy for isn't sent again", async () => {
    const app = await openTestApp();
    await setRole(app, "finn", "administrator");
    app.carrier.faultFor = () => "busy";
    const e164 = "+12125550143";
    const { requestId } = await finn(app).numbers.buy({ e164, name: "Line", source: null, route: null });
    await runDueJobs(app.services, "requests");
    expect((await dana(app).numbers.order({ id: requestId })).state).toBe("requested");
    await removeMember(app, "finn");
    app.advance(MINUTE);
    await runDueJobs(app.services, "requests");
    expect(await dana(app).numbers.order({ id: requestId })).toMatchObject({ state: "declined" });
    expect((await dana(app).numbers.list({ limit: 10 })).numbers).toEqual([]);
  });

  test("a download stops at the next page", async () => {
    const app = await openTestApp();
    await setRole(app, "finn", "administrator");
    const headers = { authorization: `Bearer ${app.sessions[email("finn")]!}` };
    const ctx = contextOf(
      app.services,
      new Headers({ ...headers, "x-callboard-account": app.account("northwind") }),
      "test",
    );
    const { scope, context } = await enterAccount(ctx, ["export"]);
    let pages = 0;
    const { stream } = await exportAccount(scope, context, (readPage) => {
      const readChecked = whilePermitted(ctx, ["export"], readPage);
      return async (after) => {
        if ((pages += 1) === 5) await removeMember(app, "finn");
        return readChecked(after);
      };
    });
    await expect(new Response(stream).arrayBuffer()).rejects.toThrow("api.notFound");
    expect(pages).toBe(5);
  });

  test("a live stream ends: for agency people when the account leaves the agency, for a key when its permission ends", async () => {
    const app = await openTestApp();
    await addAgencyAdministrator(app);
    await setRole(app, "finn", "administrator");
    const { secret } = await finn(app).access.createApiKey({ name: "Board", permissions: ["read the board"] });
    const [milo, key] = [
      await watch(app, app.sessions[email("milo")]!, "mason"),
      await watch(app, secret, "northwind"),
    ];
    const scope = scopeOf(app.services, app.account("mason"));
    await commit(scope, { account: findOne("account", scope.account) }, ({ account }) => [
      save(
        "account",
        account,
        { ...account.data, agency: null, balanceFrom: "own" },
        { action: message("account.didSave") },
      ),
    ]);
    await eventually(() => milo.ended);
    await setRole(app, "finn", "agent");
    await eventually(() => key.ended);
  });

  async function watch(app: TestApp, secret: string, account: string) {
    const stream = (await app.callerWith(secret, { account }).feed.changes({})) as unknown as AsyncIterable<unknown>;
    const state = { ended: false, received: 0 };
    void (async () => {
      for await (const _ of stream) state.received += 1;
      state.ended = true;
    })();
    await eventually(() => state.received > 0);
    return state;
  }
});
