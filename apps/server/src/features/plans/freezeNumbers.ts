import { COUNTED_STATES, countsTowardLimit } from "@callboard/domain/plans/limits";
import { type FreezingRunInput, type FreezingItem, createStaysActive } from "@callboard/domain/plans/freezeItem";
import { type Fees, FeesByDay, feesOf } from "@callboard/domain/balance/monthlyCost";
import { factsOfGroup } from "@callboard/domain/numbers/serviceGroups";
import { checkKeepSelection, checkOrders, freezeNumber } from "@callboard/domain/plans/freezing";
import { en } from "@callboard/domain/core/messages/en";
import { message, render } from "@callboard/domain/core/message";
import type { Terms } from "@callboard/domain/plans/catalogue";
import type { Doc } from "@callboard/domain/core/record";
import { numberCounts, type NumberCounts } from "../../store/search/recordCounts.ts";
import { localeIn, DEFAULT_LOCALE } from "../../store/locale.ts";
import { findByIds } from "../../store/queries.ts";
import type { NewRun } from "../../runs/propose.ts";
import type { Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { findOpenOrders } from "../../store/reads/dependents.ts";
import { type ListedNumbers, listNumbers } from "../../proposals/listNumbers.ts";

/**
 * The list for an account with many numbers: which ones a plan freezes and which return, with the fees before and
 * after.
 */
export interface ListedFreezing extends ListedNumbers {
  feesBefore: Fees;
  feesAfter: Fees;
}

interface Freezing {
  zone: string;
  /** The terms before the plan change, and those after it. */
  before: Terms;
  next: Terms;
  /** The terms with their limits reduced by what has priority; `next` if nothing has. */
  capacity?: Terms;
  /** The ids of the numbers to keep; by default, the active ones stay first. */
  chosenIds?: readonly string[] | undefined;
}

/** Counts of the numbers that count toward a limit. If they change, a proposal that listed them is stale. */
export const findNumberCounts = (account?: string) => numberCounts(COUNTED_STATES, account);

/**
 * Each number that is frozen or returns is a run item; freezing comes first, to make room. Throws `invalid`,
 * `conflict`.
 */
export async function listFreezing(
  scope: Scope,
  { zone, before, next, capacity = next, chosenIds }: Freezing,
): Promise<ListedFreezing> {
  const { counts, orders } = await read(scope, { counts: findNumberCounts(), orders: findOpenOrders() });
  checkOrdersFit(orders, counts, capacity);
  const kept = chosenIds === undefined ? null : await checkChosenNumbers(scope, chosenIds, capacity);
  const activeCount = countIn(counts, (group) => factsOfGroup(group).frozen === null);
  const staysActive = createStaysActive({ limits: capacity.limits, kept, live: activeCount });
  const [feesBefore, feesAfter] = [new FeesByDay(), new FeesByDay()];
  const frozenNow = { since: scope.now, by: scope.actor.id, until: null };
  const listed = await listNumbers({
    scope,
    zone,
    currency: next.currency,
    lists: ["number"],
    counts,
    lineOf(number) {
      const { id, data } = number;
      const willBeFrozen = countsTowardLimit(data) ? !staysActive(number) : data.frozen !== null;
      const freezes = willBeFrozen && data.frozen === null;
      const frozenFact = willBeFrozen ? (data.frozen ?? frozenNow) : null;
      feesBefore.add(feesOf([data], before, scope.now));
      feesAfter.add(feesOf([{ ...data, frozen: frozenFact }], next, scope.now));
      // No line for a number that stays as it is.
      if (willBeFrozen === (data.frozen !== null)) return null;
      const input: FreezingItem = { id, freezes };
      return { line: freezeNumber(number, frozenFact, next).line, input, last: !freezes };
    },
  });
  return { ...listed, feesBefore: feesBefore.fees(), feesAfter: feesAfter.fees() };
}

/** A number on order counts too: if it would exceed the limit, the change has to wait for it. Throws `conflict`. */
export const checkOrdersFit = (orders: readonly string[], counts: NumberCounts, terms: Terms): void =>
  checkOrders(
    orders,
    countIn(counts, () => true),
    terms,
  );

/** The id of the run that freezes the listed numbers; null if no number changes. */
export const runIdOf = (listed: ListedNumbers | null): string | null =>
  listed !== null && listed.total > 0 ? listed.run : null;

/** The run's input names the version of the terms that the plan change writes; after a later one it changes nothing. */
export function freezingRun(
  listed: ListedNumbers | null,
  terms: Doc<Terms>,
  values: { name: string; plan: string },
): NewRun | undefined {
  if (runIdOf(listed) === null) return undefined;
  const input: FreezingRunInput = { terms: terms.version + 1 };
  const title = render(en, message("plans.title", values), localeIn(DEFAULT_LOCALE, "UTC"));
  return { type: "change plan", title, input: { ...input }, state: "running", total: listed!.total };
}

const countIn = (counts: NumberCounts, isCounted: (group: string) => boolean): number =>
  counts.reduce((sum, [group, count]) => sum + (isCounted(group) ? count : 0), 0);

/** The chosen numbers as a set. Throws if one of them can't be kept, or if they are too many. */
async function checkChosenNumbers(
  scope: Scope,
  chosenIds: readonly string[],
  capacity: Terms,
): Promise<ReadonlySet<string>> {
  const kept = new Set(chosenIds);
  const { numbers } = await read(scope, { numbers: findByIds("number", [...kept]) });
  const countedIds = new Set(numbers.filter(({ data }) => countsTowardLimit(data)).map(({ id }) => id));
  checkKeepSelection("numbers", kept, countedIds, capacity);
  return kept;
}
