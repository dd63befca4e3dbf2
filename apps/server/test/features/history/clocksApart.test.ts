import { expect, test } from "vitest";
import { seededRandom } from "../../../src/seed/random.ts";
import { commit } from "../../../src/store/commit.ts";
import { DAY, HOUR, MINUTE, openTestApp } from "../../support/kit.ts";
import { addStatus, scopeOf } from "../../support/scopes.ts";

const DANA = "dana@callboard.demo";
const ROWS = 90;
const PERIODS = 80;

test.each([
  ["nine minutes", 9 * MINUTE],
  ["half an hour", 30 * MINUTE],
  ["five hours", 5 * HOUR],
])("a period includes all its rows if the clocks of two servers are %s apart", async (_text, difference) => {
  const app = await openTestApp();
  const account = app.account("northwind");
  const random = seededRandom(difference);
  const actor = { as: "person", id: app.people[DANA]! } as const;
  for (let n = 0; n < ROWS; n += 1) {
    const now = app.now() + (random() < 0.5 ? difference : 0);
    await commit(scopeOf(app.services, account, { now, actor }), {}, () => [
      addStatus(account, `s${n}`, `Status ${n}`),
    ]);
    app.advance(Math.floor(random() * 6 * MINUTE));
  }
  app.advance(6 * HOUR);
  const rows = await app.selectRows(
    "SELECT n, at FROM changes WHERE account = ? AND log = 'history' ORDER BY n DESC",
    account,
  );
  const dana = app.callerFor(DANA, "northwind");
  for (let period = 0; period < PERIODS; period += 1) {
    const base = Number(rows[Math.floor(random() * ROWS)]!.at);
    const from = random() < 0.7 ? base + Math.floor((random() - 0.5) * 4 * MINUTE) : undefined;
    const to = random() < 0.7 ? (from ?? base) + Math.floor(random() * 90 * MINUTE) : undefined;
    const listed: number[] = [];
    for (let beforePosition: number | null = Number.MAX_SAFE_INTEGER; beforePosition !== null;) {
      const page = await dana.history.list({ from, to, limit: 20, beforePosition });
      listed.push(...page.changes.map(({ n }) => n));
      beforePosition = page.next;
    }
    const isInPeriod = (at: number) => at > app.now() - 120 * DAY && at >= (from ?? at) && at < (to ?? at + 1);
    const expected = rows.filter(({ at }) => isInPeriod(Number(at))).map(({ n }) => Number(n));
    expect(listed, JSON.stringify({ from, to })).toEqual(expected);
  }
});
