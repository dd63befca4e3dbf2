import { payerOf } from "@callboard/domain/account/rules";
import {
  cancelAccount,
  cancelWith,
  checkPorting,
  type FeesElsewhere,
  feesElsewhere,
  feesElsewhereLines,
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
  checkVerb,
  agencyAccounts,
  findSeats,
  accountQueries,
} from "../../store/reads/accountFacts.ts";
import {
  checkCountsUnchanged,
  hasMany,
  type ListedNumbers,
  listNumbers,
  NO_NUMBERS,
} from "../../proposals/listNumbers.ts";

interface CancelContext extends PayerAndAgency {
  /** The agency's other accounts that numbers move to. */
  targets: string[];
  /** The list of numbers, for an account with many. */
  long: (ListedNumbers & { heldUntil: Instant | null; moved: FeesElsewhere[] }) | null;
  /** The payer of each account that numbers move to. */
  payers: Record<string, string>;
}

const cancelQueries = (found: Omit<CancelContext, "long" | "payers">, scope: Scope) => ({
  ...accountQueries(found, scope),
  homes: combineQueries(found.targets.map((id) => findOne("account", id, id))),
  lives: combineQueries(found.targets.map((id) => findOne("lifecycle", id, id))),
  theirTerms: combineQueries(found.targets.map((id) => findOne("terms", id, id))),
});

const allCancelQueries = (found: CancelContext, scope: Scope) => ({
  ...cancelQueries(found, scope),
  numbers: found.long === null ? findAllSorted("number", "number") : NO_NUMBERS,
  sorts: numberCounts(LISTED_STATES),
  people: findSeats,
});
/** Leaves out numbers that are already being released. */
const LISTED_STATES = ["active", "porting", "held", "forwarded"] as const;

export const cancelAccountProposal = defineProposal<
  CancellationInput,
  CancelContext,
  ReturnType<typeof allCancelQueries>
>("cancel account", {
  deed: "close the account",
  back: "account-status",
  verb: () => "lifecycle.cancelVerb",
  async find(scope, input) {
    const wished = [...input.numbers.map(({ parting }) => parting), input.others];
    const targets = [...new Set(wished.flatMap((parting) => (parting.is === "move" ? [parting.to] : [])))];
    // Only an agency administrator may act in the agency's other accounts.
    if (targets.length > 0 && scope.standing.role !== "agency administrator")
      fail("forbidden", "lifecycle.notYours", {}, "numbers");
    const found = { ...(await readPayerAndAgency(scope)), targets };
    const payers = await findTargetPayers(scope, found);
    return { ...found, payers, long: (await hasMany(scope)) ? await listNumbersLong(scope, found, input) : null };
  },
  needs: allCancelQueries,
  reach: relatedAccountsOf,
  run: ({ long }) => long?.run ?? null,
  payers: ({ payers }) => Object.values(payers),
  decide(facts, { input, scope, found }, { now: at, newId }) {
    checkVerb("cancel", facts, scope);
    const { account, people, below, numbers, sorts } = facts;
    const asked = { ...facts, terms: facts.terms.data, people, below, payer: found.payer };
    const turn = { now: scope.now, at, by: scope.actor, newId };
    const title = message("lifecycle.cancelTitle", { name: account.data.name });
    const { name } = account.data;
    if (found.long !== null) {
      checkCountsUnchanged(found.long, sorts);
      const agency = found.agency ?? account.id;
      const shared: CancelAccountInput = { since: scope.now, at, payer: found.payer, agency };
      const run = { what: "cancel account", title: name, input: { ...shared }, state: "running" } as const;
      const whole = cancelWith(asked, { ...found.long, effects: [] }, turn);
      return {
        title,
        ...withMovedFees(whole, found.long.moved, found),
        name,
        run: { ...run, total: found.long.total },
      };
    }
    checkNumbersListed(input, (id) => numbers.some((number) => number.id === id));
    const { partingOf } = chosenDispositions(input, account.data.zone);
    const whole = cancelAccount({ ...asked, numbers, partingOf, targets: moveTargets(facts, found, scope) }, turn);
    return {
      title,
      ...withMovedFees(whole, feesElsewhere(whole.effects, targetHomes(facts), scope.now), found),
      name,
    };
  },
});

/** The payer of each target account, as far as it belongs to the agency. */
async function findTargetPayers(scope: Scope, { agency, targets }: Pick<CancelContext, "agency" | "targets">) {
  const tree = agency ?? scope.account;
  const { homes } = await read(
    { ...scope, reach: targets },
    { homes: combineQueries(targets.map((id) => findOptional("account", id, id))) },
  );
  const ours = homes.flatMap((home) => (home && (home.id === tree || home.data.agency === tree) ? [home] : []));
  return Object.fromEntries(ours.map(({ id, data }) => [id, payerOf(id, data)]));
}

const targetHomes = ({ homes, theirTerms }: Facts<ReturnType<typeof cancelQueries>>) =>
  homes.map(({ id: to, data: { name } }, at) => ({ to, name, terms: theirTerms[at]!.data }));

/** Adds the monthly fees of the moved numbers in their new accounts. */
function withMovedFees(
  { lines, effects }: Pick<ProposalOutcome, "lines" | "effects">,
  moved: readonly FeesElsewhere[],
  { payers }: CancelContext,
): Pick<ProposalOutcome, "lines" | "effects" | "costs"> {
  const costs = moved.map(({ to, fees: { micros, dues } }) => ({
    payer: payers[to] ?? to,
    nowMicros: 0,
    monthMicros: micros,
    dues,
  }));
  return { lines: [...lines, ...feesElsewhereLines(moved)], effects, costs: sumByPayer(costs) };
}

function relatedAccountsOf(found: Pick<CancelContext, "agency" | "payer" | "targets">): string[] {
  return [...new Set([...agencyAccounts(found), ...found.targets])];
}

/** The disposition of each number: its own choice, or the one for all other numbers. */
function chosenDispositions({ numbers, others }: CancellationInput, zone: string) {
  const home = countryOfZone(zone);
  const read = (parting: Disposition): Disposition =>
    parting.is === "forward" ? { ...parting, to: parsePhoneNumber(parting.to, home, "numbers") } : parting;
  const own = new Map(numbers.map(({ id, parting }) => [id, read(parting)]));
  const rest = read(others);
  return { own, partingOf: (id: string): Disposition => own.get(id) ?? rest };
}

function checkNumbersListed({ numbers }: CancellationInput, isHere: (id: string) => boolean): void {
  if (numbers.some(({ id }) => !isHere(id))) fail("invalid", "lifecycle.noSuchNumber", {}, "numbers");
  if (new Set(numbers.map(({ id }) => id)).size < numbers.length)
    fail("invalid", "lifecycle.numberTwice", {}, "numbers");
}

/** In a long cancellation each number is a run item; it is compared with this list when its turn comes. */
async function listNumbersLong(
  scope: Scope,
  found: Omit<CancelContext, "long" | "payers">,
  input: CancellationInput,
): Promise<CancelContext["long"]> {
  const facts = await read({ ...scope, reach: relatedAccountsOf(found) }, cancelQueries(found, scope));
  checkVerb("cancel", facts, scope);
  const { account, terms } = facts;
  const { numbers: named } = await read(scope, {
    numbers: findByIds(
      "number",
      input.numbers.map(({ id }) => id),
    ),
  });
  const here = new Set(named.map(({ id }) => id));
  checkNumbersListed(input, (id) => here.has(id));
  await checkNonePorting(scope);
  const { partingOf } = chosenDispositions(input, account.data.zone);
  const home = { account, terms: terms.data, payer: found.payer, targets: moveTargets(facts, found, scope) };
  const turn = { now: scope.now, at: scope.now, by: scope.actor, newId: () => "" };
  let heldUntil: Instant | null = null;
  const homes = targetHomes(facts);
  const sums = homes.map(() => new FeesByDay());
  const all = await listNumbers({
    scope,
    zone: account.data.zone,
    currency: terms.data.currency,
    lists: ["number"],
    sorts: (await read(scope, { sorts: numberCounts(LISTED_STATES) })).sorts,
    lineOf(number) {
      const parting = partingOf(number.id);
      const left = applyDisposition(number, parting, home, turn);
      if (left.heldUntil !== undefined) heldUntil = Math.max(heldUntil ?? 0, left.heldUntil);
      if (parting.is === "move")
        for (const [at, { fees }] of feesElsewhere(left.effects, homes, scope.now).entries()) sums[at]!.add(fees);
      const item: DispositionItem = { id: number.id, parting, micros: left.micros };
      return { line: left.line, input: item };
    },
  });
  const moved = feesElsewhere([], homes, scope.now).map((one, at) => ({ ...one, fees: sums[at]!.fees() }));
  return { ...all, heldUntil, moved };
}

/** A few numbers are enough for the message: all of them must be ported before the account can be canceled. */
async function checkNonePorting(scope: Scope): Promise<void> {
  const ask = { by: "number", limit: 10 };
  checkPorting((await readPage(scope, "number", ask, { tags: ["state:porting"] })).docs);
}

/** Accounts of the same agency that aren't canceled, as they are now. */
function moveTargets(
  { homes, lives, account }: Facts<ReturnType<typeof cancelQueries>>,
  { agency }: Pick<CancelContext, "agency">,
  { now }: Scope,
) {
  const tree = agency ?? account.id;
  const working = new Set(lives.filter(({ data }) => !isInForce(data.canceled, now)).map(({ id }) => id));
  const ours = homes.filter(({ id, data }) => working.has(id) && (id === tree || data.agency === tree));
  return new Map<string, MoveTarget>(ours.map(({ id, data }) => [id, data]));
}

export const cancelProcedures = {
  proposeCancel: accountProcedure("close the account")
    .input(CancellationInput)
    .mutation(({ ctx, input }) => cancelAccountProposal.propose(ctx.scope, input)),
};
