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
    active: { subscription: 12, number: 12, state: "active" },
    stopped: { subscription: 12, number: 12, state: "active" },
    paused: { subscription: 12, number: 12, state: "active" },
    // The unpaid subscription is owed; the number has seven days of grace, a hold of thirty, and is then released.
    inactive: { subscription: 12, number: 0, state: "released" },
    canceled: { subscription: 0, number: 0, state: "released" },
    frozen: { subscription: 12, number: 12, state: "active" },
  } as const;

  test.each(Object.entries(CHARGED))("an account that is %s", async (state, expected) => {
    const app = await openTestApp();
    const id = await addNumber(app, "solo", "+15125550100", {
      renewsAt: START + 5 * DAY,
      billingAnchor: START - 26 * DAY,
      ...(state === "frozen" ? { frozen: { since: START, by: "test", until: null } } : {}),
    });
    await setBalance(app, "solo", state === "inactive" ? -1 : 900_000_000);
    const solveig = await app.signInAgain(SOLVEIG, "solo");
    if (state === "stopped" || state === "paused")
      await confirm(solveig, (await solveig.lifecycle.proposeFlag({ flag: state })).proposal);
    if (state === "canceled") await confirm(solveig, (await solveig.lifecycle.proposeCancel({})).proposal);
    const before = await app.selectRows("SELECT count(*) AS n FROM postings");
    for (let day = 0; day < 365; day += 5) {
      app.advance(5 * DAY);
      await runBilling(app.services);
      await runDueJobs(app.services);
    }
    const charged = await app.selectRows(
      "SELECT type, count(*) AS n, sum(micros) AS sum FROM postings WHERE seq > ? AND from_book = ? GROUP BY type",
      Number(before[0]!.n),
      `${app.account("solo")}/balance`,
    );
    const chargedFor = (type: string) => charged.find((row) => row.type === type);
    expect(Number(chargedFor("subscription")?.n ?? 0)).toBe(expected.subscription);
    expect(Number(chargedFor("subscription")?.sum ?? 0)).toBe(expected.subscription * 39_000_000);
    expect(Number(chargedFor("number")?.n ?? 0)).toBe(expected.number);
    expect(Number(chargedFor("number")?.sum ?? 0)).toBe(expected.number * 2_000_000);
    expect(await numberStates(app, [id])).toEqual([expected.state]);
    expect(await reconcile(app.services.db)).toMatchObject({ broken: null });
  });
});
