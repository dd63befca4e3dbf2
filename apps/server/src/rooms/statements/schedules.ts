import { decided } from "@callboard/domain/decision";
import { refuse } from "@callboard/domain/failure";
import { dayAt } from "@callboard/domain/period";
import {
  paceOf,
  pauseSchedule,
  removeSchedule,
  rhythmText,
  saveSchedule,
  upcoming,
} from "@callboard/domain/statementSchedule";
import { LeaveLink, ScheduleForm, SchedulePause, ScheduleRemove } from "@callboard/domain/statementSchedule.schema";
import { former } from "../../former.ts";
import { checkStatements, countSending, sentSoFar } from "../../mail/sendings.ts";
import { one, where } from "../../needs.ts";
import { lastByEach } from "../../papers.ts";
import { scopeIn } from "../../runs/scope.ts";
import { memberAddresses, paceNeed, unsubscribed } from "../../statementDays.ts";
import { leave, READER, readLeaveLink } from "../../statements/leaving.ts";
import { addressesIn } from "../../statements/sending.ts";
import { commit, look } from "../../store.ts";
import { anyone, open } from "../../trpc.ts";

const SHOWN_AHEAD = 3;
const sending = open("send statements");

/** Statements that leave by themselves, and the way off them for who reads them. */
export const schedules = {
  /** With the next days and what they cover, and what became of the last one. */
  schedules: open("read the balance").query(async ({ ctx: { scope, world } }) => {
    const found = await look(scope, {
      all: where("statementSchedule", "account"),
      away: unsubscribed(scope),
      members: memberAddresses(scope),
      account: one("account", scope.account),
      zones: former("account", () => 0),
    });
    const paces = await look(scope, Object.fromEntries(found.all.map(({ id }) => [id, paceNeed(scope, id)])));
    const last = await lastByEach(scope);
    const calendar = { zone: found.account.data.zone, before: found.zones };
    return {
      leaves: world.mailer.sends,
      schedules: found.all.map(({ id, version, at, data }) => {
        const { pace, covered } = paces[id]!;
        return {
          id,
          version,
          every: data.every,
          day: data.day,
          rhythm: rhythmText(data),
          paused: data.paused,
          recipients: data.recipients.map((address) => ({
            address,
            member: found.members.includes(address),
            unsubscribed: found.away.includes(address),
          })),
          pace,
          covered,
          upcoming: data.paused ? [] : upcoming(paceOf(data, pace, dayAt(at, calendar), covered), SHOWN_AHEAD),
          last: last.get(id) ?? null,
        };
      }),
    };
  }),

  /** A new schedule, or another version of one. */
  saveSchedule: sending.input(ScheduleForm).mutation(({ ctx: { scope, world }, input }): Promise<{ id: string }> => {
    const { id, ...form } = input;
    const draft = { ...form, recipients: addressesIn(form.recipients) };
    const needs = {
      all: where("statementSchedule", "account"),
      away: unsubscribed(scope),
      sent: sentSoFar("statement"),
    };
    return commit(scope, needs, ({ all, away, sent }, { newId }) => {
      const before = id === undefined ? null : (all.find((one) => one.id === id) ?? refuse("not-found", "record.gone"));
      const given = { away, others: all.length, id: newId() };
      const more = draft.recipients.filter((address) => !before?.data.recipients.includes(address)).length;
      const effects = saveSchedule(scope.account, before, draft, given);
      checkStatements(sent, more, world.limits.sendings);
      return decided([...effects, ...countSending(scope, "statement", newId(), more)], { id: id ?? given.id });
    });
  }),

  pauseSchedule: sending
    .input(SchedulePause)
    .mutation(({ ctx: { scope }, input: { id, version, paused } }) =>
      commit(scope, { schedule: one("statementSchedule", id) }, ({ schedule }) =>
        pauseSchedule(schedule, version, paused),
      ),
    ),

  removeSchedule: sending
    .input(ScheduleRemove)
    .mutation(({ ctx: { scope }, input: { id, version } }) =>
      commit(scope, { schedule: one("statementSchedule", id) }, ({ schedule }) => removeSchedule(schedule, version)),
    ),

  /** Whose statements a link leaves, and for which address. It writes nothing: the secret is not for an address. */
  leaving: anyone
    .meta({ repeated: "again" })
    .input(LeaveLink)
    .mutation(async ({ ctx, input }) => {
      const { account, address } = await readLeaveLink(ctx, input.token);
      const scope = scopeIn(ctx.world, account, READER);
      const { own, away } = await look(scope, { own: one("account", account), away: unsubscribed(scope) });
      return { account: own.data.name, address, done: away.includes(address) };
    }),

  leave: anyone
    .input(LeaveLink)
    .mutation(async ({ ctx, input }) => leave(ctx.world, await readLeaveLink(ctx, input.token))),
};
