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

describe("a run goes on only while whoever answers for it may do what it does", () => {
  const LINES = 40;
  const begun = async (it: TestApp) => {
    await setRole(it, "finn", "administrator");
    const lines = Array.from({ length: LINES }, (_, n) => `+1512555${String(1000 + n)},Line ${n}`);
    const { run } = await finn(it).numbers.import({
      name: "numbers.csv",
      text: `number,name\n${lines.join("\n")}\n`,
    } as never);
    await finn(it).runs.start({ run });
    return run;
  };

  test.each([
    ["removed", (it: TestApp) => removeMember(it, "finn")],
    ["demoted", (it: TestApp) => setRole(it, "finn", "report manager")],
  ] as const)("%s meanwhile, it stands still and says why; whoever resumes it answers for it", async (_how, end) => {
    const it = await openTestApp();
    const run = await begun(it);
    await end(it);
    await runDueJobs(it.world, "runs");
    const halted = await dana(it).runs.get({ run });
    expect(halted).toMatchObject({ state: "paused", counts: { done: 0, left: LINES } });
    expect(halted.halted).toMatch(/may no longer/);
    await dana(it).runs.resume({ run });
    await runDueJobs(it.world, "runs");
    expect(await dana(it).runs.get({ run })).toMatchObject({ state: "done", halted: null, by: "Dana Reyes" });
    const by = await it.rows("SELECT DISTINCT person FROM changes WHERE kind = 'number' AND batch = ?", run);
    expect(by).toEqual([{ person: it.people[email("dana")]! }]);
  });

  test("a run is started and resumed by who may do what it does, not by any key that changes routing", async () => {
    const it = await openTestApp();
    const { secret } = await dana(it).access.createApiKey({
      name: "Routing",
      deeds: ["change routing", "read routing"],
    });
    const scope = scopeOf(it.world, it.account("northwind"));
    const undo = { what: "undo batch", title: "Undo", input: { batch: "b", reason: "" }, state: "proposed", total: 0 };
    const run = await writeRun(scope, "run-of-undo", undo as never, "run-of-undo");
    expect(await failureOf(it.with(secret).runs.start({ run }))).toMatchObject({ code: "forbidden" });
    await dana(it).runs.start({ run });
    await dana(it).runs.pause({ run });
    expect(await failureOf(it.with(secret).runs.resume({ run }))).toMatchObject({ code: "forbidden" });
  });
});

describe("somebody who leaves gets no statement any more", () => {
  const scheduled = async (it: TestApp, recipients: string[]) => {
    const { id } = (await dana(it).statements.saveSchedule({ every: "week", day: 1, recipients } as never)) as {
      id: string;
    };
    return id;
  };
  const bill = email("bill");
  const due = async (it: TestApp) => {
    it.pass(8 * DAY);
    await sendDueStatements(it.world);
    return (await it.rows("SELECT recipient FROM mails WHERE paper IS NOT NULL ORDER BY recipient")).map(
      ({ recipient }) => recipient,
    );
  };
  const listed = async (it: TestApp) =>
    (await (await it.anew(email("dana"), "northwind")).statements.schedules()).schedules;

  test("their address is named before and taken off; the others go on", async () => {
    const it = await openTestApp();
    await scheduled(it, [bill, "books@example.com"]);
    const [carried] = await dana(it).access.ownedItems({ person: it.people[bill]! });
    expect(carried!.schedules).toMatchObject([{ rhythm: "every Monday", alone: false }]);
    await removeMember(it, "bill");
    expect(await due(it)).toEqual(["books@example.com"]);
  });

  test("the only recipient: the schedule is paused, and says so", async () => {
    const it = await openTestApp();
    await scheduled(it, [bill]);
    const [carried] = await dana(it).access.ownedItems({ person: it.people[bill]! });
    expect(carried!.schedules).toMatchObject([{ alone: true }]);
    await removeMember(it, "bill");
    expect(await due(it)).toEqual([]);
    expect(await listed(it)).toMatchObject([{ paused: true, recipients: [] }]);
  });

  test("kept on purpose it stays", async () => {
    const it = await openTestApp();
    const id = await scheduled(it, [bill]);
    await removeMember(it, "bill", { schedules: [id] });
    expect(await due(it)).toEqual([bill]);
  });

  test("a role that no longer reads the balance ends it alike, and one that does keeps it", async () => {
    const it = await openTestApp();
    await scheduled(it, [bill, "books@example.com"]);
    await setRole(it, "bill", "administrator");
    expect((await listed(it))[0]!.recipients).toHaveLength(2);
    await setRole(it, "bill", "agent");
    expect(await due(it)).toEqual(["books@example.com"]);
  });

  test("mails that wait are looked through: what has not left does not leave", async () => {
    const it = await openTestApp({ smtpUrl: "smtp://127.0.0.1:1" });
    await dana(it).statements.send({
      first: "2026-03-01",
      last: "2026-03-10",
      recipients: [bill, "books@example.com"],
    });
    const states = async () =>
      (await it.rows("SELECT recipient, state FROM mails WHERE paper IS NOT NULL ORDER BY recipient")).map((row) => [
        row.recipient,
        row.state,
      ]);
    expect(await states()).toEqual([
      [bill, "waiting"],
      ["books@example.com", "waiting"],
    ]);
    await removeMember(it, "bill");
    expect(await states()).toEqual([
      [bill, "failed"],
      ["books@example.com", "waiting"],
    ]);
  });

  test("of somebody who ran the agency the schedules of its accounts are looked through too", async () => {
    const it = await openTestApp();
    const { harriet, remove } = await addAgencyAdministrator(it);
    await it
      .as(email("mary"), "mason")
      .statements.saveSchedule({ every: "week", day: 1, recipients: [email("milo")] } as never);
    const carried = await harriet.access.ownedItems({ person: it.people[email("milo")]! });
    expect(carried.flatMap(({ account, schedules }) => schedules.map(() => account.name))).toEqual(["Mason & Sons"]);
    await remove();
    expect(await due(it)).toEqual([]);
  });
});

describe("what was opened before a right was lost is no way round it", () => {
  test("a card page takes one card, and none for somebody who may no longer add any", async () => {
    const it = await openTestApp();
    await setRole(it, "finn", "administrator");
    const page = cardPageOf(it);
    const [first, late] = [await finn(it).cards.add(), await finn(it).cards.add()];
    expect((await page.enter(first.url)).status).toBe(200);
    const again = await page.enter(first.url, { number: MASTERCARD });
    expect(again).toMatchObject({ status: 422, text: expect.stringContaining("has taken a card already") });
    await removeMember(it, "finn");
    const refused = await page.enter(late.url, { number: MASTERCARD });
    expect(refused).toMatchObject({ status: 422, text: expect.stringContaining("may no longer add cards") });
    expect((await dana(it).cards.list()).cards).toHaveLength(1);
  });

  test("an order that the carrier was too busy for is not sent again", async () => {
    const it = await openTestApp();
    await setRole(it, "finn", "administrator");
    it.carrier.faulty = () => "busy";
    const e164 = "+12125550143";
    const { errand } = await finn(it).numbers.buy({ e164, name: "Line", source: null, route: null });
    await runDueJobs(it.world, "errands");
    expect((await dana(it).numbers.order({ id: errand })).state).toBe("intent");
    await removeMember(it, "finn");
    it.pass(MINUTE);
    await runDueJobs(it.world, "errands");
    expect(await dana(it).numbers.order({ id: errand })).toMatchObject({ state: "declined" });
    expect((await dana(it).numbers.list({ limit: 10 })).numbers).toEqual([]);
  });

  test("a download stops at the next page", async () => {
    const it = await openTestApp();
    await setRole(it, "finn", "administrator");
    const headers = { authorization: `Bearer ${it.sessions[email("finn")]!}` };
    const ctx = contextOf(
      it.world,
      new Headers({ ...headers, "x-callboard-account": it.account("northwind") }),
      "test",
    );
    const { scope, place } = await enterAccount(ctx, ["export"]);
    let pages = 0;
    const { stream } = await exportAccount(scope, place, (more) => {
      const asked = whilePermitted(ctx, ["export"], more);
      return async (after) => {
        if ((pages += 1) === 5) await removeMember(it, "finn");
        return asked(after);
      };
    });
    await expect(new Response(stream).arrayBuffer()).rejects.toThrow("call.notFound");
    expect(pages).toBe(5);
  });

  test("a live stream ends: of the agency's people where the account leaves it, of a key where nobody answers for it", async () => {
    const it = await openTestApp();
    await addAgencyAdministrator(it);
    await setRole(it, "finn", "administrator");
    const { secret } = await finn(it).access.createApiKey({ name: "Board", deeds: ["read the board"] });
    const [milo, key] = [await watch(it, it.sessions[email("milo")]!, "mason"), await watch(it, secret, "northwind")];
    const scope = scopeOf(it.world, it.account("mason"));
    await commit(scope, { account: findOne("account", scope.account) }, ({ account }) => [
      save(
        "account",
        account,
        { ...account.data, agency: null, balanceFrom: "own" },
        { action: message("account.didSave") },
      ),
    ]);
    await eventually(() => milo.over);
    await setRole(it, "finn", "agent");
    await eventually(() => key.over);
  });

  async function watch(it: TestApp, secret: string, account: string) {
    const stream = (await it.with(secret, { account }).feed.changes({})) as unknown as AsyncIterable<unknown>;
    const state = { over: false, heard: 0 };
    void (async () => {
      for await (const _ of stream) state.heard += 1;
      state.over = true;
    })();
    await eventually(() => state.heard > 0);
    return state;
  }
});
