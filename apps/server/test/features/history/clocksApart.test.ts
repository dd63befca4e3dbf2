import { expect, test } from "vitest";
import { seededRandom } from "../../../src/seed/random.ts";
import { commit } from "../../../src/store/commit.ts";
import { DAY, HOUR, MINUTE, openTestApp } from "../../support/kit.ts";
import { addStatus, scopeOf } from "../../support/scopes.ts";

const DANA = "dana@callboard.demo";
const ROWS = 90;
const QUESTIONS = 80;

test.each([
  ["nine minutes", 9 * MINUTE],
  ["half an hour", 30 * MINUTE],
  ["five hours", 5 * HOUR],
])("a period includes all its rows if the clocks of two servers are %s apart", async (_said, apart) => {
  const app = await openTestApp();
  const account = app.account("northwind");
  const random = seededRandom(apart);
  const actor = { as: "person", id: app.people[DANA]! } as const;
  for (let made = 0; made < ROWS; made += 1) {
    const now = app.now() + (random() < 0.5 ? apart : 0);
    await commit(scopeOf(app.world, account, { now, actor }), {}, () => [
      addStatus(account, `s${made}`, `Status ${made}`),
    ]);
    app.pass(Math.floor(random() * 6 * MINUTE));
  }
  app.pass(6 * HOUR);
  const rows = await app.rows(
    "SELECT n, at FROM changes WHERE account = ? AND log = 'history' ORDER BY n DESC",
    account,
  );
  const dana = app.as(DANA, "northwind");
  for (let question = 0; question < QUESTIONS; question += 1) {
    const base = Number(rows[Math.floor(random() * ROWS)]!.at);
    const from = random() < 0.7 ? base + Math.floor((random() - 0.5) * 4 * MINUTE) : undefined;
    const to = random() < 0.7 ? (from ?? base) + Math.floor(random() * 90 * MINUTE) : undefined;
    const found: number[] = [];
    for (let before: number | null = Number.MAX_SAFE_INTEGER; before !== null;) {
      const page = await dana.history.list({ from, to, limit: 20, before });
      found.push(...page.changes.map(({ n }) => n));
      before = page.next;
    }
    const fits = (at: number) => at > app.now() - 120 * DAY && at >= (from ?? at) && at < (to ?? at + 1);
    const wanted = rows.filter(({ at }) => fits(Number(at))).map(({ n }) => Number(n));
    expect(found, JSON.stringify({ from, to })).toEqual(wanted);
  }
});
