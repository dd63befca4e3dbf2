import { describe, expect, test } from "vitest";
import { runBilling } from "../../../src/features/balance/billing.ts";
import { reconcile } from "../../../src/store/verify/ledger.ts";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { confirm, SOLVEIG, numberStates } from "../../support/fixtures/bakery.ts";
import { DAY, openTestApp, START } from "../../support/kit.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";

describe("a year, month by month", () => {
  /**
   * Typed out from the product's table: how many of twelve months are charged for the subscription and for the number.
   */
  const CHARGED = {
    active: { subscription: 12, number: 12, standing: "active" },
    stopped: { subscription: 12, number: 12, standing: "active" },
    paused: { subscription: 12, number: 12, standing: "active" },
    // The unpaid subscription is owed; the number has seven days of grace, a hold of thirty, and is then released.
    inactive: { subscription: 12, number: 0, standing: "released" },
    canceled: { subscription: 0, number: 0, standing: "released" },
    parked: { subscription: 12, number: 12, standing: "active" },
  } as const;

  test.each(Object.entries(CHARGED))("an account that is %s", async (state, expected) => {
    const app = await openTestApp();
    const id = await addNumber(app, "solo", "+15125550100", {
      renewsAt: START + 5 * DAY,
      paidFrom: START - 26 * DAY,
      ...(state === "parked" ? { parked: { since: START, by: "test", until: null } } : {}),
    });
    await setBalance(app, "solo", state === "inactive" ? -1 : 900_000_000);
    const solveig = await app.anew(SOLVEIG, "solo");
    if (state === "stopped" || state === "paused")
      await confirm(solveig, (await solveig.lifecycle.proposeFlag({ flag: state })).proposal);
    if (state === "canceled") await confirm(solveig, (await solveig.lifecycle.proposeCancel({})).proposal);
    const before = await app.rows("SELECT count(*) AS n FROM postings");
    for (let day = 0; day < 365; day += 5) {
      app.pass(5 * DAY);
      await runBilling(app.world);
      await runDueJobs(app.world);
    }
    const charged = await app.rows(
      "SELECT type, count(*) AS n, sum(micros) AS sum FROM postings WHERE seq > ? AND from_book = ? GROUP BY type",
      Number(before[0]!.n),
      `${app.account("solo")}/balance`,
    );
    const of = (type: string) => charged.find((row) => row.type === type);
    expect(Number(of("subscription")?.n ?? 0)).toBe(expected.subscription);
    expect(Number(of("subscription")?.sum ?? 0)).toBe(expected.subscription * 39_000_000);
    expect(Number(of("number")?.n ?? 0)).toBe(expected.number);
    expect(Number(of("number")?.sum ?? 0)).toBe(expected.number * 2_000_000);
    expect(await numberStates(app, [id])).toEqual([expected.standing]);
    expect(await reconcile(app.world.db)).toMatchObject({ broken: null });
  });
});
