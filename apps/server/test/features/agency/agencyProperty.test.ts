import { addMember } from "@callboard/domain/account/rules";
import fc from "fast-check";
import { expect, test } from "vitest";
import { runBilling } from "../../../src/features/balance/billing.ts";
import { reconcile } from "../../../src/store/verify/ledger.ts";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { commit } from "../../../src/store/commit.ts";
import { findBrokenLink } from "../../support/checks/changeChain.ts";
import { HOUR, openTestApp, failureOf, type TestCaller, type TestApp } from "../../support/kit.ts";
import { ownBalance, setBalance } from "../../support/fixtures/money.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";
import { addCards, AMEX, MASTERCARD } from "../../support/fixtures/payments.ts";
import { queueOf } from "../../support/fixtures/planFixtures.ts";
import { scopeOf } from "../../support/scopes.ts";

const HARRIET = "harriet@callboard.demo";
const DANA = "dana@callboard.demo";
const few = (max: number) => fc.integer({ min: 0, max });

const agencies = fc.record({
  agencyNumbers: few(6),
  numbers: few(24),
  queues: few(7),
  people: few(11),
  agencyCards: few(2),
  cards: few(1),
  agencyBalance: fc.integer({ min: -3_000_000, max: 200_000_000 }),
  balance: fc.integer({ min: -3_000_000, max: 200_000_000 }),
  /** Hours until it happens: within the free month, in a paid one, and after it. */
  hours: fc.integer({ min: 0, max: 1500 }),
  renamedMeanwhile: fc.boolean(),
});
type AgencySample = typeof agencies extends fc.Arbitrary<infer T> ? T : never;

/** Harbor Agency and its only active sub-account, Northwind, each with some of everything. */
async function openHarbor(sample: AgencySample): Promise<TestApp> {
  const app = await openTestApp();
  await setBalance(app, "harbor", 900_000_000);
  for (const account of ["mason", "parkside"]) {
    const who = app.callerFor(HARRIET, account);
    const { proposal } = await who.lifecycle.proposeCancel({ others: { is: "release" } });
    const { name } = await who.proposals.get({ proposal });
    await who.proposals.confirm({ proposal, name });
  }
  await fillHarbor(app, sample);
  app.advance(sample.hours * HOUR);
  await runBilling(app.services);
  await runDueJobs(app.services);
  await setBalance(app, "harbor", sample.agencyBalance);
  await setBalance(app, "northwind", sample.balance);
  return app;
}

async function fillHarbor(app: TestApp, sample: AgencySample): Promise<void> {
  const terms = { renewsAt: app.now() + 4000 * HOUR, billingAnchor: app.now() };
  for (let at = 0; at < sample.agencyNumbers; at += 1)
    await addNumber(app, "harbor", `+1512555${2100 + at}`, { name: `House ${at}`, ...terms });
  for (let at = 0; at < sample.numbers; at += 1)
    await addNumber(app, "northwind", `+1512555${1100 + at}`, { name: `Line ${at}`, ...terms });
  const dana = app.callerFor(DANA, "northwind");
  for (let at = 0; at < sample.queues; at += 1)
    await dana.queues.save({ ...queueOf(app, `Queue ${at}`), members: [{ id: app.people[DANA]!, weight: 1 }] });
  const scope = scopeOf(app.services, app.account("northwind"));
  for (let at = 0; at < sample.people; at += 1)
    await commit(scope, {}, () => [
      ...addMember(scope.account, `person-${at}`, { role: "agent", softphone: true }, scope.actor, app.now()),
    ]);
  await addCards(app, HARRIET, "harbor", [{}, { number: MASTERCARD }].slice(0, sample.agencyCards));
  await addCards(app, DANA, "northwind", [{ number: AMEX }].slice(0, sample.cards));
}

const bothSums = async (app: TestApp, ids: readonly [string, string]) =>
  [await ownBalance(app, ids[0]), await ownBalance(app, ids[1])] as const;

async function rename(who: TestCaller, name: string): Promise<void> {
  await who.account.save({ ...(await who.account.get()), name });
}

/** The expected rows for a line, as `kind account`, with the two accounts kept apart. */
function rowsOf(key: string, numberOf: "sub" | "agency"): string[] {
  const [type] = key.split(":");
  if (key === "standalone") return ["account sub", "terms sub"];
  if (key === "agency") return ["lifecycle agency"];
  if (type === "number") return numberOf === "agency" ? ["number agency", "number sub"] : ["number sub"];
  if (type === "queue") return ["queue sub"];
  if (type === "person") return ["member sub"];
  if (type === "card") return ["card agency", "card sub"];
  return [];
}

test("detaching: the written rows match the lines, and both balances match the proposal", async () => {
  await fc.assert(
    fc.asyncProperty(agencies, async (sample) => {
      const app = await openHarbor(sample);
      const [agency, account] = [app.account("harbor"), app.account("northwind")];
      const ask = { plan: "essentials" as const, detachment: account };
      let harriet: TestCaller = await app.signInAgain(HARRIET, "harbor");
      const proposed = await harriet.plans.proposeDetach(ask).catch(() => null);
      if (proposed === null) {
        // Both balances together don't cover the rest of the month: refused with the amount, and nothing is written.
        expect(await failureOf(harriet.plans.proposeDetach(ask))).toMatchObject({ key: "plans.unpaid" });
        expect(sample.agencyBalance + sample.balance).toBeLessThan(39_000_000);
        await app.close();
        return;
      }
      let { proposal } = proposed;
      let name = "Northwind";
      if (sample.renamedMeanwhile) {
        await rename(await app.signInAgain(HARRIET, "northwind"), "Southwind");
        expect(await failureOf(harriet.proposals.confirm({ proposal, name }))).toMatchObject({
          key: "proposals.changed",
        });
        ({ proposal } = await harriet.proposals.remake({ proposal }));
        name = "Southwind";
      }
      const { lines } = await harriet.proposals.get({ proposal });
      const effects = lines.filter(({ as }) => as === "effect");
      const agencyNumberIds = new Set(
        (await app.selectRows("SELECT id FROM records WHERE account = ? AND kind = 'number'", agency)).map(
          ({ id }) => id,
        ),
      );
      const expected = effects.flatMap(({ key }) =>
        rowsOf(key, agencyNumberIds.has(key.split(":")[1]!) ? "agency" : "sub"),
      );
      const before = await bothSums(app, [agency, account]);
      const { batch } = await harriet.proposals.confirm({ proposal, name });
      const rows = await app.selectRows(
        "SELECT kind, account FROM changes WHERE batch = ? AND kind NOT IN ('proposal', 'wallet', 'subscription', 'agent')",
        batch,
      );
      const written = rows.map(({ kind, account }) => `${kind} ${account === agency ? "agency" : "sub"}`);
      expect(written.sort()).toEqual(expected.sort());
      const spent = effects.reduce((sum, { micros }) => sum + (micros ?? 0), 0);
      const [remaining, after] = await bothSums(app, [agency, account]);
      expect(remaining).toBe(0);
      expect(after).toBe(before[1] - spent);
      expect(after).toBe(lines.find(({ key }) => key === "after")!.micros);
      harriet = await app.signInAgain(HARRIET, "northwind");
      const { use, current } = await harriet.plans.list();
      expect(current).toBe("essentials");
      expect([use.numbers.active <= 25, use.queues.active <= 5, use.people.active <= 10]).toEqual([true, true, true]);
      expect(await reconcile(app.services.db)).toMatchObject({ broken: null });
      expect(await findBrokenLink(app.services.db)).toBeNull();
      await app.close();
    }),
    { numRuns: 40 },
  );
}, 240_000);

const moves = fc.record({
  cards: fc.integer({ min: 0, max: 2 }),
  agencyBalance: fc.integer({ min: -3_000_000, max: 50_000_000 }),
  balance: fc.integer({ min: -3_000_000, max: 50_000_000 }),
  numbers: fc.integer({ min: 0, max: 4 }),
  /** The payer after each move, and whether the account is renamed before it is confirmed. */
  steps: fc.array(
    fc.record({ to: fc.constantFrom("own" as const, "agency" as const), renamedMeanwhile: fc.boolean() }),
    {
      minLength: 1,
      maxLength: 5,
    },
  ),
});

test("changing the payer: follows the table, writes one row for one line, and moves no money", async () => {
  await fc.assert(
    fc.asyncProperty(moves, async (sample) => {
      const app = await openTestApp();
      await setBalance(app, "harbor", sample.agencyBalance);
      await setBalance(app, "northwind", sample.balance);
      await addCards(app, DANA, "northwind", [{}, { number: MASTERCARD }].slice(0, sample.cards));
      for (let at = 0; at < sample.numbers; at += 1) await addNumber(app, "northwind", `+1512555${1100 + at}`);
      const [agency, account] = [app.account("harbor"), app.account("northwind")];
      const harriet = app.callerFor(HARRIET, "harbor");
      let renamed = 0;
      let payer: "own" | "agency" = "own";
      const before = await bothSums(app, [agency, account]);
      for (const { to, renamedMeanwhile } of sample.steps) {
        const proposed = harriet.agency.proposeBalanceMove({ account, to });
        if (to === payer || (to === "own" && sample.cards === 0)) {
          const key = to === payer ? "lifecycle.nothingToChange" : "lifecycle.needsOwnCard";
          expect(await failureOf(proposed)).toMatchObject({ key });
          continue;
        }
        let { proposal } = await proposed;
        if (renamedMeanwhile) {
          await rename(app.callerFor(HARRIET, "northwind"), `Northwind ${(renamed += 1)}`);
          expect(await failureOf(harriet.proposals.confirm({ proposal, name: null }))).toMatchObject({
            key: "proposals.changed",
          });
          ({ proposal } = await harriet.proposals.remake({ proposal }));
        }
        const { lines } = await harriet.proposals.get({ proposal });
        const { batch } = await harriet.proposals.confirm({ proposal, name: null });
        const rows = await app.selectRows("SELECT kind, id FROM changes WHERE batch = ? AND kind <> 'proposal'", batch);
        expect(rows).toEqual([{ kind: "account", id: account }]);
        expect(lines.filter(({ as }) => as === "effect")).toHaveLength(1);
        payer = to;
        expect((await app.callerFor(DANA, "northwind").balance.current()).paidBy).toBe(
          to === "own" ? null : "Harbor Agency",
        );
      }
      expect(await bothSums(app, [agency, account])).toEqual(before);
      expect(await reconcile(app.services.db)).toMatchObject({ broken: null });
      expect(await findBrokenLink(app.services.db)).toBeNull();
      await app.close();
    }),
    { numRuns: 40 },
  );
}, 240_000);
