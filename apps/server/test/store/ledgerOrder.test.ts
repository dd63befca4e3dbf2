import { message } from "@callboard/domain/core/message";
import { post } from "@callboard/domain/core/effect";
import { adjustment } from "@callboard/domain/core/ledger";
import { money } from "@callboard/domain/core/money";
import { describe, expect, test } from "vitest";
import { reconcile } from "../../src/store/verify/ledger.ts";
import { stmt } from "../../src/store/database/port.ts";
import { sendDueStatements } from "../../src/features/statements/sendDue.ts";
import { bookBalance } from "../../src/store/ledger/balances.ts";
import { commit, read } from "../../src/store/commit.ts";
import { DAY, HOUR, MINUTE, openTestApp, failureOf, SECOND, type TestApp } from "../support/kit.ts";
import { ownBalance, setBalance } from "../support/fixtures/money.ts";
import { scopeOf } from "../support/scopes.ts";

const DANA = "dana@callboard.demo";
const OTTO = "otto@callboard.demo";
const MARCH = { first: "2026-03-01", last: "2026-03-31" };
const APRIL = { first: "2026-04-01", last: "2026-04-30" };
const MIDNIGHT = Date.parse("2026-04-01T00:00-04:00");

/** Books an amount in cents with this server's clock. */
async function book(app: TestApp, cents: number, at = app.now()): Promise<void> {
  const id = app.account("northwind");
  const memo = message("balance.adjusted", { reason: "for the test" });
  const scope = scopeOf(app.services, id, { now: at });
  const key = `test:${app.services.newId()}`;
  await commit(scope, {}, () => [post(adjustment(id, money(cents * 10_000, "USD"), memo, at, key))]);
}
const balanceAt = async (app: TestApp, asOf: number) => {
  const scope = { ...scopeOf(app.services, app.account("northwind")), asOf };
  return (await read(scope, { sum: bookBalance(`${app.account("northwind")}/balance`) })).sum;
};
const statement = async (app: TestApp, period: { first: string; last: string }) => {
  const { opening, closing, payments, parts } = await (
    await app.signInAgain(DANA, "northwind")
  ).statements.preview(period);
  return {
    opening,
    closing,
    lines: [payments, ...parts].flatMap(({ lines }) => lines.map(({ cents }) => cents)).sort((a, b) => b - a),
  };
};

describe("around the account's midnight", () => {
  test("two servers whose clocks differ by a second book on one statement each, and the chain continues", async () => {
    const ahead = await openTestApp();
    const behind = await openTestApp({ file: ahead.file });
    await setBalance(ahead, "northwind", 1_000_000_000);
    ahead.advance(MIDNIGHT - ahead.now() + SECOND / 2);
    behind.advance(MIDNIGHT - behind.now() - SECOND / 2);
    await book(behind, -1050);
    await book(ahead, -150);
    await book(behind, -630);
    await book(ahead, -20);
    ahead.advance(DAY);
    const [march, april] = [await statement(ahead, MARCH), await statement(ahead, APRIL)];
    expect(march).toMatchObject({ closing: 98_950, lines: expect.arrayContaining([-1050]) });
    expect(march.lines).not.toContain(-630);
    expect(april).toEqual({ opening: 98_950, closing: 98_150, lines: [-20, -150, -630] });
    expect(await ownBalance(ahead, ahead.account("northwind"))).toBe(981_500_000);
    const stamps = await ahead.selectRows("SELECT booked_at FROM postings WHERE key LIKE 'test:%' ORDER BY seq");
    const times = stamps.map((row) => Number(row.booked_at));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(await reconcile(ahead.services.db)).toMatchObject({ broken: null });
  });

  test.each([11 * MINUTE, 3 * HOUR, 400 * DAY])(
    "servers whose clocks differ by %i ms, with other accounts booked in between, lose and repeat nothing",
    async (difference) => {
      const ahead = await openTestApp();
      const behind = await openTestApp({ file: ahead.file });
      await setBalance(ahead, "northwind", 1_000_000_000);
      ahead.advance(MIDNIGHT - ahead.now() + difference / 2);
      behind.advance(MIDNIGHT - behind.now() - difference / 2);
      // The ledger as a whole is no longer in order of time; each account still is.
      await setBalance(ahead, "solo", 1_000_000);
      await book(behind, -1050);
      await setBalance(behind, "parkside", 1_000_000);
      await book(ahead, -150);
      await setBalance(behind, "mason", 1_000_000);
      await book(behind, -630);
      await setBalance(ahead, "solo", 2_000_000);
      const before = await ahead.selectRows("SELECT booked_at FROM postings WHERE key LIKE 'test:%' ORDER BY seq");
      expect(before.map((row) => Number(row.booked_at))).not.toEqual(
        before.map((row) => Number(row.booked_at)).toSorted((a, b) => a - b),
      );
      ahead.advance(DAY);
      const dana = await ahead.signInAgain(DANA, "northwind");
      const { entries } = await dana.balance.entries({});
      const around = MIDNIGHT - 1;
      const halves = [
        ...(await dana.balance.entries({ from: around + 1 })).entries,
        ...(await dana.balance.entries({ to: around + 1 })).entries,
      ];
      expect(halves.map(({ entry }) => entry)).toEqual(entries.map(({ entry }) => entry));
      for (const { entry, bookedAt, result } of entries) {
        const atSameInstant = await dana.balance.entries({ from: bookedAt, to: bookedAt + 1 });
        expect(atSameInstant.entries.map((one) => one.entry)).toContain(entry);
        if (result !== null && !entries.some((one) => one.bookedAt === bookedAt && one.entry > entry))
          expect(await balanceAt(ahead, bookedAt)).toBe(result);
      }
      const last = new Date(ahead.now()).toISOString().slice(0, 10);
      const [march, later] = [await statement(ahead, MARCH), await statement(ahead, { first: "2026-04-01", last })];
      expect(march.closing).toBe(98_950);
      expect(later).toEqual({ opening: 98_950, closing: 98_170, lines: [-150, -630] });
      expect(await reconcile(ahead.services.db)).toMatchObject({ broken: null });
    },
  );

  test("a clock that goes back five minutes books after what is already booked", async () => {
    const app = await openTestApp();
    await setBalance(app, "northwind", 1_000_000_000);
    app.advance(MIDNIGHT + MINUTE - app.now());
    await book(app, -150);
    app.advance(-5 * MINUTE);
    await book(app, -630);
    app.advance(DAY);
    const [march, april] = [await statement(app, MARCH), await statement(app, APRIL)];
    expect(april).toEqual({ opening: march.closing, closing: 99_220, lines: [-150, -630] });
    expect(await reconcile(app.services.db)).toMatchObject({ broken: null });
  });

  test("a server books after every statement that was sent, even without any booking since", async () => {
    const app = await openTestApp();
    await setBalance(app, "northwind", 1_000_000_000);
    const dana = await app.signInAgain(DANA, "northwind");
    await dana.statements.saveSchedule({ every: "month", day: 1, recipients: [DANA] });
    await sendDueStatements(app.services);
    app.advance(MIDNIGHT + 2 * MINUTE - app.now());
    expect(await sendDueStatements(app.services)).toBe(1);
    const sent = await statement(app, MARCH);
    app.advance(-5 * MINUTE);
    await book(app, -630);
    app.advance(DAY);
    expect(await statement(app, MARCH)).toEqual(sent);
    expect(await statement(app, APRIL)).toEqual({ opening: sent.closing, closing: 99_370, lines: [-630] });
    expect(await reconcile(app.services.db)).toMatchObject({ broken: null });
  });

  test("an entry that is booked while a statement is drawn is on it, both by schedule and by hand", async () => {
    const app = await openTestApp();
    await setBalance(app, "northwind", 1_000_000_000);
    const { pdf } = app.services;
    const lateAmounts = [-100, -200];
    const draw = pdf.render.bind(pdf);
    pdf.render = async (content) => {
      const cents = lateAmounts.shift();
      if (cents !== undefined) await book(app, cents, MIDNIGHT - SECOND);
      return draw(content);
    };
    const dana = await app.signInAgain(DANA, "northwind");
    await dana.statements.saveSchedule({ every: "month", day: 1, recipients: [DANA] });
    await sendDueStatements(app.services);
    app.advance(MIDNIGHT + 2 * MINUTE - app.now());
    expect(await sendDueStatements(app.services)).toBe(1);
    expect(lateAmounts).toEqual([]);
    const march = await statement(app, MARCH);
    expect(march).toMatchObject({ closing: 99_700, lines: expect.arrayContaining([-100, -200]) });
    lateAmounts.push(-400);
    await dana.statements.send({ ...MARCH, recipients: [DANA] });
    expect(await statement(app, MARCH)).toEqual(march);
    expect(await statement(app, APRIL)).toEqual({ opening: 99_700, closing: 99_300, lines: [-400] });
  });

  test("older entries out of order are also opened and closed by booking time", async () => {
    const app = await openTestApp();
    await setBalance(app, "northwind", 1_000_000_000);
    app.advance(MIDNIGHT + MINUTE - app.now());
    await book(app, -150);
    app.advance(MINUTE);
    await book(app, -630);
    await app.services.db.runScript([
      stmt("DROP TRIGGER postings_no_update"),
      stmt("UPDATE postings SET booked_at = ? WHERE key LIKE 'test:%' AND micros = 6300000", MIDNIGHT - SECOND),
    ]);
    app.advance(DAY);
    const [march, april] = [await statement(app, MARCH), await statement(app, APRIL)];
    expect(march.closing).toBe(99_370);
    expect(april).toEqual({ opening: 99_370, closing: 99_220, lines: [-150] });
  });
});

test("a movement that is booked out of order is reported by verification", async () => {
  const app = await openTestApp();
  await setBalance(app, "northwind", 1_000_000_000);
  app.advance(MINUTE);
  await book(app, -150);
  for (const [change, problem] of [
    ["booked_at = booked_at + 1", "its booking time is out of order"],
    ["booked_at = booked_at - 2", "its booking time is out of order"],
    ["booked_at = booked_at + 1, received_at = received_at + 2", "it is not as it was booked"],
  ] as const) {
    await app.services.db.runScript([
      stmt("DROP TRIGGER IF EXISTS postings_no_update"),
      stmt(`UPDATE postings SET ${change} WHERE key LIKE 'test:%' AND micros = 1500000`),
    ]);
    const { broken } = await reconcile(app.services.db);
    expect(broken).toMatchObject({ table: "postings", problem });
    const proof = await (await app.signInAgain(DANA, "northwind")).history.verify();
    expect(proof.whole).toBe(false);
  }
});

test("an amount beyond the exact range is refused where it would arise, and statements still work", async () => {
  const app = await openTestApp();
  const otto = app.callerFor(OTTO);
  const account = app.account("northwind");
  const adjust = () => otto.balance.adjust({ account, micros: 10_000_000_000_000, reason: "much" });
  await setBalance(app, "northwind", 9_000_000_000_000_000);
  const before = await ownBalance(app, account);
  const refusal = await failureOf(adjust());
  expect(refusal).toMatchObject({ code: "conflict", key: "balance.tooMuch" });
  expect(await ownBalance(app, account)).toBe(before);
  const { closing } = await statement(app, MARCH);
  expect(closing).toBe(Math.floor(before / 10_000));
  expect(await reconcile(app.services.db)).toMatchObject({ broken: null });
});
