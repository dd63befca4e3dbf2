import { describe, expect, test } from "vitest";
import { handleProviderEvent } from "../../../src/http/paymentWebhookRoute.ts";
import { failureOf, SECOND, type TestApp } from "../../support/kit.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { PAYING_CARD, sandboxOf } from "../../support/fixtures/payments.ts";
import { UNIT, openWithRecharge } from "../../support/fixtures/recharge.ts";

describe("a refund", () => {
  const refund = (it: Awaited<ReturnType<typeof openWithRecharge>>, entry: number, cents: number | null = null) =>
    it
      .as("otto@callboard.demo")
      .balance.refund({ account: it.account("northwind"), entry, cents, reason: "charged twice" });

  test("gives a payment back to its card, in full or in parts, never more than it paid or than is available", async () => {
    const it = await openWithRecharge([PAYING_CARD], { on: false });
    await it.dana.balance.topUp({ cents: 4000 });
    await it.settle();
    const [payment] = await it.payments();
    await refund(it, payment!.entry, 1000);
    expect(await it.sum()).toBe(49 * UNIT);
    await it.settle();
    expect(await it.sum()).toBe(39 * UNIT);
    expect((await it.dana.balance.entries({ types: ["refund"] })).entries).toMatchObject([
      { text: "Refund to Visa 4242: charged twice", micros: -10 * UNIT },
    ]);
    expect(await failureOf(refund(it, payment!.entry, 3001))).toMatchObject({ key: "refund.tooMuch", field: "cents" });
    await setBalance(it.it, "northwind", 29 * UNIT);
    expect(await failureOf(refund(it, payment!.entry))).toMatchObject({ key: "refund.notThere" });
    await setBalance(it.it, "northwind", 30 * UNIT);
    await refund(it, payment!.entry);
    expect(await failureOf(refund(it, payment!.entry))).toMatchObject({ key: "refund.already" });
    await it.settle();
    expect(await it.sum()).toBe(0);
    const { entries } = await it.dana.balance.entries({});
    expect(await failureOf(refund(it, entries.at(-1)!.entry))).toMatchObject({ key: "refund.noPayment" });
    expect(await failureOf(refund(it, 99_999))).toMatchObject({ key: "balance.entryMissing" });
  });

  test("whose answer is lost is looked up and made once", async () => {
    const it = await openWithRecharge([PAYING_CARD], { on: false });
    await it.dana.balance.topUp({ cents: 4000 });
    await it.settle();
    it.sandbox.faulty = ({ verb }) => (verb === "refund" ? "timeout-after" : null);
    await refund(it, (await it.payments())[0]!.entry);
    await it.settle(4, 10 * SECOND);
    expect(await it.sum()).toBe(9 * UNIT);
    expect(await it.rows("SELECT cents FROM sandbox_refunds")).toEqual([{ cents: 4000 }]);
  });

  /** The provider reports that something happened to it, without saying what. */
  const told = (app: TestApp, key: string) =>
    handleProviderEvent(app.world, { is: "charge changed", id: app.world.newId(), at: app.now(), key });
  const refunds = async (app: TestApp) =>
    (
      await app.rows(
        "SELECT id FROM records WHERE kind = 'charge' AND data ->> '$.what' = 'refund card' ORDER BY data ->> '$.wantedAt'",
      )
    ).map(({ id }) => String(id));

  test("that the bank rejects later is back on the balance, once, and can be made again", async () => {
    const it = await openWithRecharge([PAYING_CARD], { on: false });
    await it.dana.balance.topUp({ cents: 5000 });
    await it.settle();
    const [payment] = await it.payments();
    await refund(it, payment!.entry);
    await it.settle();
    expect(await it.sum()).toBe(9 * UNIT);
    const [first] = await refunds(it.it);
    await told(it.it, first!);
    expect(await it.sum()).toBe(9 * UNIT);
    await sandboxOf(it.it).failRefund(first!);
    for (let again = 0; again < 3; again += 1) await told(it.it, first!);
    expect(await it.sum()).toBe(59 * UNIT);
    const [back, out] = (await it.dana.balance.entries({ types: ["refund"] })).entries;
    expect(back).toMatchObject({ text: "Refund to Visa 4242 did not arrive", micros: 50 * UNIT, corrects: out!.entry });
    expect(out).toMatchObject({ micros: -50 * UNIT, correctedBy: back!.entry });
    expect((await it.subjects()).at(-1)).toBe("Northwind: a refund did not arrive");
    await refund(it, payment!.entry);
    await it.settle();
    expect(await it.sum()).toBe(9 * UNIT);
    expect((await refunds(it.it)).length).toBe(2);
    await it.sound();
  });
});
