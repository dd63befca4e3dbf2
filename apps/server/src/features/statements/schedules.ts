import { decision } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import { dayAt } from "@callboard/domain/core/period";
import {
  progressOf,
  pauseSchedule,
  removeSchedule,
  saveSchedule,
  plannedStatements,
} from "@callboard/domain/statements/schedule";
import { formatCadence } from "@callboard/domain/statements/cadence";
import {
  UnsubscribeInput,
  ScheduleInput,
  PauseScheduleInput,
  RemoveScheduleInput,
} from "@callboard/domain/statements/scheduleSchema";
import { findFormerValues, sinceTheBeginning } from "../../store/formerValues.ts";
import { checkStatements, countSends, findSendCounts } from "../../integrations/mail/sendLimits.ts";
import { findOne, findAll } from "../../store/queries.ts";
import { readLastBySchedule } from "./reads.ts";
import { systemScope } from "../../store/systemScope.ts";
import { findMemberAddresses, findScheduleProgress, findUnsubscribed } from "../../store/reads/statementSchedules.ts";
import { unsubscribeAddress, UNSUBSCRIBE_ACTOR, readUnsubscribeLink } from "./unsubscribe.ts";
import { readAddresses } from "./sending.ts";
import { commit, read } from "../../store/commit.ts";
import { publicProcedure, accountProcedure } from "../../rpc/procedures.ts";

/** How many future statements of a schedule are shown. */
const SHOWN_AHEAD = 3;
const sendsStatements = accountProcedure("send statements");

/** Statements that are sent automatically, and how their readers unsubscribe. */
export const schedules = {
  /** Each with its next days and periods, and what became of the last statement. */
  schedules: accountProcedure("read the balance").query(async ({ ctx: { scope, services } }) => {
    const facts = await read(scope, {
      schedules: findAll("statementSchedule"),
      unsubscribed: findUnsubscribed(scope),
      members: findMemberAddresses(scope),
      account: findOne("account", scope.account),
      // All former zones: a schedule's first day depends on the zone at that time.
      zones: findFormerValues("account", sinceTheBeginning),
    });
    const progress = await read(
      scope,
      Object.fromEntries(facts.schedules.map(({ id }) => [id, findScheduleProgress(scope, id)])),
    );
    const last = await readLastBySchedule(scope);
    const calendar = { zone: facts.account.data.zone, formerZones: facts.zones };
    return {
      /** A mail server is configured, so mails really leave. */
      sendsMail: services.mailer.isConfigured,
      schedules: facts.schedules.map(({ id, version, at, data }) => {
        const { progress: current, coveredThrough } = progress[id]!;
        return {
          id,
          version,
          every: data.every,
          day: data.day,
          /** The cadence in words. */
          cadenceText: formatCadence(data),
          paused: data.paused,
          recipients: data.recipients.map((address) => ({
            address,
            member: facts.members.includes(address),
            unsubscribed: facts.unsubscribed.includes(address),
          })),
          cadence: current,
          /** The last day that a sent statement covers. */
          covered: coveredThrough,
          upcoming: data.paused
            ? []
            : plannedStatements(progressOf(data, current, dayAt(at, calendar), coveredThrough), SHOWN_AHEAD),
          last: last.get(id) ?? null,
        };
      }),
    };
  }),

  /** A new schedule, or a new version of one. */
  saveSchedule: sendsStatements
    .input(ScheduleInput)
    .mutation(({ ctx: { scope, services }, input }): Promise<{ id: string }> => {
      const { id, ...form } = input;
      const draft = { ...form, recipients: readAddresses(form.recipients) };
      const queries = {
        schedules: findAll("statementSchedule"),
        unsubscribed: findUnsubscribed(scope),
        sendCounts: findSendCounts("statement"),
      };
      return commit(scope, queries, ({ schedules, unsubscribed, sendCounts }, { newId }) => {
        const before =
          id === undefined
            ? null
            : (schedules.find((schedule) => schedule.id === id) ?? fail("not-found", "record.notFound"));
        const saveContext = { away: unsubscribed, others: schedules.length, id: newId() };
        const addedCount = draft.recipients.filter((address) => !before?.data.recipients.includes(address)).length;
        const effects = saveSchedule(scope.account, before, draft, saveContext);
        checkStatements(sendCounts, addedCount, services.throttle.sendLimits);
        return decision([...effects, ...countSends(scope, "statement", newId(), addedCount)], {
          id: id ?? saveContext.id,
        });
      });
    }),

  pauseSchedule: sendsStatements
    .input(PauseScheduleInput)
    .mutation(({ ctx: { scope }, input: { id, version, paused } }) =>
      commit(scope, { schedule: findOne("statementSchedule", id) }, ({ schedule }) =>
        pauseSchedule(schedule, version, paused),
      ),
    ),

  removeSchedule: sendsStatements
    .input(RemoveScheduleInput)
    .mutation(({ ctx: { scope }, input: { id, version } }) =>
      commit(scope, { schedule: findOne("statementSchedule", id) }, ({ schedule }) =>
        removeSchedule(schedule, version),
      ),
    ),

  /**
   * The account and the address that a link unsubscribes. It writes nothing, and it is a mutation only to keep the
   * secret out of the URL.
   */
  unsubscribeDetails: publicProcedure
    .meta({ onReplay: "again" })
    .input(UnsubscribeInput)
    .mutation(async ({ ctx, input }) => {
      const { account, address } = await readUnsubscribeLink(ctx, input.token);
      const scope = systemScope(ctx.services, account, UNSUBSCRIBE_ACTOR);
      const { settings, unsubscribed } = await read(scope, {
        settings: findOne("account", account),
        unsubscribed: findUnsubscribed(scope),
      });
      return { account: settings.data.name, address, done: unsubscribed.includes(address) };
    }),

  unsubscribe: publicProcedure
    .input(UnsubscribeInput)
    .mutation(async ({ ctx, input }) => unsubscribeAddress(ctx.services, await readUnsubscribeLink(ctx, input.token))),
};
