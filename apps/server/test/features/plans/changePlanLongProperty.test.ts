import { NUMBER_KINDS } from "@callboard/domain/numbers/types";
import type { NumberData } from "@callboard/domain/numbers/schema";
import fc from "fast-check";
import { expect, test } from "vitest";
import { runBilling } from "../../../src/features/balance/billing.ts";
import { reconcile } from "../../../src/store/verify/ledger.ts";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { findBrokenLink } from "../../support/checks/changeChain.ts";
import { DAY, HOUR, START, type TestCaller, type TestApp } from "../../support/kit.ts";
import { addManyNumbers } from "../../support/fixtures/manyNumbers.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { openLargeBakery } from "../../support/fixtures/planFixtures.ts";

const MICROS = 9_000_000_000;

const numbers = fc.array(
  fc.record({
    kind: fc.constantFrom(...NUMBER_KINDS),
    is: fc.constantFrom("active", "active", "active", "held", "forwarded", "releasing", "released"),
    frozen: fc.boolean(),
    due: fc.integer({ min: 1, max: 40 }),
  }),
  { minLength: 20, maxLength: 45 },
);
const samples = fc.record({
  numbers,
  queues: fc.integer({ min: 0, max: 7 }),
  people: fc.integer({ min: 0, max: 11 }),
  /** Hours until the change, and until what stays is chosen again. */
  hours: fc.integer({ min: 0, max: 900 }),
  later: fc.integer({ min: 0, max: 300 }),
  /** Which records stay, by a threshold that each is compared with; none: no choice. */
  seed: fc.option(fc.integer({ min: 1, max: 97 })),
});
type Sample = typeof samples extends fc.Arbitrary<infer T> ? T : never;

const COUNTED = ["active", "held"];
/** Up to 25 of the records that count toward a limit, picked by the seed. */
const chooseKept = (ids: readonly string[], sample: Sample, seed: number): string[] =>
  ids
    .filter((_, at) => COUNTED.includes(sample.numbers[at]!.is))
    .map((id, at) => ({ id, rank: (at * 37 * seed) % 101 }))
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, 25)
    .map(({ id }) => id);

async function open(sample: Sample, runThreshold: number) {
  const { app, me } = await openLargeBakery({ queues: sample.queues, people: sample.people, balance: MICROS });
  app.services.runThreshold = runThreshold;
  const ids = await addManyNumbers(app, "solo", sample.numbers.length, (at): Partial<NumberData> => {
    const { kind, is, frozen, due } = sample.numbers[at]!;
    const current = { is, since: START, until: START + 90 * DAY, to: "+4930901820", remaining: 1000 };
    const hasEnd = is === "held" || is === "forwarded";
    return {
      kind,
      state: (is === "forwarded"
        ? current
        : { is, since: START, ...(hasEnd ? { until: current.until } : {}) }) as NumberData["state"],
      frozen: frozen ? { since: START, by: "x", until: null } : null,
      renewsAt: is === "released" ? null : START + due * DAY,
      billingAnchor: is === "released" ? null : START + due * DAY - 60 * DAY,
    };
  });
  app.advance(sample.hours * HOUR);
  await runBilling(app.services);
  await setBalance(app, "solo", MICROS);
  return { app, me, ids };
}

/** The money that was shown, the cost, and the state afterwards. */
async function changePlan(app: TestApp, who: TestCaller, input: Parameters<TestCaller["plans"]["proposeChange"]>[0]) {
  const proposed = await who.plans.proposeChange(input).catch((error: Error) => error.message);
  if (typeof proposed === "string") return proposed;
  const { lines, cost } = await who.proposals.get(proposed);
  const before = (await who.balance.current()).money!.micros;
  await who.proposals.confirm({ ...proposed, name: null });
  const after = (await who.balance.current()).money!.micros;
  await runDueJobs(app.services);
  const money = lines.flatMap(({ key, text, micros }) => (micros === null ? [] : [{ key, text, micros }]));
  return { money, cost, spent: before - after, rows: await readRecords(app) };
}

/** The records after a change, without ids and versions. */
const readRecords = async (app: TestApp) =>
  (
    await app.selectRows(
      `SELECT kind, id, data FROM records WHERE account = ? AND kind IN ('number', 'queue', 'member', 'terms', 'subscription')
       ORDER BY kind, data ->> '$.e164', data ->> '$.name', id`,
      app.account("solo"),
    )
  ).map(({ kind, data }) => {
    const { frozen, owner: _owner, members: _members, ...rest } = JSON.parse(data as string);
    return { kind, ...rest, frozen: frozen === null || frozen === undefined ? null : frozen.since };
  });

test("a change item by item in a run has the same result as one commit: records, money and forecast", async () => {
  await fc.assert(
    fc.asyncProperty(samples, async (sample) => {
      const [short, long] = [await open(sample, 500), await open(sample, 5)];
      const steps = [
        { plan: "essentials" as const, seed: sample.seed },
        { plan: "essentials" as const, seed: sample.seed && sample.seed + 1 },
        { plan: "advanced" as const, seed: null },
      ];
      for (const { plan, seed } of steps) {
        const results = [];
        for (const { app, me, ids } of [short, long]) {
          const keepSelection = seed === null ? {} : { numbers: chooseKept(ids, sample, seed) };
          results.push(await changePlan(app, await me(), { plan, keepSelection }));
          app.advance(sample.later * HOUR);
        }
        expect(results[1]).toEqual(results[0]);
      }
      const { n } = (await long.app.selectRows("SELECT count(*) AS n FROM records WHERE kind = 'run'"))[0]!;
      if (sample.numbers.some(({ frozen, is }) => frozen && COUNTED.includes(is))) expect(n).toBeGreaterThan(0);
      for (const { app } of [short, long]) {
        expect(await reconcile(app.services.db)).toMatchObject({ broken: null });
        expect(await findBrokenLink(app.services.db)).toBeNull();
        await app.close();
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 12) },
  );
}, 240_000);
