import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reconcile } from "../../../src/store/verify/ledger.ts";
import { BAKERY, confirm, openBakery, readProposal, numberStates, balanceOf } from "../../support/fixtures/bakery.ts";
import { sameTimeAfter, clockTimeBetween } from "../../support/models/clocks.ts";
import { DAY, HOUR, openTestApp, failureOf, SECOND, START } from "../../support/kit.ts";
import { meterOf, ownBalance, setBalance, usageEvent } from "../../support/fixtures/money.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";

describe("forwarding after the cancellation", () => {
  const forward = { is: "forward", to: "+1 512 555 0188", days: 30, minutes: 10 } as const;

  test("is prepaid in full, connects although the account is canceled, and ends when its minutes are used up", async () => {
    const { app, ids, me, passTime, shownNumber } = await openBakery();
    const solveig = await me();
    const before = await balanceOf(solveig);
    const numbers = [{ id: ids[0]!, disposition: forward }];
    const { proposal } = await solveig.lifecycle.proposeCancel({ numbers, others: { is: "release" } });
    const { lines } = await readProposal(solveig, proposal);
    const line = lines.find(({ key }) => key === `number:${ids[0]}`)!;
    expect(line.text).toContain(`${shownNumber(0)} (Line 0) forwards its calls to +1 512 555 0188 until`);
    // Twenty days after the paid month, two thirds of $2.00 by the account's clock, plus ten minutes.
    const unpaidMs = clockTimeBetween("Europe/Berlin", START + 10 * DAY, sameTimeAfter("Europe/Berlin", START, 30));
    expect(line.micros).toBe(Math.round((2_000_000 * unpaidMs) / (30 * DAY)) + 10 * 45_000);
    await confirm(solveig, proposal, BAKERY);
    expect(before - (await balanceOf(solveig))).toBe(line.micros);
    await passTime(SECOND);
    expect((await solveig.numbers.get({ id: ids[0]! })).service).toMatchObject({
      label: "forwarded",
      connects: true,
      swaps: false,
    });
    const meter = await meterOf(app, "solo");
    const call = (id: string, quantity: number) => usageEvent(app, id, { quantity, number: "+15125550100" });
    const prepaid = await balanceOf(solveig);
    await meter.balance.recordUsage({ events: [call("a", 4)] });
    await meter.balance.recordUsage({ events: [call("a", 4)] });
    expect(await balanceOf(solveig)).toBe(prepaid);
    expect(await numberStates(app, ids.slice(0, 1))).toEqual(["forwarded"]);
    // Six of eight are left; two are charged as usual, and the number goes back to the carrier.
    await meter.balance.recordUsage({ events: [call("b", 8)] });
    expect(prepaid - (await balanceOf(solveig))).toBe(2 * 45_000);
    await passTime(SECOND);
    expect(await numberStates(app, ids.slice(0, 1))).toEqual(["released"]);
    expect(await reconcile(app.services.db)).toMatchObject({ broken: null });
  });

  test("uses no minutes for calls before it, nor for usage with another price", async () => {
    const { app, ids, me, passTime } = await openBakery();
    const meter = await meterOf(app, "solo");
    const early = app.now();
    app.advance(SECOND);
    const solveig = await me();
    const numbers = [{ id: ids[0]!, disposition: forward }];
    await confirm(solveig, (await solveig.lifecycle.proposeCancel({ numbers })).proposal, BAKERY);
    const before = await balanceOf(solveig);
    const number = "+15125550100";
    const call = (id: string, overrides: object) => usageEvent(app, id, { quantity: 4, number, ...overrides });
    await meter.balance.recordUsage({
      events: [call("a", { at: early }), call("b", { kind: "international minutes" }), call("c", { kind: "messages" })],
    });
    expect(before - (await balanceOf(solveig))).toBe(4 * (45_000 + 160_000 + 15_000));
    await meter.balance.recordUsage({ events: [call("d", { quantity: 10 })] });
    expect(before - (await balanceOf(solveig))).toBe(4 * (45_000 + 160_000 + 15_000));
    await passTime(SECOND);
    expect(await numberStates(app, ids.slice(0, 1))).toEqual(["released"]);
  });

  test("also ends with its days; until then it returns with the account", async () => {
    for (const days of [29, 31]) {
      const { app, ids, me, passTime } = await openBakery();
      const solveig = await me();
      const numbers = [{ id: ids[0]!, disposition: forward }];
      await confirm(solveig, (await solveig.lifecycle.proposeCancel({ numbers })).proposal);
      await passTime(days * DAY);
      const later = await me();
      if (days < 30) {
        await confirm(later, (await later.lifecycle.proposeUndo()).proposal);
        expect(await numberStates(app, ids.slice(0, 2))).toEqual(["active", "released"]);
      } else {
        expect(await numberStates(app, ids.slice(0, 1))).toEqual(["released"]);
        expect(await failureOf(later.lifecycle.proposeUndo())).toMatchObject({ key: "lifecycle.undoExpired" });
      }
    }
  });

  test("is refused without enough money, to the number itself, and to something that is no number", async () => {
    const { app, ids, me } = await openBakery();
    const solveig = await me();
    const propose = (overrides: object) =>
      solveig.lifecycle.proposeCancel({ numbers: [{ id: ids[0]!, disposition: { ...forward, ...overrides } }] });
    expect(await failureOf(propose({ to: "12" }))).toMatchObject({ field: "numbers" });
    expect(await failureOf(propose({ to: "+15125550100" }))).toMatchObject({ key: "lifecycle.forwardItself" });
    expect(await failureOf(propose({ minutes: 0 }))).toMatchObject({ field: "numbers.0.disposition.minutes" });
    await setBalance(app, "solo", 1_000_000);
    expect(await failureOf(propose({}))).toMatchObject({ code: "unpaid" });
  });
});

describe("a call within prepaid minutes that is reported late", () => {
  const NUMBER = "+15125550100";
  /** Forwards a number of this `kind` for ten days and a hundred minutes. */
  async function openForwarded(kind: "local" | "international" = "local") {
    const bakery = await openBakery();
    const { app, ids } = bakery;
    if (kind !== "local") await addNumber(app, "solo", "+4930901820", { name: "Berlin", kind });
    const [row] = await app.selectRows("SELECT id FROM records WHERE kind = 'number' AND data ->> '$.kind' = ?", kind);
    const id = kind === "local" ? ids[0]! : String(row!.id);
    const solveig = await bakery.me();
    const disposition = { is: "forward", to: "+15125559999", days: 10, minutes: 100 } as const;
    const input = { numbers: [{ id, disposition }], others: { is: "hold" as const, days: 60 } };
    await confirm(solveig, (await solveig.lifecycle.proposeCancel(input)).proposal, BAKERY);
    const meter = await meterOf(app, "solo");
    const account = app.account("solo");
    let count = 0;
    /** The cost of these minutes if they are reported now. */
    const cost = async (quantity: number, at: number, overrides: object = {}, reporter = meter) => {
      const before = await ownBalance(app, account);
      await reporter.balance.recordUsage({
        events: [usageEvent(app, `late ${(count += 1)}`, { quantity, at, number: NUMBER, ...overrides })],
      });
      return before - (await ownBalance(app, account));
    };
    return { ...bakery, id, cost };
  }

  test("costs nothing after the days are over and the number is released, as long as minutes were left", async () => {
    const { app, cost, passTime, id } = await openForwarded();
    await passTime(9 * DAY);
    const at = app.now();
    expect(await cost(30, at)).toBe(0);
    await passTime(2 * DAY);
    expect(await numberStates(app, [id])).toEqual(["released"]);
    expect(await cost(50, at)).toBe(0);
    // Twenty are left; further minutes are charged, and so are those after the last day.
    expect(await cost(25, at)).toBe(5 * 45_000);
    expect(await cost(1, at)).toBe(45_000);
    expect(await cost(1, START + 10 * DAY + 5 * HOUR)).toBe(45_000);
    expect(await reconcile(app.services.db)).toMatchObject({ broken: null });
  });

  test("costs nothing if the cancellation was undone meanwhile; calls after that are charged", async () => {
    const { app, cost, passTime, me } = await openForwarded();
    await passTime(2 * DAY);
    const at = app.now();
    await passTime(HOUR);
    const solveig = await me();
    await confirm(solveig, (await solveig.lifecycle.proposeUndo()).proposal);
    const undoneAt = app.now();
    await passTime(HOUR);
    expect(await cost(99, at)).toBe(0);
    expect(await cost(1, undoneAt + 1)).toBe(45_000);
    expect(await cost(2, at)).toBe(45_000);
    // Canceled and forwarded again: each forward has its own minutes.
    const later = await me();
    const [row] = await app.selectRows(
      "SELECT id FROM records WHERE kind = 'number' AND data ->> '$.e164' = ?",
      NUMBER,
    );
    const disposition = { is: "forward", to: "+15125559999", days: 10, minutes: 5 } as const;
    const input = { numbers: [{ id: String(row!.id), disposition }] };
    await confirm(later, (await later.lifecycle.proposeCancel(input)).proposal, BAKERY);
    await passTime(HOUR);
    expect(await cost(1, at)).toBe(45_000);
    expect(await cost(4, app.now())).toBe(0);
  });

  test("is charged if the minutes were used up, whichever call was reported first", async () => {
    const { app, cost, passTime, id } = await openForwarded();
    await passTime(DAY);
    const at = app.now();
    await passTime(DAY);
    expect(await cost(101, app.now())).toBe(45_000);
    await passTime(SECOND);
    expect(await numberStates(app, [id])).toEqual(["released"]);
    expect(await cost(3, at)).toBe(3 * 45_000);
  });

  test("counts if it is of the number's own kind, whichever server it is reported to", async () => {
    const { app, cost, passTime } = await openForwarded("international");
    const other = await openTestApp({ file: app.file });
    await passTime(5 * DAY);
    other.advance(app.now() - other.now());
    const at = app.now();
    await passTime(20 * DAY);
    other.advance(20 * DAY);
    const call = { kind: "international minutes", number: "+4930901820" };
    expect(await cost(60, at, call)).toBe(0);
    const otto = other.callerFor("otto@callboard.demo");
    const { secret } = await otto.access.createMeterKey({ account: app.account("solo"), name: "Another" });
    expect(await cost(60, at, call, other.callerWith(secret))).toBe(20 * 160_000);
    expect(await cost(1, at, { ...call, kind: "minutes" })).toBe(45_000);
  });

  test("calls cost only what exceeds the minutes in total, whatever their order and delay", async () => {
    const call = fc.record({
      quantity: fc.integer({ min: 1, max: 25 }),
      /**
       * The hour of the call, and how many hours later it is reported. Ten days have 239 hours if clocks go forward in
       * them.
       */
      hour: fc.integer({ min: 1, max: 238 }),
      late: fc.integer({ min: 0, max: 400 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 9 }), async (calls) => {
        const { app, cost, passTime } = await openForwarded();
        const start = app.now();
        const inReportOrder = calls.toSorted((a, b) => a.hour + a.late - (b.hour + b.late));
        let [totalMinutes, charged] = [0, 0];
        for (const { quantity, hour, late } of inReportOrder) {
          const due = start + (hour + late) * HOUR;
          if (due > app.now()) await passTime(due - app.now());
          const before = await ownBalance(app, app.account("solo"));
          expect(await cost(quantity, start + hour * HOUR)).toBe(
            Math.max(0, totalMinutes + quantity - Math.max(100, totalMinutes)) * 45_000,
          );
          charged += before - (await ownBalance(app, app.account("solo")));
          totalMinutes += quantity;
        }
        expect(charged).toBe(Math.max(0, totalMinutes - 100) * 45_000);
        await app.close();
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });
});
