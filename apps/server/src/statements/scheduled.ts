import type { Effect } from "@callboard/domain/decision";
import { factAt } from "@callboard/domain/lifecycle";
import { dayIn } from "@callboard/domain/calendar";
import { boundsOf, type Calendar, dayAt, inZone } from "@callboard/domain/period";
import { type Pace, paceOf, periodDue, type ScheduleDoc, stepped } from "@callboard/domain/statementSchedule";
import { HOUR, type Instant, MINUTE } from "@callboard/domain/time";
import { BILLING } from "@callboard/domain/usage";
import { known, one } from "../needs.ts";
import { bookEnds } from "../entries.ts";
import { former } from "../former.ts";
import { keepPaper } from "../papers.ts";
import { scopeIn } from "../runs/scope.ts";
import type { Scope } from "../scope.ts";
import { dropPaces, keepPace, memberAddresses, paceNeed, schedulesDue, unsubscribed } from "../statementDays.ts";
import { commit, look } from "../store.ts";
import type { World } from "../world.ts";
import { leaveLink } from "./leaving.ts";
import { type Drawn, drawn, isStale, letterTo } from "./sending.ts";

/** Where the day begins first. */
const EARLIEST_ZONE = 14 * HOUR;
/** What was booked in the last instant of the evening is written by then. */
const SETTLED_MS = MINUTE;

/**
 * Sends what is due by schedule: each period once, in its order, whoever looks, however late. Answers how many statements
 * were made.
 */
export async function keepSchedules(world: World, stopped: () => boolean = () => false): Promise<number> {
  await dropPaces(world.db);
  let sent = 0;
  const now = world.now();
  for (const { account, id, zone, next } of await schedulesDue(world.db, dayIn(now + EARLIEST_ZONE, "UTC"), now)) {
    if (next !== null && zone !== null && !isDue(next, inZone(zone), now)) continue;
    try {
      sent += await catchUp(world, account, id, stopped);
    } catch (error) {
      // One that cannot be made must not hold up the others; the next look tries it again.
      world.log.error({ err: error, schedule: id }, "a statement could not be made");
    }
  }
  return sent;
}

async function catchUp(world: World, account: string, id: string, stopped: () => boolean): Promise<number> {
  let sent = 0;
  while (!stopped()) {
    const done = await step(world, scopeIn(world, account, BILLING), id);
    if (done === "nothing due") break;
    if (done === "sent") sent += 1;
  }
  return sent;
}

const isDue = (next: string, calendar: Calendar, now: Instant): boolean =>
  boundsOf({ first: next, last: next }, calendar).from + SETTLED_MS <= now;

/** One statement of a schedule, or its pace where it has none yet. */
async function step(world: World, scope: Scope, id: string): Promise<"sent" | "went on" | "nothing due"> {
  const needs = {
    schedule: known("statementSchedule", id),
    account: one("account", scope.account),
    lifecycle: one("lifecycle", scope.account),
    stand: paceNeed(scope, id),
    away: unsubscribed(scope),
    members: memberAddresses(scope),
    ends: bookEnds,
    zones: former("account", () => 0),
  };
  const seen = await look(scope, needs);
  const calendar = { zone: seen.account.data.zone, before: seen.zones };
  const before = seen.schedule && pacedBy(seen.schedule, seen.stand, calendar);
  const isSending = before !== null && isDue(before.next, calendar, scope.now);
  if (!before || (seen.stand.pace === before && !isSending)) return "nothing due";
  const period = periodDue(before);
  const canceled = factAt(seen.lifecycle.data.canceled, scope.now);
  // Nothing moves any more in an account that was canceled before the period began.
  const isOver = canceled !== null && canceled.since <= boundsOf(period, calendar).from;
  const paper = isSending && !isOver ? await drawn(world, scope, period) : null;
  return commit<typeof needs, "sent" | "went on">({ ...scope, calm: true }, needs, (found) => {
    const pace = found.schedule && pacedBy(found.schedule, found.stand, calendar);
    if (paper && isStale(paper, found.ends)) return { effects: [], answer: "went on" };
    // Somebody else was first, or it was changed meanwhile: then the next look finds what is due now.
    if (!found.schedule || !pace || pace.next !== before.next || pace.first !== before.first)
      return { effects: [], answer: "went on" };
    const kept = keepPace(scope, id, isSending ? stepped(pace) : pace);
    const to = found.schedule.data.recipients.filter((address) => !found.away.includes(address));
    if (!paper || to.length === 0) return { effects: [kept], answer: "went on" };
    return {
      effects: [kept, ...sendingOf(world, scope, { ...paper, schedule: id }, to, found.members)],
      answer: "sent",
    };
  });
}

function pacedBy({ data, at }: ScheduleDoc, stand: { pace: Pace | null; covered: string | null }, calendar: Calendar) {
  return data.paused ? null : paceOf(data, stand.pace, dayAt(at, calendar), stand.covered);
}

const sendingOf = (
  world: World,
  scope: Scope,
  paper: Drawn,
  to: readonly string[],
  members: readonly string[],
): Effect[] => [
  ...keepPaper(scope, paper),
  ...to.flatMap((address) => {
    const leave = members.includes(address) ? undefined : leaveLink(world, scope.account, address);
    return letterTo(world, scope, paper, address, leave);
  }),
];
