import fc from "fast-check";
import { expect, test } from "vitest";
import { runBilling } from "../../../src/features/balance/billing.ts";
import { reconcile } from "../../../src/store/verify/ledger.ts";
import { findBrokenLink } from "../../support/checks/changeChain.ts";
import { HOUR, failureOf, type TestCaller, type TestApp } from "../../support/kit.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { openLargeBakery, queueOf, settingsSnapshot } from "../../support/fixtures/planFixtures.ts";

const accounts = fc.record({
  numbers: fc.integer({ min: 0, max: 29 }),
  queues: fc.integer({ min: 1, max: 8 }),
  people: fc.integer({ min: 0, max: 12 }),
  /** Hours until the change, and until the way back: within the free month and after it. */
  hours: fc.integer({ min: 0, max: 1500 }),
  back: fc.integer({ min: 0, max: 700 }),
  /** Which records stay, by a threshold that each is compared with. */
  seed: fc.integer({ min: 1, max: 97 }),
  disturbed: fc.boolean(),
});

/** This many of these ids, picked by the seed. */
const some = (ids: readonly string[], most: number, seed: number): string[] =>
  ids
    .map((id, at) => ({ id, by: (at * 37 * seed) % 101 }))
    .toSorted((a, b) => a.by - b.by)
    .slice(0, most)
    .map(({ id }) => id);

/** Compares what was written with what was shown, line by line and to the micro. */
async function confirmed(app: TestApp, who: TestCaller, proposal: string): Promise<void> {
  const { lines, name } = await who.proposals.get({ proposal });
  const effects = lines.filter(({ as }) => as === "effect");
  const before = (await who.balance.current()).money!.micros;
  const { batch } = await who.proposals.confirm({ proposal, name });
  const rows = await app.rows("SELECT kind, id FROM changes WHERE batch = ? AND kind <> 'proposal'", batch);
  const shown = effects.map(({ key }) => key).filter((key) => !key.startsWith("rest "));
  const moved = effects.length > shown.length ? ["subscription"] : [];
  const written = rows.map(({ kind, id }) =>
    kind === "terms" ? "plan" : kind === "subscription" ? kind : `${kind}:${id}`,
  );
  const asShown = shown.map((key) =>
    key === "overdue" ? "subscription" : key.replace(/^(?:person|owner):/, "member:"),
  );
  expect(written.sort()).toEqual([...asShown, ...moved].sort());
  const spent = effects.reduce((sum, { micros }) => sum + (micros ?? 0), 0);
  expect(before - (await who.balance.current()).money!.micros).toBe(spent);
  const after = lines.find(({ key }) => key === "after")!;
  expect((await who.balance.current()).money!.micros).toBe(after.micros);
}

test("whatever exceeds the plan: rows match lines, money matches to the micro, and back on the larger plan all is as before", async () => {
  await fc.assert(
    fc.asyncProperty(accounts, async (world) => {
      const { it: app, me, ids } = await openLargeBakery({ ...world, balance: 900_000_000 });
      app.pass(world.hours * HOUR);
      await runBilling(app.world);
      await setBalance(app, "solo", 900_000_000);
      let mine = await me();
      const owner = (await mine.access.me()).person.id;
      const keep = {
        ...(world.numbers > 25 ? { numbers: some(ids.numbers, 25, world.seed) } : {}),
        queues: some(ids.queues, 5, world.seed),
        people: [owner, ...some(ids.people, 9, world.seed)],
      };
      let { proposal } = await mine.plans.proposeChange({ plan: "essentials", keep });
      const parked = ids.queues.find((id) => !keep.queues.includes(id));
      if (world.disturbed && parked !== undefined) {
        const { version } = await mine.queues.get({ id: parked });
        await mine.queues.save({ ...queueOf(app, "Other"), id: parked, version });
        expect(await failureOf(mine.proposals.confirm({ proposal }))).toMatchObject({ key: "proposals.changed" });
        ({ proposal } = await mine.proposals.remake({ proposal }));
      }
      const before = await settingsSnapshot(app);
      await confirmed(app, mine, proposal);
      const { use } = await mine.plans.list();
      expect([use.numbers.live <= 25, use.queues.live <= 5, use.people.live <= 10]).toEqual([true, true, true]);
      app.pass(world.back * HOUR);
      mine = await me();
      const there = await mine.plans.proposeChange({ plan: "advanced" });
      await confirmed(app, mine, there.proposal);
      expect(await settingsSnapshot(app)).toEqual(before);
      expect(await reconcile(app.world.db)).toMatchObject({ broken: null });
      expect(await findBrokenLink(app.world.db)).toBeNull();
      await app.close();
    }),
    { numRuns: 40 },
  );
}, 120_000);
