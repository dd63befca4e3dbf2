import { payerOf } from "@callboard/domain/account/rules";
import {
  cancelAccount,
  cancelWith,
  checkPorting,
  type MovedFees,
  movedFees,
  movedFeeLines,
} from "@callboard/domain/lifecycle/cancel";
import { fail } from "@callboard/domain/core/failure";
import { isInForce } from "@callboard/domain/lifecycle/rules";
import { CancellationInput } from "@callboard/domain/lifecycle/schema";
import type { DispositionItem } from "@callboard/domain/lifecycle/cancelItem";
import { applyDisposition, type MoveTarget, type Disposition } from "@callboard/domain/lifecycle/disposition";
import { countryOfZone, parsePhoneNumber } from "@callboard/domain/numbers/phoneNumber";
import { FeesByDay } from "@callboard/domain/balance/monthlyCost";
import { message } from "@callboard/domain/core/message";
import type { Instant } from "@callboard/domain/core/time";
import { findAllSorted, readPage } from "../../store/search/lists.ts";
import { sumByPayer } from "../../store/reads/costs.ts";
import { combineQueries, type Facts, findOptional, findOne, findByIds } from "../../store/queries.ts";
import { numberCounts } from "../../store/search/recordCounts.ts";
import { defineProposal } from "../../proposals/proposals.ts";
import type { ProposalOutcome } from "../../proposals/proposalKind.ts";
import type { CancelAccountInput } from "./cancelAccountRun.ts";
import type { Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import {
  type PayerAndAgency,
  readPayerAndAgency,
  checkAction,
  agencyAccounts,
  findListedMembers,
  accountQueries,
} from "../../store/reads/accountFacts.ts";
import {
  checkCountsUnchanged,
  hasManyNumbers,
  type ListedNumbers,
  listNumbers,
  NO_NUMBERS,
} from "../../proposals/listNumbers.ts";

interface CancelContext extends PayerAndAgency {
  /** The agency's other accounts that numbers move to. */
  targets: string[];
  /** The list of numbers, for an account with many. */
  listed: (ListedNumbers & { heldUntil: Instant | null; moved: MovedFees[] }) | null;
  /** The payer of each account that numbers move to. */
  payers: Record<string, string>;
}

const cancelQueries = (context: Omit<CancelContext, "listed" | "payers">, scope: Scope) => ({
  ...accountQueries(context, scope),
  targetAccounts: combineQueries(context.targets.map((id) => findOne("account", id, id))),
  targetLifecycles: combineQueries(context.targets.map((id) => findOne("lifecycle", id, id))),
  targetTerms: combineQueries(context.targets.map((id) => findOne("terms", id, id))),
});

const allCancelQueries = (context: CancelContext, scope: Scope) => ({
  ...cancelQueries(context, scope),
  numbers: context.listed === null ? findAllSorted("number", "number") : NO_NUMBERS,
  counts: numberCounts(LISTED_STATES),
  people: findListedMembers,
});
/** Leaves out numbers that are already being released. */
const LISTED_STATES = ["active", "porting", "held", "forwarded"] as const;

export const cancelAccountProposal = defineProposal<
  CancellationInput,
  CancelContext,
  ReturnType<typeof allCancelQueries>
>("cancel account", {
  permission: "close the account",
  undoPage: "lifecycle",
  verb: () => "lifecycle.cancelAction",
  async gather(scope, input) {
    const dispositions = [...input.numbers.map(({ disposition }) => disposition), input.others];
    const targets = [
      ...new Set(dispositions.flatMap((disposition) => (disposition.is === "move" ? [disposition.to] : []))),
    ];
    // Only an agency administrator may act in the agency's other accounts.
    if (targets.length > 0 && scope.membership.role !== "agency administrator")
      fail("forbidden", "lifecycle.notYours", {}, "numbers");
    const context = { ...(await readPayerAndAgency(scope)), targets };
    const payers = await findTargetPayers(scope, context);
    return {
      ...context,
      payers,
      listed: (await hasManyNumbers(scope)) ? await listManyNumbers(scope, context, input) : null,
    };
  },
  queries: allCancelQueries,
  relatedAccounts: relatedAccountsOf,
  run: ({ listed }) => listed?.run ?? null,
  payers: ({ payers }) => Object.values(payers),
  decide(facts, { input, scope, context }, { now: proposedAt, newId }) {
    checkAction("cancel", facts, scope);
    const { account, people, activeSubAccountNames, numbers, counts } = facts;
    const canceledAccount = { ...facts, terms: facts.terms.data, people, activeSubAccountNames, payer: context.payer };
    const decisionContext = { now: scope.now, proposedAt, by: scope.actor, newId };
    const title = message("lifecycle.cancelTitle", { name: account.data.name });
    const { name } = account.data;
    if (context.listed !== null) {
      checkCountsUnchanged(context.listed, counts);
      const agency = context.agency ?? account.id;
      const shared: CancelAccountInput = { since: scope.now, at: proposedAt, payer: context.payer, agency };
      const run = { type: "cancel account", title: name, input: { ...shared }, state: "running" } as const;
      const outcome = cancelWith(canceledAccount, { ...context.listed, effects: [] }, decisionContext);
      return {
        title,
        ...withMovedFees(outcome, context.listed.moved, context),
        name,
        run: { ...run, total: context.listed.total },
      };
    }
    checkNumbersListed(input, (id) => numbers.some((number) => number.id === id));
    const dispositionOf = chosenDispositions(input, account.data.zone);
    const outcome = cancelAccount(
      { ...canceledAccount, numbers, dispositionOf, moveTargets: moveTargets(facts, context, scope) },
      decisionContext,
    );
    const moved = movedFees(outcome.effects, feeTargets(facts), scope.now);
    return { title, ...withMovedFees(outcome, moved, context), name };
  },
});

/** The payer of each target account that belongs to the agency. */
async function findTargetPayers(scope: Scope, { agency, targets }: Pick<CancelContext, "agency" | "targets">) {
  const agencyId = agency ?? scope.account;
  const { accounts } = await read(
    { ...scope, relatedAccounts: targets },
    { accounts: combineQueries(targets.map((id) => findOptional("account", id, id))) },
  );
  const related = accounts.flatMap((account) =>
    account && (account.id === agencyId || account.data.agency === agencyId) ? [account] : [],
  );
  return Object.fromEntries(related.map(({ id, data }) => [id, payerOf(id, data)]));
}

/** The accounts that numbers move to, each with the terms by which its fees are charged. */
const feeTargets = ({ targetAccounts, targetTerms }: Facts<ReturnType<typeof cancelQueries>>) =>
  targetAccounts.map(({ id: to, data: { name } }, index) => ({ to, name, terms: targetTerms[index]!.data }));

/** Adds the monthly fees of the moved numbers in their new accounts. */
function withMovedFees(
  { lines, effects }: Pick<ProposalOutcome, "lines" | "effects">,
  moved: readonly MovedFees[],
  { payers }: CancelContext,
): Pick<ProposalOutcome, "lines" | "effects" | "costs"> {
  const costs = moved.map(({ to, fees: { micros, scheduledFees } }) => ({
    payer: payers[to] ?? to,
    nowMicros: 0,
    monthMicros: micros,
    scheduledFees,
  }));
  return { lines: [...lines, ...movedFeeLines(moved)], effects, costs: sumByPayer(costs) };
}

function relatedAccountsOf(context: Pick<CancelContext, "agency" | "payer" | "targets">): string[] {
  return [...new Set([...agencyAccounts(context), ...context.targets])];
}

/** The disposition of each number: its own choice, or the one for all other numbers. */
function chosenDispositions({ numbers, others }: CancellationInput, zone: string) {
  const country = countryOfZone(zone);
  const parse = (disposition: Disposition): Disposition =>
    disposition.is === "forward"
      ? { ...disposition, to: parsePhoneNumber(disposition.to, country, "numbers") }
      : disposition;
  const chosen = new Map(numbers.map(({ id, disposition }) => [id, parse(disposition)]));
  const forOthers = parse(others);
  return (id: string): Disposition => chosen.get(id) ?? forOthers;
}

function checkNumbersListed({ numbers }: CancellationInput, isListed: (id: string) => boolean): void {
  if (numbers.some(({ id }) => !isListed(id))) fail("invalid", "lifecycle.noSuchNumber", {}, "numbers");
  if (new Set(numbers.map(({ id }) => id)).size < numbers.length)
    fail("invalid", "lifecycle.duplicateNumber", {}, "numbers");
}

/** In a long cancellation each number is a run item, which is compared with this list when it runs. */
async function listManyNumbers(
  scope: Scope,
  context: Omit<CancelContext, "listed" | "payers">,
  input: CancellationInput,
): Promise<CancelContext["listed"]> {
  const facts = await read({ ...scope, relatedAccounts: relatedAccountsOf(context) }, cancelQueries(context, scope));
  checkAction("cancel", facts, scope);
  const { account, terms } = facts;
  const ids = input.numbers.map(({ id }) => id);
  const { numbers: chosen } = await read(scope, { numbers: findByIds("number", ids) });
  const existingIds = new Set(chosen.map(({ id }) => id));
  checkNumbersListed(input, (id) => existingIds.has(id));
  await checkNonePorting(scope);
  const dispositionOf = chosenDispositions(input, account.data.zone);
  const origin = { account, terms: terms.data, payer: context.payer, moveTargets: moveTargets(facts, context, scope) };
  // Nothing is written, so no ids are needed.
  const decisionContext = { now: scope.now, proposedAt: scope.now, by: scope.actor, newId: () => "" };
  let heldUntil: Instant | null = null;
  const targets = feeTargets(facts);
  const feesByTarget = targets.map(() => new FeesByDay());
  const listed = await listNumbers({
    scope,
    zone: account.data.zone,
    currency: terms.data.currency,
    lists: ["number"],
    counts: (await read(scope, { counts: numberCounts(LISTED_STATES) })).counts,
    lineOf(number) {
      const disposition = dispositionOf(number.id);
      const result = applyDisposition(number, disposition, origin, decisionContext);
      if (result.heldUntil !== undefined) heldUntil = Math.max(heldUntil ?? 0, result.heldUntil);
      if (disposition.is === "move")
        for (const [index, { fees }] of movedFees(result.effects, targets, scope.now).entries())
          feesByTarget[index]!.add(fees);
      const item: DispositionItem = { id: number.id, disposition, micros: result.micros };
      return { line: result.line, input: item };
    },
  });
  const movedToEach = movedFees([], targets, scope.now);
  const moved = movedToEach.map((target, index) => ({ ...target, fees: feesByTarget[index]!.fees() }));
  return { ...listed, heldUntil, moved };
}

/** A few numbers are enough for the message: all of them must be ported before the account can be canceled. */
async function checkNonePorting(scope: Scope): Promise<void> {
  checkPorting((await readPage(scope, "number", { by: "number", limit: 10 }, { tags: ["state:porting"] })).docs);
}

/** Accounts of the same agency that aren't canceled, as they are now. */
function moveTargets(
  { targetAccounts, targetLifecycles, account }: Facts<ReturnType<typeof cancelQueries>>,
  { agency }: Pick<CancelContext, "agency">,
  { now }: Scope,
) {
  const agencyId = agency ?? account.id;
  const activeIds = new Set(targetLifecycles.filter(({ data }) => !isInForce(data.canceled, now)).map(({ id }) => id));
  const active = targetAccounts.filter(
    ({ id, data }) => activeIds.has(id) && (id === agencyId || data.agency === agencyId),
  );
  return new Map<string, MoveTarget>(active.map(({ id, data }) => [id, data]));
}

export const cancelProcedures = {
  proposeCancel: accountProcedure("close the account")
    .input(CancellationInput)
    .mutation(({ ctx, input }) => cancelAccountProposal.propose(ctx.scope, input)),
};
