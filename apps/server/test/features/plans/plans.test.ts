import { describe, expect, test } from "vitest";
import { reconcile } from "../../../src/store/verify/ledger.ts";
import { runBilling } from "../../../src/features/balance/billing.ts";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { purge } from "../../../src/store/purge.ts";
import {
  BAKERY,
  confirm,
  effectLines,
  openBakery,
  readProposal,
  failureText,
  SOLVEIG,
  costOf,
  balanceOf,
} from "../../support/fixtures/bakery.ts";
import { findBrokenLink } from "../../support/checks/changeChain.ts";
import { DAY, HOUR, openTestApp, failureOf } from "../../support/kit.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";
import { openLargeBakery, queueOf, settingsSnapshot } from "../../support/fixtures/planFixtures.ts";

describe("the cost of a plan", () => {
  test("the first month is free on either plan; the next one is charged by the plan that is then in force", async () => {
    const { app, solveig } = await openLargeBakery();
    const before = await balanceOf(solveig);
    const { renewsAt } = await solveig.plans.list();
    app.advance(renewsAt! - app.now());
    await runBilling(app.services);
    expect(before - (await balanceOf(await app.signInAgain(SOLVEIG, "solo")))).toBe(99_000_000);
  });

  test("within a month, the rest of the old plan is refunded and the share of the new one charged: to the micro, as shown", async () => {
    const { app, me, solveig } = await openLargeBakery();
    const { renewsAt } = await solveig.plans.list();
    app.advance(renewsAt! - app.now());
    await runBilling(app.services);
    app.advance(7 * DAY + 5 * HOUR + 1);
    let caller = await me();
    const proposedAt = app.now();
    const { proposal } = await caller.plans.proposeChange({ plan: "essentials" });
    app.advance(9 * 60_000);
    const { lines } = await readProposal(caller, proposal);
    const next = (await caller.plans.list()).renewsAt!;
    const share = (price: number) => Math.round((price * (next - proposedAt)) / (next - renewsAt!));
    const [back, due] = ["rest back", "rest due"].map((key) => lines.find((line) => line.key === key)!.micros);
    expect([back, due]).toEqual([-share(99_000_000), share(39_000_000)]);
    const before = await balanceOf(caller);
    await confirm(caller, proposal);
    expect(before - (await balanceOf(caller))).toBe(costOf(lines));
    expect(await balanceOf(caller)).toBe(lines.find(({ key }) => key === "after")!.micros);
    // Changed back at once: the charge from a moment ago is refunded.
    caller = await me();
    const again = await caller.plans.proposeChange({ plan: "advanced" });
    await confirm(caller, again.proposal);
    const spent = before - (await balanceOf(caller));
    // The nine minutes since the proposal belonged to the smaller plan, as shown.
    expect(Math.abs(spent)).toBeLessThan(60_000_000 / 30 / 24);
    expect(await reconcile(app.services.db)).toMatchObject({ broken: null });
    const entries = await caller.balance.entries({ types: ["subscription"] });
    expect(JSON.stringify(entries)).toContain("refunded");
  });

  test("the numbers shown add up: refusal, parts and resulting balance agree, to the cent", async () => {
    const { app, me, passTime } = await openBakery();
    await passTime((await (await me()).plans.list()).renewsAt! - app.now() + 3 * HOUR + 7);
    const { share } = await (await me()).plans.overLimit({ plan: "advanced" });
    const due = share!.charge - share!.refund;
    await setBalance(app, "solo", due - 1);
    const refusal = await failureText((await me()).plans.proposeChange({ plan: "advanced" }));
    const cents = (micros: number) => (Math.ceil(micros / 10_000) / 100).toFixed(2);
    expect(refusal).toContain(
      `costs $${cents(due)} more, and only $${(Math.floor((due - 1) / 10_000) / 100).toFixed(2)} of`,
    );
    await setBalance(app, "solo", due + 3);
    const solveig = await me();
    const { lines } = await readProposal(solveig, (await solveig.plans.proposeChange({ plan: "advanced" })).proposal);
    const centsOf = (key: string) => lines.find((line) => line.key === key)!.cents!;
    expect(centsOf("rest back") + centsOf("rest due")).toBe(Math.ceil(due / 10_000));
    expect(Math.abs(centsOf("rest due") - share!.charge / 10_000)).toBeLessThan(1);
    expect(centsOf("after")).toBe(0);
  });

  test("is refused without the money for the rest of the month, with both amounts", async () => {
    const { app, me, passTime } = await openBakery();
    await passTime((await (await me()).plans.list()).renewsAt! - app.now());
    await setBalance(app, "solo", 10_000_000);
    expect(await failureText((await me()).plans.proposeChange({ plan: "advanced" }))).toBe(
      "The rest of the month costs $60.00 more, and only $10.00 of the balance is available. Top up first.",
    );
  });
});

describe("going to a smaller plan", () => {
  test("freezes by name what exceeds it, as chosen; back on the larger plan everything is as before", async () => {
    const { app, me, solveig, ids } = await openLargeBakery({ numbers: 28, queues: 7, people: 13 });
    const before = await settingsSnapshot(app);
    const overLimit = await solveig.plans.overLimit({ plan: "essentials" });
    expect(overLimit.limits.map(({ resource, limit, items }) => [resource, limit, items.length])).toEqual([
      ["numbers", 25, 28],
      ["queues", 5, 7],
      ["people", 10, 14],
    ]);
    const keepSelection = {
      numbers: ids.numbers.slice(3),
      queues: ids.queues.slice(2),
      people: [app.people[SOLVEIG]!, ...ids.people.slice(4)],
    };
    const { proposal } = await solveig.plans.proposeChange({ plan: "essentials", keepSelection });
    const { lines, name } = await readProposal(solveig, proposal);
    expect(name).toBeNull();
    expect(
      effectLines(lines)
        .map(({ key }) => key)
        .sort(),
    ).toEqual(
      [
        "plan",
        ...ids.numbers.slice(0, 3).map((id) => `number:${id}`),
        ...ids.queues.slice(0, 2).map((id) => `queue:${id}`),
        ...ids.people.slice(0, 4).map((id) => `person:${id}`),
      ].sort(),
    );
    const { batch } = await confirm(solveig, proposal);
    const rows = await app.selectRows("SELECT kind FROM changes WHERE batch = ? AND kind <> 'proposal'", batch);
    expect(rows).toHaveLength(effectLines(lines).length);
    const { use, current } = await solveig.plans.list();
    expect([current, use]).toEqual([
      "essentials",
      { numbers: { active: 25, frozen: 3 }, queues: { active: 5, frozen: 2 }, people: { active: 10, frozen: 4 } },
    ]);
    app.advance(3 * DAY);
    const back = await (await me()).plans.proposeChange({ plan: "advanced" });
    await confirm(await me(), back.proposal);
    expect(await settingsSnapshot(app)).toEqual(before);
    expect(await findBrokenLink(app.services.db)).toBeNull();
  });

  test("without a choice, the owner, the person who changes the plan and active records are kept first", async () => {
    const { app, solveig } = await openLargeBakery({ people: 12 });
    const { proposal } = await solveig.plans.proposeChange({ plan: "essentials" });
    await confirm(solveig, proposal);
    const [me] = await app.selectRows(
      "SELECT data FROM records WHERE kind = 'member' AND id = ?",
      app.people[SOLVEIG]!,
    );
    expect(JSON.parse(me!.data as string).frozen).toBeNull();
  });

  test("refuses an impossible choice by its field", async () => {
    const { app, solveig, ids } = await openLargeBakery({ queues: 7, people: 12 });
    const refusal = (keepSelection: object) =>
      failureOf(solveig.plans.proposeChange({ plan: "essentials", keepSelection }));
    expect(await refusal({ queues: ids.queues })).toMatchObject({
      key: "plans.tooMany-queues",
      field: "keepSelection.queues",
    });
    expect(await refusal({ queues: ["nobody's"] })).toMatchObject({ key: "plans.unknown-queues" });
    expect(await refusal({ people: ids.people.slice(0, 10) })).toMatchObject({ key: "plans.mustStay" });
    expect(await refusal({ people: [app.people[SOLVEIG]!, app.people["dana@callboard.demo"]!] })).toMatchObject({
      key: "plans.unknown-people",
    });
    expect((await solveig.plans.list()).current).toBe("advanced");
  });

  test("is stale, by name, if a listed record changes before the confirmation", async () => {
    const { solveig, ids } = await openLargeBakery({ queues: 6 });
    const { proposal } = await solveig.plans.proposeChange({
      plan: "essentials",
      keepSelection: { queues: ids.queues.slice(1) },
    });
    await solveig.queues.remove({ id: ids.queues[0]!, version: 1 });
    expect(await failureText(confirm(solveig, proposal))).toContain("Queue 0 is frozen");
    await solveig.proposals.remake({ proposal });
    expect((await solveig.plans.list()).current).toBe("advanced");
  });

  test("frozen records are read-only, keep serving, and can't be overwritten by a restore", async () => {
    const { app, solveig, ids } = await openLargeBakery({ numbers: 26, queues: 6, people: 10 });
    const [queue, number, person] = [ids.queues[5]!, ids.numbers[25]!, ids.people[9]!];
    const keepSelection = {
      queues: ids.queues.slice(0, 5),
      numbers: ids.numbers.slice(0, 25),
      people: [app.people[SOLVEIG]!, ...ids.people.slice(0, 9)],
    };
    await solveig.queues.save({ ...queueOf(app, "Queue 5"), id: queue, version: 1, ringSeconds: 44 });
    await confirm(solveig, (await solveig.plans.proposeChange({ plan: "essentials", keepSelection })).proposal);
    const { version } = await solveig.queues.get({ id: queue });
    const save = solveig.queues.save({ ...queueOf(app, "Other"), id: queue, version });
    expect(await failureText(save)).toBe("Queue 5 is beyond the plan and frozen. It can be read but not changed.");
    const shown = await solveig.numbers.get({ id: number });
    expect(shown).toMatchObject({ service: { connects: true, swaps: false, label: "frozen" } });
    const edit = { id: number, version: shown.version, name: "Other", source: null, route: null };
    expect(await failureOf(solveig.numbers.save(edit))).toMatchObject({ key: "numbers.frozen" });
    const members = (await solveig.access.people()).members;
    const frozen = members.find(({ id }) => id === person)!;
    expect(frozen.frozen).not.toBeNull();
    const role = { person, version: frozen.version, role: "agent" as const, softphone: false };
    expect(await failureOf(solveig.access.setRole(role))).toMatchObject({ key: "access.memberFrozen" });
    const board = async () => (await solveig.agents.board()).rows.find((row) => row.person === person)!;
    const boardRow = await board();
    expect(boardRow.frozen).toBe(true);
    const statusInput = { person, status: "available", reason: "short of people" };
    expect(await failureText(solveig.agents.setStatusFor(statusInput))).toContain("is beyond the plan and frozen");
    expect(await board()).toEqual(boardRow);
    // Values of an older version aren't restored while it's frozen.
    const older = await failureOf(solveig.history.proposeRestore({ kind: "queue", id: queue, version: 1 }));
    expect(older.code).toMatch(/conflict|invalid/);
  });

  test("on the same plan the choice can be made again; where there is room, everything returns", async () => {
    const { solveig, ids } = await openLargeBakery({ queues: 7 });
    await confirm(solveig, (await solveig.plans.proposeChange({ plan: "essentials" })).proposal);
    const other = { queues: ids.queues.slice(2) };
    const { proposal } = await solveig.plans.proposeChange({ plan: "essentials", keepSelection: other });
    expect(effectLines((await readProposal(solveig, proposal)).lines)).toHaveLength(4);
    await confirm(solveig, proposal);
    const list = (await solveig.queues.list()).queues;
    expect(
      list
        .filter(({ frozen }) => frozen !== null)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids.queues.slice(0, 2).sort());
    for (const id of ids.queues.slice(0, 2)) {
      const { version } = await solveig.queues.get({ id });
      await solveig.queues.remove({ id, version });
    }
    expect(await failureOf(solveig.plans.proposeChange({ plan: "essentials" }))).toMatchObject({ key: "plans.same" });
  });
});

describe("the limits of a plan", () => {
  test("a queue, number or person beyond them is refused with the current usage", async () => {
    const app = await openTestApp();
    await setBalance(app, "solo", 300_000_000);
    const solveig = app.callerFor(SOLVEIG, "solo");
    const plans = await solveig.plans.list();
    for (let at = plans.use.queues.active; at < 5; at += 1) await solveig.queues.save(queueOf(app, `Queue ${at}`));
    expect(await failureText(solveig.queues.save(queueOf(app, "One more")))).toBe(
      "Essentials allows 5 call queues, and 5 are in use. Remove one or change the plan.",
    );
    for (let at = plans.use.numbers.active; at < 25; at += 1) await addNumber(app, "solo", `+15125551${100 + at}`);
    const order = { e164: "+15125550990", name: "New", source: null, route: null };
    expect(await failureOf(solveig.numbers.buy(order))).toMatchObject({
      key: "plans.full-numbers",
    });
    for (let at = plans.use.people.active; at < 10; at += 1)
      await solveig.access.invite({ email: `p${at}@example.com`, name: `P ${at}`, role: "agent" });
    expect(await failureText(solveig.access.invite({ email: "more@example.com", name: "More", role: "agent" }))).toBe(
      "Essentials allows 10 people, and 10 are here or invited. Remove one or change the plan.",
    );
  });

  test("a number on order is waited for if it would exceed the limit, and then frozen like any other", async () => {
    const { app, solveig } = await openLargeBakery({ numbers: 25 });
    await solveig.numbers.buy({ e164: "+15125550990", name: "New", source: null, route: null });
    expect(await failureText(solveig.plans.proposeChange({ plan: "essentials" }))).toBe(
      "+1 512 555 0990 is being bought right now. Wait until that is done, then change the plan.",
    );
    await runDueJobs(app.services);
    const { proposal } = await solveig.plans.proposeChange({ plan: "essentials" });
    await confirm(solveig, proposal);
    expect((await solveig.plans.list()).use.numbers).toEqual({ active: 25, frozen: 1 });
  });

  test("a removed queue can't be restored beyond the limit", async () => {
    const { app, solveig } = await openLargeBakery({ queues: 5 });
    await confirm(solveig, (await solveig.plans.proposeChange({ plan: "essentials" })).proposal);
    const [first] = (await solveig.queues.list()).queues;
    await solveig.queues.remove({ id: first!.id, version: first!.version });
    await solveig.queues.save(queueOf(app, "In its place"));
    const attempt = solveig.history.proposeRestore({ kind: "queue", id: first!.id, version: 1 });
    expect(await failureOf(attempt)).toMatchObject({ key: "plans.full-queues" });
  });
});

describe("the history and the plan", () => {
  test("versions beyond the new retention are counted, hidden at once and kept for a while; changing back loses none", async () => {
    const { app, me, solveig } = await openLargeBakery({ queues: 3 });
    app.advance(20 * DAY);
    let caller = await me();
    const count = async () => (await app.selectRows("SELECT count(*) AS n FROM changes WHERE log = 'history'"))[0]!.n;
    const { hidden } = await caller.plans.overLimit({ plan: "essentials" });
    expect(hidden).toBeGreaterThan(3);
    const { proposal } = await caller.plans.proposeChange({ plan: "essentials" });
    const line = (await readProposal(caller, proposal)).lines.find(({ key }) => key === "history")!;
    expect(line.text).toContain(`${hidden} versions older than 7 days are no longer shown`);
    await purge(app.services);
    const countBefore = await count();
    await confirm(caller, proposal);
    const id = (await caller.queues.list()).queues[0]!.id;
    const versions = async () => (await (await me()).history.versions({ kind: "queue", id })).versions.length;
    expect(await versions()).toBe(0);
    app.advance(29 * DAY);
    await purge(app.services);
    expect(await count()).toBeGreaterThanOrEqual(countBefore);
    caller = await me();
    await setBalance(app, "solo", 300_000_000);
    await confirm(caller, (await caller.plans.proposeChange({ plan: "advanced" })).proposal);
    expect(await versions()).toBe(1);
    expect(solveig).toBeDefined();
  });
});

describe("an agency", () => {
  test("with active sub-accounts can't change to a plan without them: the refusal names them", async () => {
    const app = await openTestApp();
    const harriet = app.callerFor("harriet@callboard.demo", "harbor");
    await setBalance(app, "harbor", 300_000_000);
    expect(await failureText(harriet.plans.proposeChange({ plan: "essentials" }))).toMatch(
      /^Essentials has no sub-accounts, and these are still active: .*Northwind/,
    );
    const { subAccounts } = await harriet.plans.list();
    expect(subAccounts.length).toBeGreaterThan(1);
  });

  test("a sub-account has the agency's plan", async () => {
    const app = await openTestApp();
    const dana = app.callerFor("dana@callboard.demo", "northwind");
    const { why } = await dana.plans.list();
    expect(why).toMatch(/agency/);
    expect((await app.callerFor("harriet@callboard.demo", "northwind").plans.list()).why).toBe(
      "The agency’s plan covers this account. Change it in the agency.",
    );
    expect(BAKERY).toBe("Corner Bakery");
  });
});
