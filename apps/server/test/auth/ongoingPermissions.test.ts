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
import { DAY, eventually, MINUTE, openTestApp, failureOf, type TestApp } from "../support/kit.ts";
import { dana, removeMember, email, finn, setRole, addAgencyAdministrator } from "../support/fixtures/roleChanges.ts";
import { cardPageOf, MASTERCARD } from "../support/fixtures/payments.ts";
import { scopeOf } from "../support/scopes.ts";

describe("a run continues only while the person responsible may do what it does", () => {
  const LINES = 40;
  const begun = async (app: TestApp) => {
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
    async (_how, end) => {
      const app = await openTestApp();
      const run = await begun(app);
      await end(app);
      await runDueJobs(app.world, "runs");
      const halted = await dana(app).runs.get({ run });
      expect(halted).toMatchObject({ state: "paused", counts: { done: 0, left: LINES } });
      expect(halted.halted).toMatch(/may no longer/);
      await dana(app).runs.resume({ run });
      await runDueJobs(app.world, "runs");
      expect(await dana(app).runs.get({ run })).toMatchObject({ state: "done", halted: null, by: "Dana Reyes" });
      const by = await app.rows("SELECT DISTINCT person FROM changes WHERE kind = 'number' AND batch = ?", run);
      expect(by).toEqual([{ person: app.people[email("dana")]! }]);
    },
  );

  test("starting and resuming a run requires its own permission, not just a key that changes routing", async () => {
    const app = await openTestApp();
    const { secret } = await dana(app).access.createApiKey({
      name: "Routing",
      deeds: ["change routing", "read routing"],
    });
    const scope = scopeOf(app.world, app.account("northwind"));
    const undo = { what: "undo batch", title: "Undo", input: { batch: "b", reason: "" }, state: "proposed", total: 0 };
    const run = await writeRun(scope, "run-of-undo", undo as never, "run-of-undo");
    expect(await failureOf(app.with(secret).runs.start({ run }))).toMatchObject({ code: "forbidden" });
    await dana(app).runs.start({ run });
    await dana(app).runs.pause({ run });
    expect(await failureOf(app.with(secret).runs.resume({ run }))).toMatchObject({ code: "forbidden" });
  });
});

describe("somebody who leaves gets no more statements", () => {
  const scheduled = async (app: TestApp, recipients: string[]) => {
    const { id } = (await dana(app).statements.saveSchedule({ every: "week", day: 1, recipients } as never)) as {
      id: string;
    };
    return id;
  };
  const bill = email("bill");
  const due = async (app: TestApp) => {
    app.pass(8 * DAY);
    await sendDueStatements(app.world);
    return (await app.rows("SELECT recipient FROM mails WHERE paper IS NOT NULL ORDER BY recipient")).map(
      ({ recipient }) => recipient,
    );
  };
  const listed = async (app: TestApp) =>
    (await (await app.anew(email("dana"), "northwind")).statements.schedules()).schedules;

  test("their address is named before and removed; the others continue", async () => {
    const app = await openTestApp();
    await scheduled(app, [bill, "books@example.com"]);
    const [carried] = await dana(app).access.ownedItems({ person: app.people[bill]! });
    expect(carried!.schedules).toMatchObject([{ rhythm: "every Monday", alone: false }]);
    await removeMember(app, "bill");
    expect(await due(app)).toEqual(["books@example.com"]);
  });

  test("if they were the only recipient, the schedule is paused and says so", async () => {
    const app = await openTestApp();
    await scheduled(app, [bill]);
    const [carried] = await dana(app).access.ownedItems({ person: app.people[bill]! });
    expect(carried!.schedules).toMatchObject([{ alone: true }]);
    await removeMember(app, "bill");
    expect(await due(app)).toEqual([]);
    expect(await listed(app)).toMatchObject([{ paused: true, recipients: [] }]);
  });

  test("the address stays if that is chosen", async () => {
    const app = await openTestApp();
    const id = await scheduled(app, [bill]);
    await removeMember(app, "bill", { schedules: [id] });
    expect(await due(app)).toEqual([bill]);
  });

  test("a role without access to the balance ends it too, and one with access keeps it", async () => {
    const app = await openTestApp();
    await scheduled(app, [bill, "books@example.com"]);
    await setRole(app, "bill", "administrator");
    expect((await listed(app))[0]!.recipients).toHaveLength(2);
    await setRole(app, "bill", "agent");
    expect(await due(app)).toEqual(["books@example.com"]);
  });

  test("mails that are still waiting are stopped", async () => {
    const app = await openTestApp({ smtpUrl: "smtp://127.0.0.1:1" });
    await dana(app).statements.send({
      first: "2026-03-01",
      last: "2026-03-10",
      recipients: [bill, "books@example.com"],
    });
    const states = async () =>
      (await app.rows("SELECT recipient, state FROM mails WHERE paper IS NOT NULL ORDER BY recipient")).map((row) => [
        row.recipient,
        row.state,
      ]);
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
      .as(email("mary"), "mason")
      .statements.saveSchedule({ every: "week", day: 1, recipients: [email("milo")] } as never);
    const carried = await harriet.access.ownedItems({ person: app.people[email("milo")]! });
    expect(carried.flatMap(({ account, schedules }) => schedules.map(() => account.name))).toEqual(["Mason & Sons"]);
    await remove();
    expect(await due(app)).toEqual([]);
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
    expect(again).toMatchObject({ status: 422, text: expect.stringContaining("has taken a card already") });
    await removeMember(app, "finn");
    const refused = await page.enter(late.url, { number: MASTERCARD });
    expect(refused).toMatchObject({ status: 422, text: expect.stringContaining("may no longer add cards") });
    expect((await dana(app).cards.list()).cards).toHaveLength(1);
  });

  test("an order that the carrier was too busy for isn't sent again", async () => {
    const app = await openTestApp();
    await setRole(app, "finn", "administrator");
    app.carrier.faulty = () => "busy";
    const e164 = "+12125550143";
    const { errand } = await finn(app).numbers.buy({ e164, name: "Line", source: null, route: null });
    await runDueJobs(app.world, "errands");
    expect((await dana(app).numbers.order({ id: errand })).state).toBe("intent");
    await removeMember(app, "finn");
    app.pass(MINUTE);
    await runDueJobs(app.world, "errands");
    expect(await dana(app).numbers.order({ id: errand })).toMatchObject({ state: "declined" });
    expect((await dana(app).numbers.list({ limit: 10 })).numbers).toEqual([]);
  });

  test("a download stops at the next page", async () => {
    const app = await openTestApp();
    await setRole(app, "finn", "administrator");
    const headers = { authorization: `Bearer ${app.sessions[email("finn")]!}` };
    const ctx = contextOf(
      app.world,
      new Headers({ ...headers, "x-callboard-account": app.account("northwind") }),
      "test",
    );
    const { scope, place: context } = await enterAccount(ctx, ["export"]);
    let pages = 0;
    const { stream } = await exportAccount(scope, context, (more) => {
      const asked = whilePermitted(ctx, ["export"], more);
      return async (after) => {
        if ((pages += 1) === 5) await removeMember(app, "finn");
        return asked(after);
      };
    });
    await expect(new Response(stream).arrayBuffer()).rejects.toThrow("call.notFound");
    expect(pages).toBe(5);
  });

  test("a live stream ends: for agency people when the account leaves the agency, for a key when its permission ends", async () => {
    const app = await openTestApp();
    await addAgencyAdministrator(app);
    await setRole(app, "finn", "administrator");
    const { secret } = await finn(app).access.createApiKey({ name: "Board", deeds: ["read the board"] });
    const [milo, key] = [
      await watch(app, app.sessions[email("milo")]!, "mason"),
      await watch(app, secret, "northwind"),
    ];
    const scope = scopeOf(app.world, app.account("mason"));
    await commit(scope, { account: findOne("account", scope.account) }, ({ account }) => [
      save(
        "account",
        account,
        { ...account.data, agency: null, balanceFrom: "own" },
        { action: message("account.didSave") },
      ),
    ]);
    await eventually(() => milo.over);
    await setRole(app, "finn", "agent");
    await eventually(() => key.over);
  });

  async function watch(app: TestApp, secret: string, account: string) {
    const stream = (await app.with(secret, { account }).feed.changes({})) as unknown as AsyncIterable<unknown>;
    const state = { over: false, heard: 0 };
    void (async () => {
      for await (const _ of stream) state.heard += 1;
      state.over = true;
    })();
    await eventually(() => state.heard > 0);
    return state;
  }
});
