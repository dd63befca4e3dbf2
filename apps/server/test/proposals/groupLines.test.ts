import { expect, test } from "vitest";
import { runDueJobs } from "../../src/jobs/queue.ts";
import { addManyNumbers } from "../support/fixtures/manyNumbers.ts";
import { openLargeBakery } from "../support/fixtures/planFixtures.ts";

const COUNT = 240;

test("a proposal whose many lines differ only in their name has a short page, and all lines can be listed", async () => {
  const { app, me } = await openLargeBakery();
  await addManyNumbers(app, "solo", COUNT);
  const solveig = await me();
  const { proposal } = await solveig.plans.proposeChange({ plan: "essentials" });
  const shown = await solveig.proposals.get({ proposal });
  expect(shown.lines.length).toBeLessThan(20);
  expect(shown.grouped).toBe(true);
  const frozen = /^Frozen: (\d+) numbers; calls/.exec(shown.lines.find(({ group }) => group === "numbers")!.text)!;
  const first = await solveig.proposals.items({ proposal, limit: 100 });
  const rest = await solveig.proposals.items({ proposal, limit: 200, after: first.next });
  const all = [...first.items, ...rest.items];
  expect(all).toHaveLength(Number(frozen[1]));
  expect(new Set(all.map(({ about }) => about)).size).toBe(all.length);
  expect((await solveig.proposals.items({ proposal, search: "3000239" })).items).toEqual([
    expect.objectContaining({ about: expect.stringMatching(/^\+1 512 300 0239 \(Line 239\) is frozen/) }),
  ]);
  await solveig.proposals.confirm({ proposal, name: null });
  await runDueJobs(app.services);
  const [row] = await app.selectRows(
    "SELECT count(*) AS n FROM records WHERE kind = 'number' AND data ->> '$.frozen' IS NOT NULL",
  );
  expect(row!.n).toBe(all.length);
  // Returning records are one line too.
  const back = await solveig.plans.proposeChange({ plan: "advanced" });
  expect((await solveig.proposals.get(back)).lines.map(({ text }) => text)).toContain(
    `Returned as they were: ${all.length} numbers`,
  );
});
