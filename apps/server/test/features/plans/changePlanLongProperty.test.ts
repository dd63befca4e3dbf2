import { NUMBER_KINDS } from "@callboard/domain/numbers/types";
import type { NumberData } from "@callboard/domain/numbers/types";
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
    parked: fc.boolean(),
    due: fc.integer({ min: 1, max: 40 }),
  }),
  { minLength: 20, maxLength: 45 },
);
const worlds = fc.record({
  numbers,
  queues: fc.integer({ min: 0, max: 7 }),
  people: fc.integer({ min: 0, max: 11 }),
  /** Hours until the change, and until what stays is chosen again. */
  hours: fc.integer({ min: 0, max: 900 }),
  later: fc.integer({ min: 0, max: 300 }),
  /** Which records stay, by a threshold that each is compared with; none: no choice. */
  seed: fc.option(fc.integer({ min: 1, max: 97 })),
});
type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

const COUNTED = ["active", "held"];
/** This many records that count toward a limit. */
const some = (ids: readonly string[], world: World, seed: number): string[] =>
  ids
    .filter((_, at) => COUNTED.includes(world.numbers[at]!.is))
    .map((id, at) => ({ id, by: (at * 37 * seed) % 101 }))
    .toSorted((a, b) => a.by - b.by)
    .slice(0, 25)
    .map(({ id }) => id);

async function open(world: World, longFrom: number) {
  const { it: app, me } = await openLargeBakery({ queues: world.queues, people: world.people, balance: MICROS });
  app.world.longFrom = longFrom;
  const ids = await addManyNumbers(app, "solo", world.numbers.length, (at): Partial<NumberData> => {
    const { kind, is, parked, due } = world.numbers[at]!;
    const standing = { is, since: START, until: START + 90 * DAY, to: "+4930901820", left: 1000 };
    const ends = is === "held" || is === "forwarded";
    return {
      kind,
      standing: (is === "forwarded"
        ? standing
        : { is, since: START, ...(ends ? { until: standing.until } : {}) }) as NumberData["standing"],
      parked: parked ? { since: START, by: "x", until: null } : null,
      renewsAt: is === "released" ? null : START + due * DAY,
      paidFrom: is === "released" ? null : START + due * DAY - 60 * DAY,
    };
  });
  app.pass(world.hours * HOUR);
  await runBilling(app.world);
  await setBalance(app, "solo", MICROS);
  return { it: app, me, ids };
}

/** The money that was shown, the cost, and the state afterwards. */
async function changed(app: TestApp, who: TestCaller, ask: Parameters<TestCaller["plans"]["proposeChange"]>[0]) {
  const made = await who.plans.proposeChange(ask).catch((error: Error) => error.message);
  if (typeof made === "string") return made;
  const { lines, cost } = await who.proposals.get(made);
  const before = (await who.balance.current()).money!.micros;
  await who.proposals.confirm({ ...made, name: null });
  const after = (await who.balance.current()).money!.micros;
  await runDueJobs(app.world);
  const money = lines.flatMap(({ key, text, micros }) => (micros === null ? [] : [{ key, text, micros }]));
  return { money, cost, spent: before - after, rows: await standing(app) };
}

/** The records after a change, without ids and versions. */
const standing = async (app: TestApp) =>
  (
    await app.rows(
      `SELECT kind, id, data FROM records WHERE account = ? AND kind IN ('number', 'queue', 'member', 'terms', 'subscription')
       ORDER BY kind, data ->> '$.e164', data ->> '$.name', id`,
      app.account("solo"),
    )
  ).map(({ kind, data }) => {
    const { parked, owner: _owner, members: _members, ...rest } = JSON.parse(data as string);
    return { kind, ...rest, parked: parked === null || parked === undefined ? null : parked.since };
  });

test("a change item by item in a run has the same result as one commit: records, money and forecast", async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      const [short, long] = [await open(world, 500), await open(world, 5)];
      const steps = [
        { plan: "essentials" as const, seed: world.seed },
        { plan: "essentials" as const, seed: world.seed && world.seed + 1 },
        { plan: "advanced" as const, seed: null },
      ];
      for (const { plan, seed } of steps) {
        const ways = [];
        for (const { it: app, me, ids } of [short, long]) {
          const keep = seed === null ? {} : { numbers: some(ids, world, seed) };
          ways.push(await changed(app, await me(), { plan, keep }));
          app.pass(world.later * HOUR);
        }
        expect(ways[1]).toEqual(ways[0]);
      }
      const { n } = (await long.it.rows("SELECT count(*) AS n FROM records WHERE kind = 'run'"))[0]!;
      if (world.numbers.some(({ parked, is }) => parked && COUNTED.includes(is))) expect(n).toBeGreaterThan(0);
      for (const { it: app } of [short, long]) {
        expect(await reconcile(app.world.db)).toMatchObject({ broken: null });
        expect(await findBrokenLink(app.world.db)).toBeNull();
        await app.close();
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 12) },
  );
}, 240_000);
