import type { Failure } from "@callboard/domain/failure";
import { en } from "@callboard/domain/messages/en";
import { render } from "@callboard/domain/phrase";
import { describe, expect, test } from "vitest";
import { bill } from "../src/billing.ts";
import { reconcile } from "../src/books.ts";
import { workOff } from "../src/jobs.ts";
import { DAY, HOUR, openTestWorld, refusal, SECOND, START, type TestCaller, type TestWorld } from "./kit.ts";
import { meterOf, setBalance, used } from "./money.ts";
import { addNumber } from "./numbered.ts";
import { brokenLink } from "./chain.ts";

const SOLVEIG = "solveig@callboard.demo";
const BAKERY = "Corner Bakery";

/** A standalone account on Essentials with six numbers of its own, $100.00, and a month that is paid. */
async function openBakery({ porting = false } = {}) {
  const it = await openTestWorld();
  await setBalance(it, "solo", 100_000_000);
  const ids: string[] = [];
  for (let at = 0; at < 6; at += 1)
    ids.push(
      await addNumber(it, "solo", `+1512555010${at}`, {
        name: `Line ${at}`,
        renewsAt: START + 10 * DAY,
        paidFrom: START - 20 * DAY,
        ...(porting && at === 5 ? { standing: { is: "porting", since: START } } : {}),
      }),
    );
  const me = () => it.anew(SOLVEIG, "solo");
  const pass = async (ms: number) => {
    it.pass(ms);
    await bill(it.world);
    await workOff(it.world);
  };
  return { it, ids, me, pass, shown: (at: number) => `+1 512 555 010${at}` };
}

const read = (who: TestCaller, proposal: string) => who.proposals.get({ proposal });
const confirm = (who: TestCaller, proposal: string, name: string | null = null) =>
  who.proposals.confirm({ proposal, name });
/** The refusal as somebody reads it. */
const said = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => "",
    (error: { cause?: Failure }) => {
      const { key, values } = error.cause!;
      return render(en, { key, values: values as never }, { zone: "UTC", locale: "en" });
    },
  );
const sum = async (who: TestCaller) => (await who.balance.current()).money!.micros;
const standings = async (it: TestWorld, ids: readonly string[]) => {
  const found = new Map(
    (await it.rows("SELECT id, data ->> '$.standing.is' AS is_ FROM records WHERE kind = 'number'")).map((row) => [
      row.id as string,
      row.is_ as string,
    ]),
  );
  return ids.map((id) => found.get(id));
};
/** Effects are what is held against what was done; figures were true when they were shown. */
const effects = (lines: Awaited<ReturnType<typeof read>>["lines"]) => lines.filter(({ as }) => as === "effect");
const spent = (lines: Awaited<ReturnType<typeof read>>["lines"]) =>
  effects(lines).reduce((all, { micros }) => all + (micros ?? 0), 0);

describe("stopping and pausing", () => {
  test("shows what still costs, stops every call at once, and is lifted with one click", async () => {
    const { it, ids, me } = await openBakery();
    const solveig = await me();
    const { proposal } = await solveig.lifecycle.proposeFlag({ flag: "stopped" });
    const { lines, title, verb, back } = await read(solveig, proposal);
    expect([title, verb, back]).toEqual(["Stop incoming calls", "Stop incoming calls", "account-status"]);
    expect(lines.map(({ text, micros, as }) => [as, text, micros])).toEqual([
      ["effect", "Incoming calls stop until somebody resumes them", null],
      ["figure", "Callers of 6 numbers hear the disconnected tone; nothing is charged for minutes", null],
      ["figure", "Websites show their own plain number to every visitor", null],
      ["figure", "Fees of 6 numbers go on each month", 12_000_000],
      ["figure", "The subscription Essentials goes on each month", 39_000_000],
    ]);
    expect((await solveig.tracking.number({ id: ids[0]! })).service).toMatchObject({ label: "active" });
    const { batch } = await confirm(solveig, proposal);
    const { changes } = await solveig.history.list({ batch });
    expect(changes.map(({ action }) => action)).toEqual(["stopped incoming calls for the whole account"]);
    expect((await solveig.tracking.number({ id: ids[0]! })).service).toMatchObject({
      label: "stopped",
      connects: false,
      swaps: false,
    });
    expect((await solveig.access.me()).accounts[0]!.label).toBe("stopped");
    expect(await solveig.lifecycle.status()).toMatchObject({ label: "stopped", stopped: { by: "Solveig Baker" } });
    await solveig.lifecycle.unflag({ flag: "stopped" });
    expect((await solveig.lifecycle.status()).label).toBe("active");
    expect(await refusal(solveig.lifecycle.unflag({ flag: "stopped" }))).toMatchObject({ key: "lifecycle.notStopped" });
    expect(await brokenLink(it.world.db)).toBeNull();
  });

  test("with an end it is over by itself; both together are stopped; an end in the past is refused", async () => {
    const { it, me } = await openBakery();
    const solveig = await me();
    const flag = async (name: "stopped" | "paused", until: number | null) =>
      confirm(solveig, (await solveig.lifecycle.proposeFlag({ flag: name, until })).proposal);
    await flag("paused", null);
    await flag("stopped", it.now() + HOUR);
    expect((await solveig.lifecycle.status()).label).toBe("stopped");
    it.pass(HOUR);
    expect((await solveig.lifecycle.status()).label).toBe("paused");
    expect(await refusal(solveig.lifecycle.proposeFlag({ flag: "stopped", until: it.now() }))).toMatchObject({
      field: "until",
      key: "lifecycle.untilPast",
    });
    expect(await refusal(solveig.lifecycle.proposeFlag({ flag: "paused" }))).toMatchObject({ key: "lifecycle.asIs" });
  });

  test("where the agency pays, its people decide; an administrator of the account may still close it", async () => {
    const it = await openTestWorld();
    const ida = it.as("ida@callboard.demo", "parkside");
    const harriet = it.as("harriet@callboard.demo", "parkside");
    expect(await refusal(ida.lifecycle.proposeFlag({ flag: "stopped" }))).toMatchObject({
      code: "forbidden",
      key: "lifecycle.agencyPays",
    });
    const { proposal } = await harriet.lifecycle.proposeFlag({ flag: "stopped" });
    const { lines } = await read(harriet, proposal);
    expect(lines.at(-1)).toMatchObject({ text: "The agency’s subscription goes on", micros: null });
    expect((await ida.lifecycle.status()).verbs).toMatchObject({
      stop: expect.stringMatching(/agency pays/),
      cancel: null,
    });
    await ida.lifecycle.proposeCancel({});
  });
});

describe("canceling", () => {
  test("a number that is on its way is refused by name; then holding, releasing and their price are what was shown", async () => {
    const { it, ids, me, pass, shown } = await openBakery({ porting: true });
    const solveig = await me();
    const numbers = ids.map((id, at) => ({
      id,
      parting: at < 3 ? ({ is: "hold", days: 16 } as const) : ({ is: "release" } as const),
    }));
    expect(await said(solveig.lifecycle.proposeCancel({ numbers }))).toEqual(
      `${shown(5)} is on its way to another carrier. Wait until it has arrived, then cancel.`,
    );
    await it.world.db.write({
      reads: [],
      decide: () => ({
        writes: [
          {
            sql: 'UPDATE records SET data = json_set(data, \'$.standing\', json(\'{"is":"active","since":0}\')) WHERE id = ?',
            args: [ids[5]!],
          },
        ],
        answer: null,
      }),
    });
    const { proposal } = await solveig.lifecycle.proposeCancel({ numbers });
    const { lines, name } = await read(solveig, proposal);
    expect(name).toBe(BAKERY);
    // Six days of sixteen lie behind the month that is paid: a fifth of $2.00 each.
    expect(effects(lines).map(({ text, micros }) => [text, micros])).toEqual([
      [`${BAKERY} is canceled: no call connects, nothing can be changed, everything stays readable`, null],
      ...[0, 1, 2].map((at) => [expect.stringContaining(`${shown(at)} (Line ${at}) is held until`), 400_000]),
      ...[3, 4, 5].map((at) => [`${shown(at)} (Line ${at}) is given back to the carrier`, null]),
    ]);
    const before = await sum(solveig);
    expect(await refusal(confirm(solveig, proposal))).toMatchObject({ field: "name" });
    const { batch } = await confirm(solveig, proposal, BAKERY);
    expect(await sum(solveig)).toBe(before - spent(lines));
    const { changes } = await solveig.history.list({ batch });
    expect(changes).toHaveLength(effects(lines).length);
    await pass(SECOND);
    expect(await standings(it, ids)).toEqual(["held", "held", "held", "released", "released", "released"]);
    expect((await solveig.access.me()).accounts[0]!.label).toBe("canceled");
    expect(await refusal(solveig.tracking.saveReceiver({ name: "x", number: "+15125550199" }))).toMatchObject({
      key: "lifecycle.canceled",
    });
    expect(await reconcile(it.world.db)).toMatchObject({ broken: null });
  });

  test("taken back on the last day it costs what was shown and brings back what was held; a day later that is over", async () => {
    for (const late of [false, true]) {
      const { it, ids, me, pass } = await openBakery();
      let solveig = await me();
      const numbers = ids.slice(3).map((id) => ({ id, parting: { is: "release" } as const }));
      const made = await solveig.lifecycle.proposeCancel({ numbers, others: { is: "hold", days: 20 } });
      const { lines } = await read(solveig, made.proposal);
      const undo = lines.find(({ key }) => key === "undo")!;
      await confirm(solveig, made.proposal, BAKERY);
      const { leaving } = await solveig.lifecycle.status();
      expect(leaving!.undoUntil).toBe(START + 20 * DAY);
      await pass(20 * DAY - (late ? 0 : SECOND));
      solveig = await me();
      if (late) {
        expect(await refusal(solveig.lifecycle.proposeUndo())).toMatchObject({ key: "lifecycle.undoOver" });
        await pass(DAY);
        expect(await standings(it, ids.slice(0, 3))).toEqual(["released", "released", "released"]);
        expect((await (await me()).lifecycle.status()).verbs["undo cancel"]).toMatch(/no longer/);
        continue;
      }
      const before = await sum(solveig);
      const { proposal } = await solveig.lifecycle.proposeUndo();
      const shown = await read(solveig, proposal);
      expect(spent(shown.lines)).toBe(undo.micros);
      await confirm(solveig, proposal);
      expect(await sum(solveig)).toBe(before - undo.micros!);
      expect(await standings(it, ids)).toEqual(["active", "active", "active", "released", "released", "released"]);
      expect((await solveig.lifecycle.status()).label).toBe("active");
      const returned = await solveig.tracking.number({ id: ids[0]! });
      // The hold was prepaid: the next month begins where it would have ended.
      expect(returned.renewsAt).toBe(START + 20 * DAY);
      expect(await reconcile(it.world.db)).toMatchObject({ broken: null });
    }
  });

  test("is refused by name where something that it lists was changed since, and goes through when it is looked at anew", async () => {
    const { ids, me } = await openBakery();
    const solveig = await me();
    const { proposal } = await solveig.lifecycle.proposeCancel({});
    const number = await solveig.tracking.number({ id: ids[2]! });
    await solveig.tracking.saveNumber({
      id: ids[2]!,
      version: number.version,
      name: "Renamed",
      source: null,
      route: null,
    });
    expect((await read(solveig, proposal)).stale).toBe(true);
    expect(await said(confirm(solveig, proposal))).toEqual(expect.stringContaining("Renamed"));
    const anew = await solveig.proposals.remake({ proposal });
    await confirm(solveig, anew.proposal);
    expect((await solveig.lifecycle.status()).label).toBe("canceled");
  });

  test("a hold that the balance cannot prepay is refused with its price; nothing is half done", async () => {
    const { it, ids, me } = await openBakery();
    await setBalance(it, "solo", 1_000_000);
    const solveig = await me();
    expect(await said(solveig.lifecycle.proposeCancel({ others: { is: "hold", days: 365 } }))).toEqual(
      expect.stringContaining("$1.00"),
    );
    expect((await standings(it, ids)).every((is) => is === "active")).toBe(true);
    expect(await refusal(solveig.lifecycle.proposeCancel({ others: { is: "hold", days: 366 } }))).toMatchObject({
      field: "others.days",
    });
    expect(
      await refusal(solveig.lifecycle.proposeCancel({ numbers: [{ id: "nothing", parting: { is: "release" } }] })),
    ).toMatchObject({ key: "lifecycle.noSuchNumber" });
  });

  test("a number moves to another account of the agency, and only for who runs it", async () => {
    const it = await openTestWorld();
    const id = await addNumber(it, "northwind", "+15125550100", { name: "Spring" });
    const numbers = [{ id, parting: { is: "move" as const, to: it.account("mason") } }];
    expect(await refusal(it.as("dana@callboard.demo", "northwind").lifecycle.proposeCancel({ numbers }))).toMatchObject(
      { key: "lifecycle.notYours" },
    );
    const harriet = it.as("harriet@callboard.demo", "northwind");
    for (const to of [it.account("solo"), "acc_nowhere"])
      expect(
        await refusal(harriet.lifecycle.proposeCancel({ numbers: [{ id, parting: { is: "move", to } }] })),
      ).toMatchObject({ code: expect.stringMatching(/invalid|not-found/) });
    const { proposal } = await harriet.lifecycle.proposeCancel({ numbers });
    await confirm(harriet, proposal, "Northwind");
    const moved = await it.rows(
      "SELECT account, data ->> '$.standing.is' AS is_ FROM records WHERE kind = 'number' AND data ->> '$.e164' = '+15125550100' ORDER BY is_",
    );
    expect(moved).toEqual([
      { account: it.account("mason"), is_: "active" },
      { account: it.account("northwind"), is_: "released" },
    ]);
  });

  test("an agency with accounts that work is not canceled by itself: they are named", async () => {
    const it = await openTestWorld();
    expect(await said(it.as("harriet@callboard.demo", "harbor").lifecycle.proposeCancel({}))).toEqual(
      expect.stringContaining("Mason & Sons, Northwind, Parkside Dental"),
    );
  });
});

describe("forwarding after the cancellation", () => {
  const forward = { is: "forward", to: "+1 512 555 0188", days: 30, minutes: 10 } as const;

  test("is prepaid in full, connects though the account is canceled, and ends when its minutes are used up", async () => {
    const { it, ids, me, pass, shown } = await openBakery();
    const solveig = await me();
    const before = await sum(solveig);
    const numbers = [{ id: ids[0]!, parting: forward }];
    const { proposal } = await solveig.lifecycle.proposeCancel({ numbers, others: { is: "release" } });
    const { lines } = await read(solveig, proposal);
    const line = lines.find(({ key }) => key === `number:${ids[0]}`)!;
    expect(line.text).toContain(`${shown(0)} (Line 0) forwards its calls to +1 512 555 0188 until`);
    // Twenty days behind the month that is paid, two thirds of $2.00, and ten minutes.
    expect(line.micros).toBe(1_333_333 + 10 * 45_000);
    await confirm(solveig, proposal, BAKERY);
    expect(before - (await sum(solveig))).toBe(line.micros);
    await pass(SECOND);
    expect((await solveig.tracking.number({ id: ids[0]! })).service).toMatchObject({
      label: "forwarded",
      connects: true,
      swaps: false,
    });
    const meter = await meterOf(it, "solo");
    const call = (id: string, quantity: number) => used(it, id, { quantity, number: "+15125550100" });
    const prepaid = await sum(solveig);
    await meter.balance.recordUsage({ events: [call("a", 4)] });
    await meter.balance.recordUsage({ events: [call("a", 4)] });
    expect(await sum(solveig)).toBe(prepaid);
    expect(await standings(it, ids.slice(0, 1))).toEqual(["forwarded"]);
    // Six of eight are left; two are charged like any others, and the carrier gets the number back.
    await meter.balance.recordUsage({ events: [call("b", 8)] });
    expect(prepaid - (await sum(solveig))).toBe(2 * 45_000);
    await pass(SECOND);
    expect(await standings(it, ids.slice(0, 1))).toEqual(["released"]);
    expect(await reconcile(it.world.db)).toMatchObject({ broken: null });
  });

  test("ends with its days too; until then it returns with the account", async () => {
    for (const days of [29, 31]) {
      const { it, ids, me, pass } = await openBakery();
      const solveig = await me();
      const numbers = [{ id: ids[0]!, parting: forward }];
      await confirm(solveig, (await solveig.lifecycle.proposeCancel({ numbers })).proposal);
      await pass(days * DAY);
      const later = await me();
      if (days < 30) {
        await confirm(later, (await later.lifecycle.proposeUndo()).proposal);
        expect(await standings(it, ids.slice(0, 2))).toEqual(["active", "released"]);
      } else {
        expect(await standings(it, ids.slice(0, 1))).toEqual(["released"]);
        expect(await refusal(later.lifecycle.proposeUndo())).toMatchObject({ key: "lifecycle.undoOver" });
      }
    }
  });

  test("is refused without funds, to itself and to what is no number", async () => {
    const { it, ids, me } = await openBakery();
    const solveig = await me();
    const asked = (more: object) =>
      solveig.lifecycle.proposeCancel({ numbers: [{ id: ids[0]!, parting: { ...forward, ...more } }] });
    expect(await refusal(asked({ to: "12" }))).toMatchObject({ field: "numbers" });
    expect(await refusal(asked({ to: "+15125550100" }))).toMatchObject({ key: "lifecycle.forwardItself" });
    expect(await refusal(asked({ minutes: 0 }))).toMatchObject({ field: "numbers.0.parting.minutes" });
    await setBalance(it, "solo", 1_000_000);
    expect(await refusal(asked({}))).toMatchObject({ code: "unpaid" });
  });
});

describe("coming back", () => {
  test.each([1, 13, 15, 59, 61, 400])("after %i days the account stands as the lines said", async (days) => {
    const { it, ids, me, pass } = await openBakery();
    let solveig = await me();
    const numbers = ids.slice(4).map((id) => ({ id, parting: { is: "release" } as const }));
    await confirm(solveig, (await solveig.lifecycle.proposeCancel({ numbers })).proposal, BAKERY);
    const canceled = await sum(solveig);
    await pass(days * DAY);
    await pass(SECOND);
    solveig = await me();
    // Nothing was charged meanwhile: no fee, no subscription.
    expect(await sum(solveig)).toBe(canceled);
    const isUndo = days < 14;
    const { proposal } = isUndo ? await solveig.lifecycle.proposeUndo() : await solveig.lifecycle.proposeReactivate();
    const other = isUndo ? solveig.lifecycle.proposeReactivate() : solveig.lifecycle.proposeUndo();
    expect(await refusal(other)).toMatchObject({ key: isUndo ? "lifecycle.undoRather" : "lifecycle.undoOver" });
    const { lines } = await read(solveig, proposal);
    const after = lines.find(({ key }) => key === "after")!;
    const returning = effects(lines).filter(({ key }) => key.startsWith("number:"));
    await confirm(solveig, proposal);
    await pass(0);
    expect(canceled - (await sum(solveig))).toBe(spent(lines));
    expect(await sum(solveig)).toBe(after.micros);
    const back = (await standings(it, ids)).map((is, at) => (is === "active" ? `number:${ids[at]}` : null));
    expect(back.filter((key) => key !== null).sort()).toEqual(returning.map(({ key }) => key).sort());
    expect(back.filter((key) => key !== null)).toHaveLength(isUndo ? 4 : 6);
    expect((await solveig.lifecycle.status()).label).toBe("active");
    expect(await reconcile(it.world.db)).toMatchObject({ broken: null });
    expect(await brokenLink(it.world.db)).toBeNull();
  });

  test("a number that somebody else has meanwhile is named as gone, and the rest returns", async () => {
    const { it, ids, me, pass } = await openBakery();
    let solveig = await me();
    await confirm(solveig, (await solveig.lifecycle.proposeCancel({ others: { is: "release" } })).proposal, BAKERY);
    await pass(20 * DAY);
    await it.as("dana@callboard.demo", "northwind").tracking.buy({ e164: "+15125550100", name: "Taken" });
    await pass(SECOND);
    solveig = await me();
    const { proposal } = await solveig.lifecycle.proposeReactivate();
    const { lines } = await read(solveig, proposal);
    expect(lines.find(({ key }) => key === `number:${ids[0]}`)).toMatchObject({
      as: "figure",
      text: "+1 512 555 0100 (Line 0) is gone",
    });
    await confirm(solveig, proposal);
    await pass(SECOND);
    expect(await standings(it, ids)).toEqual(["released", ...Array.from({ length: 5 }, () => "active")]);
  });

  test("needs a card that works or the minimum on the balance", async () => {
    const { it, me, pass } = await openBakery();
    await confirm(await me(), (await (await me()).lifecycle.proposeCancel({})).proposal);
    await setBalance(it, "solo", 9_999_999);
    await pass(20 * DAY);
    expect(await said((await me()).lifecycle.proposeReactivate())).toEqual(expect.stringContaining("$10.00"));
    await setBalance(it, "solo", 10_000_000);
    const solveig = await me();
    const { lines } = await read(solveig, (await solveig.lifecycle.proposeReactivate()).proposal);
    expect(lines.at(-1)).toMatchObject({ text: expect.stringContaining("below zero") });
  });
});

describe("the operator's window", () => {
  test.each([
    [59, true],
    [61, false],
  ])("with 60 days, after %i it can be reactivated: %s", async (days, can) => {
    const { it, me, pass } = await openBakery();
    const solveig = await me();
    await confirm(solveig, (await solveig.lifecycle.proposeCancel({})).proposal);
    await it.as("otto@callboard.demo").lifecycle.setWindow({ days: 60 });
    expect(await (await me()).lifecycle.status()).toMatchObject({ returnUntil: START + 60 * DAY });
    await pass(days * DAY);
    const later = await me();
    if (can) await later.lifecycle.proposeReactivate();
    else {
      expect(await said(later.lifecycle.proposeReactivate())).toMatch(/^It could be reactivated until /);
      await (await it.anew("otto@callboard.demo")).lifecycle.setWindow({ days: null });
      await later.lifecycle.proposeReactivate();
    }
  });

  test("is the operator's alone, and whole days", async () => {
    const it = await openTestWorld();
    expect(await refusal(it.as("otto@callboard.demo").lifecycle.setWindow({ days: 0 }))).toMatchObject({
      field: "days",
    });
    expect(await refusal(it.as("harriet@callboard.demo", "harbor").lifecycle.setWindow({ days: 60 }))).toMatchObject({
      code: "forbidden",
    });
  });
});

describe("a year, month by month", () => {
  /** Typed out from the product's table: what of twelve months is charged for the subscription and for the number. */
  const CHARGED = {
    active: { subscription: 12, number: 12, standing: "active" },
    stopped: { subscription: 12, number: 12, standing: "active" },
    paused: { subscription: 12, number: 12, standing: "active" },
    // What cannot be paid is owed; the number is kept for seven days, then held for thirty, then given back.
    inactive: { subscription: 12, number: 0, standing: "released" },
    canceled: { subscription: 0, number: 0, standing: "released" },
    parked: { subscription: 12, number: 12, standing: "active" },
  } as const;

  test.each(Object.entries(CHARGED))("an account that is %s", async (state, expected) => {
    const it = await openTestWorld();
    const id = await addNumber(it, "solo", "+15125550100", {
      renewsAt: START + 5 * DAY,
      paidFrom: START - 26 * DAY,
      ...(state === "parked" ? { parked: { since: START, by: "test", until: null } } : {}),
    });
    await setBalance(it, "solo", state === "inactive" ? -1 : 900_000_000);
    const solveig = await it.anew(SOLVEIG, "solo");
    if (state === "stopped" || state === "paused")
      await confirm(solveig, (await solveig.lifecycle.proposeFlag({ flag: state })).proposal);
    if (state === "canceled") await confirm(solveig, (await solveig.lifecycle.proposeCancel({})).proposal);
    const before = await it.rows("SELECT count(*) AS n FROM postings");
    for (let day = 0; day < 365; day += 5) {
      it.pass(5 * DAY);
      await bill(it.world);
      await workOff(it.world);
    }
    const charged = await it.rows(
      "SELECT type, count(*) AS n, sum(micros) AS sum FROM postings WHERE seq > ? AND from_book = ? GROUP BY type",
      Number(before[0]!.n),
      `${it.account("solo")}/balance`,
    );
    const of = (type: string) => charged.find((row) => row.type === type);
    expect(Number(of("subscription")?.n ?? 0)).toBe(expected.subscription);
    expect(Number(of("subscription")?.sum ?? 0)).toBe(expected.subscription * 39_000_000);
    expect(Number(of("number")?.n ?? 0)).toBe(expected.number);
    expect(Number(of("number")?.sum ?? 0)).toBe(expected.number * 2_000_000);
    expect(await standings(it, [id])).toEqual([expected.standing]);
    expect(await reconcile(it.world.db)).toMatchObject({ broken: null });
  });
});

describe("canceling an agency", () => {
  test("begins with its name typed; what is in the way fails by name, the agency waits, and the failures are tried again", async () => {
    const it = await openTestWorld();
    const porting = { standing: { is: "porting", since: START } } as const;
    const stuck = await addNumber(it, "mason", "+442079460099", { name: "Van", ...porting });
    await addNumber(it, "northwind", "+15125550100", { name: "Spring" });
    const harriet = it.as("harriet@callboard.demo", "harbor");
    expect((await harriet.lifecycle.status()).verbs).toMatchObject({
      cancel: expect.stringContaining("Mason & Sons"),
      "cancel the agency": null,
    });
    const { run } = await harriet.lifecycle.proposeAgencyCancel();
    const { items } = await harriet.runs.items({ run });
    expect(items.map(({ about }) => about).sort()).toEqual([
      "Harbor Agency: 0 numbers given back",
      "Mason & Sons: +44 20 7946 0099 on the way to another carrier",
      "Northwind: 1 number given back",
      "Parkside Dental: 0 numbers given back",
    ]);
    expect(items.at(-1)!.about).toContain("Harbor Agency");
    for (const name of [null, "Harbor"])
      expect(await refusal(harriet.runs.start({ run, name }))).toMatchObject({ field: "name" });
    expect(await refusal(it.as("dana@callboard.demo", "northwind").runs.start({ run }))).toMatchObject({
      code: "not-found",
    });
    // An account that gets another number after it was listed is left as it is.
    const late = await addNumber(it, "parkside", "+15125550108", { name: "Late" });
    await harriet.runs.start({ run, name: "Harbor Agency" });
    await workOff(it.world);
    const ended = await harriet.runs.get({ run });
    expect(ended).toMatchObject({ state: "done", retriable: true, counts: { done: 1, failed: 2, skipped: 1 } });
    const outcomes = (await harriet.runs.items({ run })).items;
    const of = (name: string) => outcomes.find(({ about }) => about.startsWith(name))!;
    expect(of("Mason")).toMatchObject({ state: "failed", reason: expect.stringContaining("+44 20 7946 0099") });
    expect(of("Parkside")).toMatchObject({ state: "skipped", reason: expect.stringContaining("other numbers") });
    expect(of("Harbor")).toMatchObject({ state: "failed", reason: expect.stringContaining("Parkside Dental") });
    expect((await harriet.lifecycle.status()).label).toBe("active");
    expect(await standings(it, [stuck, late])).toEqual(["porting", "active"]);

    for (const [account, id] of [
      ["mason", stuck],
      ["parkside", late],
    ] as const) {
      await it.world.db.write({
        reads: [],
        decide: () => ({
          writes: [
            { sql: "UPDATE records SET data = json_set(data, '$.standing.is', 'active') WHERE id = ?", args: [id] },
          ],
          answer: null,
        }),
      });
      if (account === "parkside") {
        const there = it.as("harriet@callboard.demo", "parkside");
        await confirm(there, (await there.lifecycle.proposeCancel({})).proposal);
      }
    }
    await harriet.runs.retry({ run });
    await workOff(it.world);
    expect(await harriet.runs.get({ run })).toMatchObject({
      state: "done",
      counts: { done: 3, failed: 0, skipped: 1 },
    });
    expect((await harriet.access.me()).accounts.map(({ label }) => label)).toEqual(
      Array.from({ length: 4 }, () => "canceled"),
    );
    const dana = it.as("harriet@callboard.demo", "northwind");
    await setBalance(it, "northwind", 50_000_000);
    expect(await refusal(dana.lifecycle.proposeUndo())).toMatchObject({ key: "lifecycle.agencyFirst" });
    await confirm(harriet, (await harriet.lifecycle.proposeUndo()).proposal);
    await confirm(dana, (await dana.lifecycle.proposeUndo()).proposal);
    expect((await dana.lifecycle.status()).label).toBe("active");
  });
});
