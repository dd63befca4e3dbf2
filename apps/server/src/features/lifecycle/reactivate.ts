import { cardState } from "@callboard/domain/cards/rules";
import {
  type ReactivatedAccount,
  type Availability,
  reactivateAccount,
  reactivateWith,
  reactivateNumber,
} from "@callboard/domain/lifecycle/reactivate";
import { type Fees, FeesByDay, feesOf } from "@callboard/domain/balance/monthlyCost";
import type { ReactivateItem } from "@callboard/domain/lifecycle/reactivateItem";
import { message } from "@callboard/domain/core/message";
import { isNumberOffered } from "../../integrations/carrier/searchOffers.ts";
import { type Facts, findOne, findMany } from "../../store/queries.ts";
import { defineProposal } from "../../proposals/proposals.ts";
import type { ReactivateAccountInput } from "./reactivateAccountRun.ts";
import { RUN_THRESHOLD, type Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import { countRecords, numberCounts } from "../../store/search/recordCounts.ts";
import type { Services } from "../../services.ts";
import {
  type PayerAndAgency,
  readPayerAndAgency,
  checkVerb,
  agencyAccounts,
  accountQueries,
} from "../../store/reads/accountFacts.ts";
import { checkCountsUnchanged, type ListedNumbers, listNumbers, NO_NUMBERS } from "../../proposals/listNumbers.ts";

interface ReactivateInput {
  /** The carrier's answer for each released number, as of the proposal. */
  availability: Record<string, Availability>;
}

interface ReactivateContext extends PayerAndAgency {
  /** The list of numbers, for an account with many. */
  long: (ListedNumbers & { fees: Fees }) | null;
}

const reactivateQueries = (found: ReactivateContext, scope: Scope) => ({
  ...accountQueries(found, scope),
  numbers: found.long === null ? findMany("number", "account") : NO_NUMBERS,
  sorts: numberCounts(RETURNING_STATES),
  sources: countRecords("source"),
  queues: countRecords("queue"),
  presets: countRecords("preset"),
  people: countRecords("member"),
  paying: findOne("account", found.payer, found.payer),
  cards: findMany("card", "account", found.payer),
});
const RETURNING_STATES = ["held", "forwarded"] as const;

const otherCounts = ({ sources, queues, presets, people }: Facts<ReturnType<typeof reactivateQueries>>) => ({
  sources,
  queues,
  presets,
  people,
});

type ReactivateKind = ReactivatedAccount["how"];

const defineReactivation = (how: ReactivateKind) =>
  defineProposal<ReactivateInput, ReactivateContext, ReturnType<typeof reactivateQueries>>(
    how === "undo" ? "undo cancellation" : "reactivate account",
    {
      deed: "reactivate",
      back: "account-status",
      verb: () => (how === "undo" ? "lifecycle.undoVerb" : "lifecycle.backVerb"),
      async find(scope) {
        const around = await readPayerAndAgency(scope);
        return {
          ...around,
          long: (await hasManyNumbers(scope)) ? await listReturningNumbers(scope, around, how) : null,
        };
      },
      needs: reactivateQueries,
      reach: relatedAccountsOf,
      run: ({ long }) => long?.run ?? null,
      payers: ({ payer }) => [payer],
      anew: async (_input, services, scope) => ({
        availability: how === "undo" ? {} : await checkAvailability(services, scope),
      }),
      decide(facts, { input, found, scope }, { now: at, newId }) {
        checkVerb(how === "undo" ? "undo cancel" : "reactivate", facts, scope);
        const { account, paying, cards, lifecycle, sorts } = facts;
        const { payer, long } = found;
        const asked: ReactivatedAccount = {
          how,
          ...facts,
          terms: facts.terms.data,
          rest: otherCounts(facts),
          payer,
          cardWorks: cards.some(({ data }) => cardState(data, scope.now, paying.data.zone) === "ok"),
        };
        const turn = { now: scope.now, at, by: scope.actor, newId };
        const { name } = account.data;
        const title = message(how === "undo" ? "lifecycle.undoTitle" : "lifecycle.backTitle", { name });
        if (long === null) {
          const { availability } = input;
          const { cost, ...back } = reactivateAccount({ ...asked, numbers: facts.numbers, availability }, turn);
          return { title, ...back, costs: [{ ...cost, payer }] };
        }
        checkCountsUnchanged(long, sorts);
        const shared: ReactivateAccountInput = { how, since: lifecycle.data.canceled!.since, payer, at };
        const run = { what: "return account", title: name, input: { ...shared }, state: "running" } as const;
        const { cost, ...whole } = reactivateWith(asked, { lines: long.lines, effects: [], fees: long.fees }, turn);
        return { title, ...whole, costs: [{ ...cost, payer }], run: { ...run, total: long.total } };
      },
    },
  );

const relatedAccountsOf = ({ agency, payer }: PayerAndAgency): string[] => [
  ...new Set([...agencyAccounts({ agency, payer }), payer]),
];

const hasManyNumbers = async (scope: Scope): Promise<boolean> => {
  const { total } = await read(scope, { total: countRecords("number") });
  return total > (scope.longFrom ?? RUN_THRESHOLD);
};

/**
 * Each returning number is a run item. A released number is ordered at its turn; only then does the carrier say whether
 * it still has it.
 */
async function listReturningNumbers(
  scope: Scope,
  around: PayerAndAgency,
  how: ReactivateKind,
): Promise<ReactivateContext["long"]> {
  const whole = await read({ ...scope, reach: relatedAccountsOf(around) }, accountQueries(around, scope));
  checkVerb(how === "undo" ? "undo cancel" : "reactivate", whole, scope);
  const { account, terms, lifecycle } = whole;
  const turn = { now: scope.now, at: scope.now, by: scope.actor, newId: () => "" };
  const fees = new FeesByDay();
  const listed = await listNumbers({
    scope,
    zone: account.data.zone,
    currency: terms.data.currency,
    lists: ["number", "gone number"],
    sorts: (await read(scope, { sorts: numberCounts(RETURNING_STATES) })).sorts,
    lineOf(number) {
      const { id, data } = number;
      const asked = { how, terms: terms.data, payer: around.payer, availability: { [id]: "free" as const } };
      const back = reactivateNumber(number, lifecycle.data.canceled!, asked, turn);
      const [line] = back?.lines ?? [];
      if (back?.charged) fees.add(feesOf([back.charged], terms.data, scope.now));
      const input: ReactivateItem = { id, again: data.standing.is === "released" };
      return line ? { line, input } : null;
    },
  });
  return { ...listed, fees: fees.fees() };
}

export const undoCancellationProposal = defineReactivation("undo");
export const reactivateProposal = defineReactivation("reactivate");

/** How many numbers are checked at the same time. */
const PARALLEL_CHECKS = 8;

/** Asks the carrier for each number that was released with the cancellation, one request per number. */
async function checkAvailability(services: Services, scope: Scope): Promise<Record<string, Availability>> {
  if (await hasManyNumbers(scope)) return {};
  const { lifecycle, numbers } = await read(scope, {
    lifecycle: findOne("lifecycle", scope.account),
    numbers: findMany("number", "account"),
  });
  const since = lifecycle.data.canceled?.since ?? Number.POSITIVE_INFINITY;
  const gone = numbers.filter(({ data: { standing } }) => standing.is === "released" && standing.since >= since);
  const found: Record<string, Availability> = {};
  const rest = [...gone];
  const asking = Array.from({ length: PARALLEL_CHECKS }, async () => {
    for (let number = rest.shift(); number; number = rest.shift()) {
      const offered = await isNumberOffered(services, number.data.e164);
      found[number.id] = offered === null ? "unsure" : offered ? "free" : "gone";
    }
  });
  await Promise.all(asking);
  return found;
}

export const reactivateProcedures = {
  proposeUndo: accountProcedure("reactivate").mutation(({ ctx }) =>
    undoCancellationProposal.propose(ctx.scope, { availability: {} }),
  ),

  proposeReactivate: accountProcedure("reactivate").mutation(async ({ ctx }) =>
    reactivateProposal.propose(ctx.scope, { availability: await checkAvailability(ctx.world, ctx.scope) }),
  ),
};
