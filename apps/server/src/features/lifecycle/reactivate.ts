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
import { type Facts, findOne, findAll } from "../../store/queries.ts";
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
  checkAction,
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
  listed: (ListedNumbers & { fees: Fees }) | null;
}

const reactivateQueries = (context: ReactivateContext, scope: Scope) => ({
  ...accountQueries(context, scope),
  numbers: context.listed === null ? findAll("number") : NO_NUMBERS,
  counts: numberCounts(RETURNING_STATES),
  sources: countRecords("source"),
  queues: countRecords("queue"),
  presets: countRecords("preset"),
  people: countRecords("member"),
  payerAccount: findOne("account", context.payer, context.payer),
  cards: findAll("card", context.payer),
});
const RETURNING_STATES = ["held", "forwarded"] as const;

/** How many other records the account still has: they were kept as they were. */
const unchangedCounts = ({ sources, queues, presets, people }: Facts<ReturnType<typeof reactivateQueries>>) => ({
  sources,
  queues,
  presets,
  people,
});

type ReactivationMode = ReactivatedAccount["mode"];

/** The two ways back from a cancellation: undoing it soon after, or reactivating the account later. */
const defineReactivation = (mode: ReactivationMode) =>
  defineProposal<ReactivateInput, ReactivateContext, ReturnType<typeof reactivateQueries>>(
    mode === "undo" ? "undo cancellation" : "reactivate account",
    {
      permission: "reactivate",
      undoPage: "lifecycle",
      verb: () => (mode === "undo" ? "lifecycle.undoAction" : "lifecycle.reactivateAction"),
      async gather(scope) {
        const payerAndAgency = await readPayerAndAgency(scope);
        return {
          ...payerAndAgency,
          listed: (await hasManyWithReleased(scope)) ? await listReturningNumbers(scope, payerAndAgency, mode) : null,
        };
      },
      queries: reactivateQueries,
      relatedAccounts: relatedAccountsOf,
      run: ({ listed }) => listed?.run ?? null,
      payers: ({ payer }) => [payer],
      refreshInput: async (_input, services, scope) => ({
        availability: mode === "undo" ? {} : await checkAvailability(services, scope),
      }),
      decide(facts, { input, context, scope }, { now: proposedAt, newId }) {
        checkAction(mode === "undo" ? "undo cancel" : "reactivate", facts, scope);
        const { account, payerAccount, cards, lifecycle, counts } = facts;
        const { payer, listed } = context;
        const reactivatedAccount: ReactivatedAccount = {
          mode,
          ...facts,
          terms: facts.terms.data,
          unchanged: unchangedCounts(facts),
          payer,
          hasWorkingCard: cards.some(({ data }) => cardState(data, scope.now, payerAccount.data.zone) === "ok"),
        };
        const decisionContext = { now: scope.now, proposedAt, by: scope.actor, newId };
        const { name } = account.data;
        const title = message(mode === "undo" ? "lifecycle.undoTitle" : "lifecycle.reactivateTitle", { name });
        if (listed === null) {
          const { availability } = input;
          const { cost, ...outcome } = reactivateAccount(
            { ...reactivatedAccount, numbers: facts.numbers, availability },
            decisionContext,
          );
          return { title, ...outcome, costs: [{ ...cost, payer }] };
        }
        checkCountsUnchanged(listed, counts);
        const shared: ReactivateAccountInput = {
          how: mode,
          since: lifecycle.data.canceled!.since,
          payer,
          at: proposedAt,
        };
        const run = { type: "reactivate account", title: name, input: { ...shared }, state: "running" } as const;
        const { cost, ...outcome } = reactivateWith(
          reactivatedAccount,
          { lines: listed.lines, effects: [], fees: listed.fees },
          decisionContext,
        );
        return { title, ...outcome, costs: [{ ...cost, payer }], run: { ...run, total: listed.total } };
      },
    },
  );

const relatedAccountsOf = ({ agency, payer }: PayerAndAgency): string[] => [
  ...new Set([...agencyAccounts({ agency, payer }), payer]),
];

/** Released numbers count too: they may return. */
const hasManyWithReleased = async (scope: Scope): Promise<boolean> => {
  const { total } = await read(scope, { total: countRecords("number") });
  return total > (scope.runThreshold ?? RUN_THRESHOLD);
};

/**
 * Each returning number is a run item. A released number is ordered when its item runs; only then does the carrier say
 * whether it still has it.
 */
async function listReturningNumbers(
  scope: Scope,
  payerAndAgency: PayerAndAgency,
  mode: ReactivationMode,
): Promise<ReactivateContext["listed"]> {
  const facts = await read(
    { ...scope, relatedAccounts: relatedAccountsOf(payerAndAgency) },
    accountQueries(payerAndAgency, scope),
  );
  checkAction(mode === "undo" ? "undo cancel" : "reactivate", facts, scope);
  const { account, terms, lifecycle } = facts;
  // Nothing is written, so no ids are needed.
  const decisionContext = { now: scope.now, proposedAt: scope.now, by: scope.actor, newId: () => "" };
  const fees = new FeesByDay();
  const listed = await listNumbers({
    scope,
    zone: account.data.zone,
    currency: terms.data.currency,
    lists: ["number", "released number"],
    counts: (await read(scope, { counts: numberCounts(RETURNING_STATES) })).counts,
    lineOf(number) {
      const { id, data } = number;
      const reactivation = {
        mode,
        terms: terms.data,
        payer: payerAndAgency.payer,
        availability: { [id]: "free" as const },
      };
      const returned = reactivateNumber(number, lifecycle.data.canceled!, reactivation, decisionContext);
      const [line] = returned?.lines ?? [];
      if (returned?.charged) fees.add(feesOf([returned.charged], terms.data, scope.now));
      const input: ReactivateItem = { id, reorder: data.state.is === "released" };
      return line ? { line, input } : null;
    },
  });
  return { ...listed, fees: fees.fees() };
}

export const undoCancellationProposal = defineReactivation("undo");
export const reactivateProposal = defineReactivation("reactivate");

/** How many numbers are checked at the same time. */
const PARALLEL_CHECKS = 8;

/**
 * Asks the carrier whether each number that was released with the cancellation can be had again, one request per number.
 * `unsure`: the carrier didn't say.
 */
async function checkAvailability(services: Services, scope: Scope): Promise<Record<string, Availability>> {
  if (await hasManyWithReleased(scope)) return {};
  const { lifecycle, numbers } = await read(scope, {
    lifecycle: findOne("lifecycle", scope.account),
    numbers: findAll("number"),
  });
  const since = lifecycle.data.canceled?.since ?? Number.POSITIVE_INFINITY;
  const released = numbers.filter(({ data: { state } }) => state.is === "released" && state.since >= since);
  const availability: Record<string, Availability> = {};
  const remaining = [...released];
  const workers = Array.from({ length: PARALLEL_CHECKS }, async () => {
    for (let number = remaining.shift(); number; number = remaining.shift()) {
      const offered = await isNumberOffered(services, number.data.e164);
      availability[number.id] = offered === null ? "unsure" : offered ? "free" : "gone";
    }
  });
  await Promise.all(workers);
  return availability;
}

export const reactivateProcedures = {
  proposeUndo: accountProcedure("reactivate").mutation(({ ctx }) =>
    undoCancellationProposal.propose(ctx.scope, { availability: {} }),
  ),

  proposeReactivate: accountProcedure("reactivate").mutation(async ({ ctx }) =>
    reactivateProposal.propose(ctx.scope, { availability: await checkAvailability(ctx.services, ctx.scope) }),
  ),
};
