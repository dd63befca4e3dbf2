import { describe, expect, test } from "vitest";
import { handleProviderEvent } from "../../../src/http/paymentWebhookRoute.ts";
import { failureOf, SECOND, type TestApp } from "../../support/kit.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { PAYING_CARD, sandboxOf } from "../../support/fixtures/payments.ts";
import { UNIT, openWithRecharge } from "../../support/fixtures/recharge.ts";

describe("a refund", () => {
  const refund = (app: Awaited<ReturnType<typeof openWithRecharge>>, entry: number, cents: number | null = null) =>
    app
      .callerFor("otto@callboard.demo")
      .balance.refund({ account: app.account("northwind"), entry, cents, reason: "charged twice" });

  test("gives a payment back to its card, in full or in parts, never more than it paid or than is available", async () => {
    const app = await openWithRecharge([PAYING_CARD], { enabled: false });
    await app.dana.balance.topUp({ cents: 4000 });
    await app.settle();
    const [payment] = await app.payments();
    await refund(app, payment!.entry, 1000);
    expect(await app.currentBalance()).toBe(49 * UNIT);
    await app.settle();
    expect(await app.currentBalance()).toBe(39 * UNIT);
    expect((await app.dana.balance.entries({ types: ["refund"] })).entries).toMatchObject([
      { text: "Refund to Visa 4242: charged twice", micros: -10 * UNIT },
    ]);
    expect(await failureOf(refund(app, payment!.entry, 3001))).toMatchObject({
      key: "balance.refund.tooMuch",
      field: "cents",
    });
    await setBalance(app, "northwind", 29 * UNIT);
    expect(await failureOf(refund(app, payment!.entry))).toMatchObject({ key: "balance.refund.notEnoughBalance" });
    await setBalance(app, "northwind", 30 * UNIT);
    await refund(app, payment!.entry);
    expect(await failureOf(refund(app, payment!.entry))).toMatchObject({ key: "balance.refund.already" });
    await app.settle();
    expect(await app.currentBalance()).toBe(0);
    const { entries } = await app.dana.balance.entries({});
    expect(await failureOf(refund(app, entries.at(-1)!.entry))).toMatchObject({ key: "balance.refund.noPayment" });
    expect(await failureOf(refund(app, 99_999))).toMatchObject({ key: "balance.entryMissing" });
  });

  test("whose answer is lost is looked up and made once", async () => {
    const app = await openWithRecharge([PAYING_CARD], { enabled: false });
    await app.dana.balance.topUp({ cents: 4000 });
    await app.settle();
    app.sandbox.faultFor = ({ verb }) => (verb === "refund" ? "timeout-after" : null);
    await refund(app, (await app.payments())[0]!.entry);
    await app.settle(4, 10 * SECOND);
    expect(await app.currentBalance()).toBe(9 * UNIT);
    expect(await app.selectRows("SELECT cents FROM sandbox_refunds")).toEqual([{ cents: 4000 }]);
  });

  /** The provider reports that something happened to it, without saying what. */
  const reportChange = (app: TestApp, key: string) =>
    handleProviderEvent(app.services, { is: "charge changed", id: app.services.newId(), at: app.now(), key });
  const refunds = async (app: TestApp) =>
    (
      await app.selectRows(
        "SELECT id FROM records WHERE kind = 'charge' AND data ->> '$.type' = 'refund card' ORDER BY data ->> '$.requestedAt'",
      )
    ).map(({ id }) => String(id));

  test("that the bank rejects later is back on the balance, once, and can be made again", async () => {
    const app = await openWithRecharge([PAYING_CARD], { enabled: false });
    await app.dana.balance.topUp({ cents: 5000 });
    await app.settle();
    const [payment] = await app.payments();
    await refund(app, payment!.entry);
    await app.settle();
    expect(await app.currentBalance()).toBe(9 * UNIT);
    const [first] = await refunds(app);
    await reportChange(app, first!);
    expect(await app.currentBalance()).toBe(9 * UNIT);
    await sandboxOf(app).failRefund(first!);
    for (let times = 0; times < 3; times += 1) await reportChange(app, first!);
    expect(await app.currentBalance()).toBe(59 * UNIT);
    const [failedRefund, refundEntry] = (await app.dana.balance.entries({ types: ["refund"] })).entries;
    expect(failedRefund).toMatchObject({
      text: "Refund to Visa 4242 failed",
      micros: 50 * UNIT,
      corrects: refundEntry!.entry,
    });
    expect(refundEntry).toMatchObject({ micros: -50 * UNIT, correctedBy: failedRefund!.entry });
    expect((await app.subjects()).at(-1)).toBe("Northwind: a refund failed");
    await refund(app, payment!.entry);
    await app.settle();
    expect(await app.currentBalance()).toBe(9 * UNIT);
    expect((await refunds(app)).length).toBe(2);
    await app.expectConsistentBooks();
  });
});
