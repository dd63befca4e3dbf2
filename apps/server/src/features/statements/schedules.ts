import { decision } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import { dayAt } from "@callboard/domain/core/period";
import {
  progressOf,
  pauseSchedule,
  removeSchedule,
  formatCadence,
  saveSchedule,
  plannedStatements,
} from "@callboard/domain/statements/schedule";
import {
  UnsubscribeInput,
  ScheduleInput,
  PauseScheduleInput,
  RemoveScheduleInput,
} from "@callboard/domain/statements/scheduleSchema";
import { findFormerValues } from "../../store/formerValues.ts";
import { checkStatements, countSends, findSendCounts } from "../../integrations/mail/sendLimits.ts";
import { findOne, findMany } from "../../store/queries.ts";
import { readLastBySchedule } from "./reads.ts";
import { systemScope } from "../../store/systemScope.ts";
import { findMemberAddresses, findScheduleProgress, findUnsubscribed } from "../../store/reads/statementSchedules.ts";
import { unsubscribeAddress, UNSUBSCRIBE_ACTOR, readUnsubscribeLink } from "./unsubscribe.ts";
import { readAddresses } from "./sending.ts";
import { commit, read } from "../../store/commit.ts";
import { publicProcedure, accountProcedure } from "../../rpc/procedures.ts";

const SHOWN_AHEAD = 3;
const sendsStatements = accountProcedure("send statements");

/** Statements that are sent automatically, and how their readers unsubscribe. */
export const schedules = {
  /** Each with its next days and periods, and what became of the last statement. */
  schedules: accountProcedure("read the balance").query(async ({ ctx: { scope, world: services } }) => {
    const found = await read(scope, {
      all: findMany("statementSchedule", "account"),
      away: findUnsubscribed(scope),
      members: findMemberAddresses(scope),
      account: findOne("account", scope.account),
      zones: findFormerValues("account", () => 0),
    });
    const paces = await read(
      scope,
      Object.fromEntries(found.all.map(({ id }) => [id, findScheduleProgress(scope, id)])),
    );
    const last = await readLastBySchedule(scope);
    const calendar = { zone: found.account.data.zone, before: found.zones };
    return {
      leaves: services.mailer.sends,
      schedules: found.all.map(({ id, version, at, data }) => {
        const { pace, covered } = paces[id]!;
        return {
          id,
          version,
          every: data.every,
          day: data.day,
          rhythm: formatCadence(data),
          paused: data.paused,
          recipients: data.recipients.map((address) => ({
            address,
            member: found.members.includes(address),
            unsubscribed: found.away.includes(address),
          })),
          pace,
          covered,
          upcoming: data.paused
            ? []
            : plannedStatements(progressOf(data, pace, dayAt(at, calendar), covered), SHOWN_AHEAD),
          last: last.get(id) ?? null,
        };
      }),
    };
  }),

  /** A new schedule, or a new version of one. */
  saveSchedule: sendsStatements
    .input(ScheduleInput)
    .mutation(({ ctx: { scope, world: services }, input }): Promise<{ id: string }> => {
      const { id, ...form } = input;
      const draft = { ...form, recipients: readAddresses(form.recipients) };
      const queries = {
        all: findMany("statementSchedule", "account"),
        away: findUnsubscribed(scope),
        sent: findSendCounts("statement"),
      };
      return commit(scope, queries, ({ all, away, sent }, { newId }) => {
        const before = id === undefined ? null : (all.find((one) => one.id === id) ?? fail("not-found", "record.gone"));
        const given = { away, others: all.length, id: newId() };
        const more = draft.recipients.filter((address) => !before?.data.recipients.includes(address)).length;
        const effects = saveSchedule(scope.account, before, draft, given);
        checkStatements(sent, more, services.limits.sendings);
        return decision([...effects, ...countSends(scope, "statement", newId(), more)], { id: id ?? given.id });
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
    .meta({ repeated: "again" })
    .input(UnsubscribeInput)
    .mutation(async ({ ctx, input }) => {
      const { account, address } = await readUnsubscribeLink(ctx, input.token);
      const scope = systemScope(ctx.world, account, UNSUBSCRIBE_ACTOR);
      const { own, away } = await read(scope, { own: findOne("account", account), away: findUnsubscribed(scope) });
      return { account: own.data.name, address, done: away.includes(address) };
    }),

  unsubscribe: publicProcedure
    .input(UnsubscribeInput)
    .mutation(async ({ ctx, input }) => unsubscribeAddress(ctx.world, await readUnsubscribeLink(ctx, input.token))),
};
