import { expect, test } from "vitest";
import { reconcile } from "../../src/store/verify/ledger.ts";
import { verify } from "../../src/store/verify/verify.ts";
import { SOLVEIG } from "../support/fixtures/bakery.ts";
import { openTestApp } from "../support/kit.ts";
import { addManyNumbers } from "../support/fixtures/manyNumbers.ts";
import { setBalance } from "../support/fixtures/money.ts";
import { workedMs } from "../support/checks/loopTurns.ts";

const COUNT = 4000;
const LIVE = 25;

test(
  "a commit of thousands of records becomes visible at once, and only writers wait for it",
  { timeout: 240_000 },
  async () => {
    const app = await openTestApp();
    // In one commit, like anything without a run.
    app.services.runThreshold = 2 * COUNT;
    const me = app.callerFor(SOLVEIG, "solo");
    await setBalance(app, "solo", 500_000_000);
    await addManyNumbers(app, "solo", COUNT);
    const frozenCount = async () => {
      const sql = "SELECT count(*) AS n FROM records WHERE kind = 'number' AND data ->> '$.frozen' IS NOT NULL";
      return Number((await app.selectRows(sql))[0]!["n"]);
    };
    const all = Number(
      (
        await app.selectRows(
          "SELECT count(*) AS n FROM records WHERE kind = 'number' AND account = ?",
          app.account("solo"),
        )
      )[0]!["n"],
    );

    /**
     * Confirms it while others keep reading: the counts that they saw, and the largest share of its work in one turn.
     */
    async function change(plan: "essentials" | "advanced") {
      const { proposal } = await me.plans.proposeChange({ plan });
      const seen = new Set<number>();
      let [finished, longestMs] = [false, 0];
      const start = process.threadCpuUsage();
      const reading = (async () => {
        while (!finished) {
          seen.add(await frozenCount());
          const since = process.threadCpuUsage();
          await new Promise(setImmediate);
          longestMs = Math.max(longestMs, workedMs(since));
        }
      })();
      await me.proposals.confirm({ proposal });
      finished = true;
      await reading;
      seen.add(await frozenCount());
      return { seen: [...seen], share: longestMs / workedMs(start) };
    }

    await change("advanced");
    const down = await change("essentials");
    const up = await change("advanced");
    expect([down.seen, up.seen]).toEqual([
      [0, all - LIVE],
      [all - LIVE, 0],
    ]);
    // The rule itself takes one turn.
    expect(Math.min(down.share, up.share)).toBeLessThan(0.35);
    expect((await verify(app.services.db, app.services.seal)).broken).toBeNull();
    expect((await reconcile(app.services.db)).broken).toBeNull();
  },
);
