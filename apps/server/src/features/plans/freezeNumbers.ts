import { COUNTED_STATES, countsTowardLimit } from "@callboard/domain/plans/limits";
import { type LongPlan, type ParkingItem, staysAtWork } from "@callboard/domain/plans/freezeItem";
import { type Fees, FeesByDay, feesOf } from "@callboard/domain/balance/monthlyCost";
import { numberOfGroup } from "@callboard/domain/numbers/serviceGroups";
import { checkKept, checkOrders, parkNumber } from "@callboard/domain/plans/freezing";
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
export interface ListedParking extends ListedNumbers {
  was: Fees;
  is: Fees;
}

interface Parking {
  zone: string;
  before: Terms;
  next: Terms;
  /** The terms with their limits reduced by what has priority; `next` if nothing has. */
  room?: Terms;
  /** The ids of the numbers to keep. */
  wished?: readonly string[] | undefined;
}

/** Counts of the numbers that count toward a limit. If they change, a proposal that listed them is stale. */
export const placed = (account?: string) => numberCounts(COUNTED_STATES, account);

/**
 * Each number that is frozen or returns is a run item; freezing comes first, to make room. Throws `invalid`,
 * `conflict`.
 */
export async function listParking(
  scope: Scope,
  { zone, before, next, room = next, wished }: Parking,
): Promise<ListedParking> {
  const { sorts, orders } = await read(scope, { sorts: placed(), orders: findOpenOrders() });
  checkPlaces(orders, sorts, room);
  const kept = wished === undefined ? null : await checkedWish(scope, wished, room);
  const live = countIn(sorts, (sort) => numberOfGroup(sort).parked === null);
  const stays = staysAtWork({ limits: room.limits, kept, live });
  const [was, is] = [new FeesByDay(), new FeesByDay()];
  const parked = { since: scope.now, by: scope.actor.id, until: null };
  const listed = await listNumbers({
    scope,
    zone,
    currency: next.currency,
    lists: ["number"],
    sorts,
    lineOf(number) {
      const { id, data } = number;
      const then = countsTowardLimit(data) ? !stays(number) : data.parked !== null;
      const parks = then && data.parked === null;
      const fact = then ? (data.parked ?? parked) : null;
      was.add(feesOf([data], before, scope.now));
      is.add(feesOf([{ ...data, parked: fact }], next, scope.now));
      if (then === (data.parked !== null)) return null;
      const input: ParkingItem = { id, parks };
      return { line: parkNumber(number, fact, next).line, input, last: !parks };
    },
  });
  return { ...listed, was: was.fees(), is: is.fees() };
}

/** A number on order counts too: if it would exceed the limit, the change has to wait for it. Throws `conflict`. */
export const checkPlaces = (orders: readonly string[], sorts: NumberCounts, terms: Terms): void =>
  checkOrders(
    orders,
    countIn(sorts, () => true),
    terms,
  );

/** The id of the run that freezes the listed numbers; null if no number changes. */
export const runOf = (long: ListedNumbers | null): string | null => (long !== null && long.total > 0 ? long.run : null);

/** The run belongs to the next version of the terms, and is over when another one follows. */
export function parkingRun(
  long: ListedNumbers | null,
  terms: Doc<Terms>,
  named: { name: string; plan: string },
): NewRun | undefined {
  if (runOf(long) === null) return undefined;
  const input: LongPlan = { terms: terms.version + 1 };
  const title = render(en, message("plans.title", named), localeIn(DEFAULT_LOCALE, "UTC"));
  return { what: "change plan", title, input: { ...input }, state: "running", total: long!.total };
}

const countIn = (sorts: NumberCounts, fits: (sort: string) => boolean): number =>
  sorts.reduce((sum, [sort, count]) => sum + (fits(sort) ? count : 0), 0);

async function checkedWish(scope: Scope, wished: readonly string[], room: Terms): Promise<ReadonlySet<string>> {
  const kept = new Set(wished);
  const { numbers } = await read(scope, { numbers: findByIds("number", [...kept]) });
  const there = new Set(numbers.filter(({ data }) => countsTowardLimit(data)).map(({ id }) => id));
  checkKept("numbers", kept, there, room);
  return kept;
}
