import type { Effect } from "@callboard/domain/core/effect";
import { factAt } from "@callboard/domain/lifecycle/rules";
import { dayIn } from "@callboard/domain/core/calendar";
import { boundsOf, type AccountCalendar, dayAt, calendarInZone } from "@callboard/domain/core/period";
import {
  type ScheduleProgress,
  progressOf,
  periodOfNext,
  type ScheduleDoc,
  advanceProgress,
} from "@callboard/domain/statements/schedule";
import { HOUR, type Instant, MINUTE } from "@callboard/domain/core/time";
import { BILLING_ACTOR } from "@callboard/domain/balance/usage";
import { findOptional, findOne } from "../../store/queries.ts";
import { findBookEnds } from "../../store/ledger/entries.ts";
import { findFormerValues, sinceTheBeginning } from "../../store/formerValues.ts";
import { saveDocument } from "./reads.ts";
import { systemScope } from "../../store/systemScope.ts";
import type { Scope } from "../../store/scope.ts";
import {
  deleteOrphanedProgress,
  saveProgress,
  findMemberAddresses,
  findScheduleProgress,
  readDueSchedules,
  findUnsubscribed,
} from "../../store/reads/statementSchedules.ts";
import { commit, read } from "../../store/commit.ts";
import type { Services } from "../../services.ts";
import { unsubscribeLink } from "./unsubscribe.ts";
import { type DrawnStatement, drawStatementDocument, isStale, statementMail } from "./sending.ts";

/** How far the earliest time zone is ahead of UTC. */
const EARLIEST_ZONE = 14 * HOUR;
/** After this delay, everything that was booked in the last instant of the day is written. */
const BOOKING_DELAY_MS = MINUTE;

/**
 * Sends the statements that are due by schedule: each period once, in order, however late this runs. Returns how many
 * statements were made.
 */
export async function sendDueStatements(services: Services, isStopped: () => boolean = () => false): Promise<number> {
  await deleteOrphanedProgress(services.db);
  let sent = 0;
  const now = services.now();
  for (const { account, id, zone, next } of await readDueSchedules(
    services.db,
    dayIn(now + EARLIEST_ZONE, "UTC"),
    now,
  )) {
    // `next`: null if the schedule has no progress yet or its cadence changed; `zone`: null if the account's zone or
    // payer changed lately. Then it may be due, and `sendNext` computes whether it is.
    if (next !== null && zone !== null && !isDue(next, calendarInZone(zone), now)) continue;
    try {
      sent += await sendOverdue(services, account, id, isStopped);
    } catch (error) {
      // One failure must not hold up the others; the next run tries it again.
      services.log.error({ err: error, schedule: id }, "a statement could not be made");
    }
  }
  return sent;
}

async function sendOverdue(services: Services, account: string, id: string, isStopped: () => boolean): Promise<number> {
  let sent = 0;
  while (!isStopped()) {
    const result = await sendNext(services, systemScope(services, account, BILLING_ACTOR), id);
    if (result === "nothing due") break;
    if (result === "sent") sent += 1;
  }
  return sent;
}

const isDue = (next: string, calendar: AccountCalendar, now: Instant): boolean =>
  boundsOf({ first: next, last: next }, calendar).from + BOOKING_DELAY_MS <= now;

/**
 * Sends the next statement of a schedule if it is due, and saves the schedule's progress if it is new or changed. The
 * result "not sent": nothing was sent this time, but a statement may still be due.
 */
async function sendNext(services: Services, scope: Scope, id: string): Promise<"sent" | "not sent" | "nothing due"> {
  const queries = {
    schedule: findOptional("statementSchedule", id),
    account: findOne("account", scope.account),
    lifecycle: findOne("lifecycle", scope.account),
    progress: findScheduleProgress(scope, id),
    unsubscribed: findUnsubscribed(scope),
    members: findMemberAddresses(scope),
    bookEnds: findBookEnds,
    // All former zones: a late statement uses the zone of its own period.
    zones: findFormerValues("account", sinceTheBeginning),
  };
  const current = await read(scope, queries);
  const calendar = { zone: current.account.data.zone, formerZones: current.zones };
  const before = current.schedule && currentProgress(current.schedule, current.progress, calendar);
  const isSending = before !== null && isDue(before.nextSendingDay, calendar, scope.now);
  // If `before` is the stored progress itself (not computed), there is nothing to save either.
  if (!before || (current.progress.progress === before && !isSending)) return "nothing due";
  const period = periodOfNext(before);
  const canceled = factAt(current.lifecycle.data.canceled, scope.now);
  // An account canceled by the time the period began gets no more statements.
  const isOver = canceled !== null && canceled.since <= boundsOf(period, calendar).from;
  const document = isSending && !isOver ? await drawStatementDocument(services, scope, period) : null;
  return commit<typeof queries, "sent" | "not sent">({ ...scope, priority: "low" }, queries, (facts) => {
    const next = facts.schedule && currentProgress(facts.schedule, facts.progress, calendar);
    if (document && isStale(document, facts.bookEnds)) return { effects: [], answer: "not sent" };
    // Another process got there first, or the schedule has changed since: the next call finds what is due.
    if (
      !facts.schedule ||
      !next ||
      next.nextSendingDay !== before.nextSendingDay ||
      next.uncoveredFrom !== before.uncoveredFrom
    )
      return { effects: [], answer: "not sent" };
    const savedProgress = saveProgress(scope, id, isSending ? advanceProgress(next) : next);
    const recipients = facts.schedule.data.recipients.filter((address) => !facts.unsubscribed.includes(address));
    if (!document || recipients.length === 0) return { effects: [savedProgress], answer: "not sent" };
    return {
      effects: [
        savedProgress,
        ...sendingEffects(services, scope, { ...document, schedule: id }, recipients, facts.members),
      ],
      answer: "sent",
    };
  });
}

/**
 * The schedule's progress; null while it is paused. `coveredThrough`: the last day (inclusive) on any statement that it
 * sent; null if it sent none. Returns the stored `progress` itself if that is still right.
 */
function currentProgress(
  { data, at }: ScheduleDoc,
  { progress, coveredThrough }: { progress: ScheduleProgress | null; coveredThrough: string | null },
  calendar: AccountCalendar,
) {
  return data.paused ? null : progressOf(data, progress, dayAt(at, calendar), coveredThrough);
}

const sendingEffects = (
  services: Services,
  scope: Scope,
  document: DrawnStatement,
  recipients: readonly string[],
  members: readonly string[],
): Effect[] => [
  ...saveDocument(scope, document),
  ...recipients.flatMap((address) => {
    const makeUnsubscribeLink = members.includes(address)
      ? undefined
      : unsubscribeLink(services, scope.account, address);
    return statementMail(services, scope, document, address, makeUnsubscribeLink);
  }),
];
