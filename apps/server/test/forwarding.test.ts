import { describe, expect, test } from "vitest";
import { reconcile } from "../src/books.ts";
import { BAKERY, confirm, openBakery, read, standings, sum } from "./bakery.ts";
import { sameTimeAfter, shownBetween } from "./clocks.ts";
import { DAY, refusal, SECOND, START } from "./kit.ts";
import { meterOf, setBalance, used } from "./money.ts";

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
    // Twenty days behind the month that is paid, two thirds of $2.00 by the account's clocks, and ten minutes.
    const behind = shownBetween("Europe/Berlin", START + 10 * DAY, sameTimeAfter("Europe/Berlin", START, 30));
    expect(line.micros).toBe(Math.round((2_000_000 * behind) / (30 * DAY)) + 10 * 45_000);
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

  test("draws no minutes for calls of before it, nor for such as were priced otherwise", async () => {
    const { it, ids, me, pass } = await openBakery();
    const meter = await meterOf(it, "solo");
    const early = it.now();
    it.pass(SECOND);
    const solveig = await me();
    const numbers = [{ id: ids[0]!, parting: forward }];
    await confirm(solveig, (await solveig.lifecycle.proposeCancel({ numbers })).proposal, BAKERY);
    const before = await sum(solveig);
    const number = "+15125550100";
    const call = (id: string, more: object) => used(it, id, { quantity: 4, number, ...more });
    await meter.balance.recordUsage({
      events: [call("a", { at: early }), call("b", { kind: "international minutes" }), call("c", { kind: "messages" })],
    });
    expect(before - (await sum(solveig))).toBe(4 * (45_000 + 160_000 + 15_000));
    await meter.balance.recordUsage({ events: [call("d", { quantity: 10 })] });
    expect(before - (await sum(solveig))).toBe(4 * (45_000 + 160_000 + 15_000));
    await pass(SECOND);
    expect(await standings(it, ids.slice(0, 1))).toEqual(["released"]);
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
