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
  /** Hours until the change, and until the change back: within the free month and after it. */
  hours: fc.integer({ min: 0, max: 1500 }),
  hoursUntilBack: fc.integer({ min: 0, max: 700 }),
  /** Which records stay, by a threshold that each is compared with. */
  seed: fc.integer({ min: 1, max: 97 }),
  changedMeanwhile: fc.boolean(),
});

/** This many of these ids, picked by the seed. */
const pickBySeed = (ids: readonly string[], count: number, seed: number): string[] =>
  ids
    .map((id, at) => ({ id, rank: (at * 37 * seed) % 101 }))
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, count)
    .map(({ id }) => id);

/** Compares what was written with what was shown, line by line and to the micro. */
async function confirmAndCompare(app: TestApp, who: TestCaller, proposal: string): Promise<void> {
  const { lines, name } = await who.proposals.get({ proposal });
  const effects = lines.filter(({ as }) => as === "effect");
  const before = (await who.balance.current()).money!.micros;
  const { batch } = await who.proposals.confirm({ proposal, name });
  const rows = await app.selectRows("SELECT kind, id FROM changes WHERE batch = ? AND kind <> 'proposal'", batch);
  const shown = effects.map(({ key }) => key).filter((key) => !key.startsWith("rest "));
  const changed = effects.length > shown.length ? ["subscription"] : [];
  const written = rows.map(({ kind, id }) =>
    kind === "terms" ? "plan" : kind === "subscription" ? kind : `${kind}:${id}`,
  );
  const asShown = shown.map((key) =>
    key === "overdue" ? "subscription" : key.replace(/^(?:person|owner):/, "member:"),
  );
  expect(written.sort()).toEqual([...asShown, ...changed].sort());
  const spent = effects.reduce((sum, { micros }) => sum + (micros ?? 0), 0);
  expect(before - (await who.balance.current()).money!.micros).toBe(spent);
  const after = lines.find(({ key }) => key === "after")!;
  expect((await who.balance.current()).money!.micros).toBe(after.micros);
}

test("whatever exceeds the plan: rows match lines, money matches to the micro, and back on the larger plan all is as before", async () => {
  await fc.assert(
    fc.asyncProperty(accounts, async (sample) => {
      const { app, me, ids } = await openLargeBakery({ ...sample, balance: 900_000_000 });
      app.advance(sample.hours * HOUR);
      await runBilling(app.services);
      await setBalance(app, "solo", 900_000_000);
      let caller = await me();
      const owner = (await caller.access.me()).person.id;
      const keepSelection = {
        ...(sample.numbers > 25 ? { numbers: pickBySeed(ids.numbers, 25, sample.seed) } : {}),
        queues: pickBySeed(ids.queues, 5, sample.seed),
        people: [owner, ...pickBySeed(ids.people, 9, sample.seed)],
      };
      let { proposal } = await caller.plans.proposeChange({ plan: "essentials", keepSelection });
      const frozen = ids.queues.find((id) => !keepSelection.queues.includes(id));
      if (sample.changedMeanwhile && frozen !== undefined) {
        const { version } = await caller.queues.get({ id: frozen });
        await caller.queues.save({ ...queueOf(app, "Other"), id: frozen, version });
        expect(await failureOf(caller.proposals.confirm({ proposal }))).toMatchObject({ key: "proposals.changed" });
        ({ proposal } = await caller.proposals.remake({ proposal }));
      }
      const before = await settingsSnapshot(app);
      await confirmAndCompare(app, caller, proposal);
      const { use } = await caller.plans.list();
      expect([use.numbers.active <= 25, use.queues.active <= 5, use.people.active <= 10]).toEqual([true, true, true]);
      app.advance(sample.hoursUntilBack * HOUR);
      caller = await me();
      const returning = await caller.plans.proposeChange({ plan: "advanced" });
      await confirmAndCompare(app, caller, returning.proposal);
      expect(await settingsSnapshot(app)).toEqual(before);
      expect(await reconcile(app.services.db)).toMatchObject({ broken: null });
      expect(await findBrokenLink(app.services.db)).toBeNull();
      await app.close();
    }),
    { numRuns: 40 },
  );
}, 240_000);
