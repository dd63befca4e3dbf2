import { DAY, type Instant } from "@callboard/domain/core/time";
import { describe, expect, test } from "vitest";
import { runBilling } from "../../src/features/balance/billing.ts";
import { stmt } from "../../src/store/database/port.ts";
import { runDueJobs } from "../../src/jobs/queue.ts";
import { DEMO_ACCOUNTS } from "../../src/features/demo/people.ts";
import { sendDueStatements } from "../../src/features/statements/sendDue.ts";
import { verify } from "../../src/store/verify/verify.ts";
import { clockIn, daysBetween, isDayOfMonth, monthLength } from "../support/models/clocks.ts";
import { datesToTry } from "../support/dates.ts";
import { openDemoApp } from "../support/fixtures/demo.ts";

const OWNERS = [
  ["dana", "northwind", 8],
  ["ida", "parkside", 2],
  ["mary", "mason", 2],
  ["solveig", "solo", 2],
] as const;
const DAYS_AHEAD = 62;
const BOOKS = "books@example.com";

const pad = (value: number): string => String(value).padStart(2, "0");
/** A month such as `2026-02`, `ahead` months later. */
function monthFrom(clock: string, ahead: number): string {
  const at = Number(clock.slice(0, 4)) * 12 + Number(clock.slice(5, 7)) - 1 + ahead;
  return `${Math.floor(at / 12)}-${pad((at % 12) + 1)}`;
}

/**
 * How many further months of something opened at `since` have begun by `now`, each on its day or on the month's last
 * day.
 */
function monthsBegun(zone: string, since: Instant, now: Instant): number {
  const [first, today] = [clockIn(zone, since), clockIn(zone, now)];
  for (let count = 0; ; count += 1) {
    const month = monthFrom(first, count + 1);
    const length = monthLength(Number(month.slice(0, 4)), Number(month.slice(5)));
    if (`${month}-${pad(Math.min(Number(first.slice(8, 10)), length))}${first.slice(10)}` > today) return count;
  }
}

describe.each(datesToTry())("the demo world made on $name ($at)", ({ at }) => {
  const start = Date.parse(at);

  test("is complete: every number, no negative balance, nothing overdue, every digest and sum right", async () => {
    const { services, signIn } = await openDemoApp(start);
    for (const [name, account, count] of OWNERS) {
      const owner = await signIn(name, account);
      const { numbers } = await owner.numbers.list({ by: "number" });
      expect([account, numbers.length]).toEqual([account, count]);
      for (const { state, renewsAt } of numbers) {
        expect(state.is).toBe("active");
        expect(renewsAt).toBeGreaterThan(start);
        expect(renewsAt).toBeLessThanOrEqual(start + 31 * DAY);
      }
      expect((await owner.lifecycle.status()).label).toBe("active");
      const { zone } = DEMO_ACCOUNTS[account];
      const periods = await owner.statements.periods();
      const [month, previousMonth] = [0, -1].map((ahead) => monthFrom(clockIn(zone, start), ahead));
      expect([periods.thisMonth.first, periods.lastMonth.first]).toEqual([`${month}-01`, `${previousMonth}-01`]);
      const last = await owner.statements.preview(periods.lastMonth);
      expect((await owner.statements.preview(periods.thisMonth)).opening).toBe(last.closing);
    }
    const { orders } = await (await signIn("dana", "northwind")).numbers.orders({});
    expect(orders.map(({ state }) => state).filter((state) => state !== "settled")).toEqual(["declined"]);
    expect((await services.db.read([stmt("SELECT kind FROM jobs WHERE done_at IS NULL")]))[0]).toEqual([]);
    expect(await verify(services.db, services.seal)).toMatchObject({ broken: null });
  });

  test("continues for two months: each month charged once, each last day's statement sent, every sum right", async () => {
    const { services, signIn, advance } = await openDemoApp(start, { days: 30, routing: true });
    const { zone } = DEMO_ACCOUNTS.solo;
    await (await signIn("solveig", "solo")).statements.saveSchedule({ every: "month", day: 31, recipients: [BOOKS] });
    for (let day = 0; day < DAYS_AHEAD; day += 1) {
      advance(DAY);
      await runBilling(services);
      await sendDueStatements(services);
      await runDueJobs(services);
    }
    const solveig = await signIn("solveig", "solo");
    const charged = (await solveig.balance.entries({ types: ["subscription"], limit: 100 })).entries;
    expect(charged).toHaveLength(monthsBegun(zone, start - 31 * DAY, start + DAYS_AHEAD * DAY));
    const lastDays = daysBetween(zone, start, start + DAYS_AHEAD * DAY).filter((day) => isDayOfMonth(day, 31));
    expect((await solveig.statements.sent()).statements).toHaveLength(lastDays.length);
    expect(await verify(services.db, services.seal)).toMatchObject({ broken: null });
  });
});
