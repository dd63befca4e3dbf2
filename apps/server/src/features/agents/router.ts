import { renewalJob } from "@callboard/domain/agents/planned";
import { allStatuses } from "@callboard/domain/agents/rules";
import {
  ExtendStatusInput,
  QueueNextInput,
  ArchiveStatusInput,
  SetStatusInput,
  StatusInput,
  OrderStatusesInput,
  UndoStatusInput,
} from "@callboard/domain/agents/schema";
import { addStatus, archiveStatus, changeStatus, orderStatuses } from "@callboard/domain/agents/statuses";
import { chooseStatus, clearNext, extendPromise, queueNext, undoChoice } from "@callboard/domain/agents/statusChoice";
import { phoneNow } from "@callboard/domain/calls/phoneState";
import { decision } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { checkNoMissedCallRules } from "@callboard/domain/queues/rules";
import { findDependents } from "../../store/reads/dependents.ts";
import { readPersonNames } from "../../store/reads/personNames.ts";
import { findRelated, findOptional, findOne, findAll, findMany } from "../../store/queries.ts";
import type { Scope } from "../../store/scope.ts";
import { commit, read } from "../../store/commit.ts";
import { accountProcedure, router } from "../../rpc/procedures.ts";
import { board } from "./board.ts";
import { plannedProcedures } from "./planned.ts";
import { reportIdle } from "./reportIdle.ts";
import { setStatusFor, setStatusForMany } from "./setStatusFor.ts";

const seatQueries = (person: string) => ({ agent: findOne("agent", person), phone: findOne("phone", person) });
const statuses = findAll("status");
/** The queues whose missed-call rule sets this status. */
const findQueuesWithMissedCallStatus = (status = "") => findMany("queue", { name: "missedCall", value: status });
/** The agents who chose this status as their next one, after their call. */
const findAgentsQueuedFor = (status: string) => {
  const index = { name: "next", value: status };
  return { waitingAgents: findMany("agent", index), phones: findRelated("phone", "agent", index) };
};
const findOwnAccount = (scope: Scope) => findOne("account", scope.account);

/** How many people have this status planned. */
const countPlanned = (status = "") => findDependents("plannedStatus", { name: "status", value: status }, 0);
/** Agents' records keep the next planned times with the status's name, and none of an archived status. */
const renewPlansOf = ({ count }: { count: number }, account: string, status: string, key: string) =>
  count === 0 ? [] : [renewalJob(account, { status }, key, 0)];

export const agents = router({
  statuses: accountProcedure("use the account", "read the board", "set another's status", "define statuses").query(
    async ({ ctx }) => allStatuses((await read(ctx.scope, { statuses })).statuses),
  ),

  defineStatus: accountProcedure("define statuses")
    .input(StatusInput)
    .mutation(({ ctx, input }) =>
      commit(
        ctx.scope,
        {
          statuses,
          account: findOwnAccount(ctx.scope),
          queues: findQueuesWithMissedCallStatus(input.id),
          planned: countPlanned(input.id),
        },
        (facts, { newId }) => {
          const { id, version, ...draft } = input;
          const { statuses, account, queues, planned } = facts;
          if (id !== undefined) {
            const idleStatus = account.data.idleRule?.status ?? null;
            if (draft.takesCalls) checkNoMissedCallRules(queues, draft.name);
            const effects = changeStatus(statuses, idleStatus, id, version, draft);
            return decision([...effects, ...renewPlansOf(planned, ctx.scope.account, id, newId())], { id });
          }
          const newStatusId = newId();
          return decision(addStatus(ctx.scope.account, statuses, draft, newStatusId), { id: newStatusId });
        },
      ),
    ),

  archiveStatus: accountProcedure("define statuses")
    .input(ArchiveStatusInput)
    .mutation(({ ctx, input }) =>
      commit(
        ctx.scope,
        {
          statuses,
          account: findOwnAccount(ctx.scope),
          queues: findQueuesWithMissedCallStatus(input.id),
          planned: countPlanned(input.id),
          ...findAgentsQueuedFor(input.id),
        },
        (facts, { now, newId }) => {
          const effects = archiveStatus(facts.statuses, facts.account.data.idleRule?.status ?? null, input, now);
          if (effects.length === 0) return effects;
          const renewals = renewPlansOf(facts.planned, ctx.scope.account, input.id, newId());
          if (!input.archived) return [...effects, ...renewals];
          checkNoMissedCallRules(facts.queues, facts.statuses.find(({ id }) => id === input.id)!.data.name);
          // Otherwise agents who chose it for after their call would end up in a removed status.
          const phoneOf = new Map(facts.phones.map((phone) => [phone.id, phoneNow(phone.data, now)]));
          const cleared = facts.waitingAgents.flatMap((agent) =>
            clearNext({ agent, phone: phoneOf.get(agent.id)! }, now),
          );
          return [...effects, ...renewals, ...cleared];
        },
      ),
    ),

  orderStatuses: accountProcedure("define statuses")
    .input(OrderStatusesInput)
    .mutation(({ ctx, input }) =>
      commit(ctx.scope, { statuses }, ({ statuses }) => orderStatuses(statuses, input.ids)),
    ),

  /** Everything that an agent's own screen needs, as stored: the screen works out what passing time changes. */
  mine: accountProcedure("set own status").query(async ({ ctx }) => {
    const me = ctx.scope.actor.id;
    const {
      agent,
      phone,
      statuses: customStatuses,
      account,
      preferences,
    } = await read(
      { ...ctx.scope, relatedAccounts: [me] },
      {
        ...seatQueries(me),
        statuses,
        account: findOne("account", ctx.scope.account),
        preferences: findOptional("preferences", me, me),
      },
    );
    const names = await readPersonNames(ctx.services.db, [agent.data.actor.id]);
    return {
      agent: agent.data,
      version: agent.version,
      by: names.get(agent.data.actor.id) ?? null,
      phone: phoneNow(phone.data, ctx.scope.now),
      statuses: allStatuses(customStatuses),
      idle: account.data.idleRule,
      /** The time zone in which they read times on every device; null: each device's own. */
      zone: preferences?.data.zone ?? null,
      now: ctx.scope.now,
    };
  }),

  setStatus: accountProcedure("set own status")
    .input(SetStatusInput)
    .mutation(({ ctx, input }) =>
      commit(
        ctx.scope,
        { ...seatQueries(ctx.scope.actor.id), chosen: findOptional("status", input.status) },
        ({ agent, phone, chosen }, { now }) =>
          chooseStatus(
            { agent, phone: phoneNow(phone.data, now), statuses: allStatuses(chosen ? [chosen] : []) },
            input,
            { actor: ctx.scope.actor, cause: message("agents.cause.chosen") },
            now,
          ),
      ),
    ),

  reportIdle,
  ...plannedProcedures,

  queueNext: accountProcedure("set own status")
    .input(QueueNextInput)
    .mutation(({ ctx, input }) =>
      commit(ctx.scope, { ...seatQueries(ctx.scope.actor.id), statuses }, ({ agent, phone, statuses }, { now }) =>
        queueNext(
          { agent, phone: phoneNow(phone.data, now), statuses: allStatuses(statuses) },
          input,
          ctx.scope.actor,
          now,
        ),
      ),
    ),

  clearNext: accountProcedure("set own status").mutation(({ ctx }) =>
    commit(ctx.scope, seatQueries(ctx.scope.actor.id), ({ agent, phone }, { now }) =>
      clearNext({ agent, phone: phoneNow(phone.data, now) }, now),
    ),
  ),

  undoStatus: accountProcedure("set own status")
    .input(UndoStatusInput)
    .mutation(({ ctx, input }) =>
      commit(ctx.scope, { ...seatQueries(ctx.scope.actor.id), statuses }, ({ agent, phone, statuses }, { now }) =>
        undoChoice(
          { agent, phone: phoneNow(phone.data, now), statuses: allStatuses(statuses) },
          ctx.scope.actor,
          input.version,
          now,
        ),
      ),
    ),

  extendStatus: accountProcedure("set own status")
    .input(ExtendStatusInput)
    .mutation(({ ctx, input }) =>
      commit(ctx.scope, seatQueries(ctx.scope.actor.id), ({ agent, phone }, { now }) =>
        extendPromise({ agent, phone: phoneNow(phone.data, now) }, input.minutes, input.version, now),
      ),
    ),

  board,

  setStatusFor,
  setStatusForMany,
});
