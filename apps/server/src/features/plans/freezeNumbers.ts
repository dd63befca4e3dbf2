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

/** What was listed of an account with many numbers: what a plan parks of them and what returns, and their fees around it. */
export interface ListedParking extends ListedNumbers {
  was: Fees;
  is: Fees;
}

interface Parking {
  zone: string;
  before: Terms;
  next: Terms;
  /** The terms with the room that they leave, where something else has its place before. */
  room?: Terms;
  /** What is to stay, by id. */
  wished?: readonly string[] | undefined;
}

/** Numbers in these states have a place under a plan: others than when they were listed make a proposal stale. */
export const placed = (account?: string) => numberCounts(COUNTED_STATES, account);

/** Each number that is parked or returns is an item; first what is parked, so that there is room. Throws `invalid`, `conflict`. */
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

/** What is being bought arrives at work: where it would be one too many it is waited for. Throws `conflict`. */
export const checkPlaces = (orders: readonly string[], sorts: NumberCounts, terms: Terms): void =>
  checkOrders(
    orders,
    countIn(sorts, () => true),
    terms,
  );

/** The run that parks what was listed; none where nothing of the numbers moves. */
export const runOf = (long: ListedNumbers | null): string | null => (long !== null && long.total > 0 ? long.run : null);

/** It begins with the terms' next version, and is over with the one behind that. */
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
