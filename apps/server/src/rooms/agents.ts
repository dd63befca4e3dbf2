import { allStatuses } from "@callboard/domain/agents";
import {
  Extension,
  NextChoice,
  StatusArchive,
  StatusChoice,
  StatusForAnother,
  StatusForm,
  StatusOrder,
  Undo,
} from "@callboard/domain/agents.schema";
import { addStatus, archiveStatus, changeStatus, orderStatuses } from "@callboard/domain/statuses";
import { chooseStatus, clearNext, extendPromise, queueNext, undoChoice, wentIdle } from "@callboard/domain/choices";
import { decided } from "@callboard/domain/decision";
import { refuse } from "@callboard/domain/failure";
import { phrase } from "@callboard/domain/phrase";
import { checkNotRuled } from "@callboard/domain/queueRules";
import { namesOf } from "../names.ts";
import { besides, known, maybe, one, where } from "../needs.ts";
import type { Scope } from "../scope.ts";
import { commit, look } from "../store.ts";
import { open, router } from "../trpc.ts";
import { board } from "./agents/board.ts";

const seat = (person: string) => ({ agent: one("agent", person), phone: one("phone", person) });
const statuses = where("status", "account");
/** The queues whose missed-call rule leads to this status. */
const ruledBy = (status = "") => where("queue", { name: "missedCall", value: status });
/** Who will come to stand in this status after the call. */
const queuedFor = (status: string) => {
  const index = { name: "next", value: status };
  return { queued: where("agent", index), phones: besides("phone", "agent", index) };
};
const ownAccount = (scope: Scope) => one("account", scope.account);

/** Status definitions, the chosen status, the board. */
export const agents = router({
  statuses: open("use the account", "read the board", "set another's status", "define statuses").query(
    async ({ ctx }) => allStatuses((await look(ctx.scope, { statuses })).statuses),
  ),

  defineStatus: open("define statuses")
    .input(StatusForm)
    .mutation(({ ctx, input }) =>
      commit(ctx.scope, { statuses, account: ownAccount(ctx.scope), ruled: ruledBy(input.id) }, (facts, { newId }) => {
        const { id, version, ...draft } = input;
        const { statuses, account, ruled } = facts;
        if (id !== undefined) {
          const idle = account.data.idle?.status ?? null;
          if (draft.takesCalls) checkNotRuled(ruled, draft.name);
          return decided(changeStatus(statuses, idle, id, version, draft), { id });
        }
        const fresh = newId();
        return decided(addStatus(ctx.scope.account, statuses, draft, fresh), { id: fresh });
      }),
    ),

  archiveStatus: open("define statuses")
    .input(StatusArchive)
    .mutation(({ ctx, input }) =>
      commit(
        ctx.scope,
        { statuses, account: ownAccount(ctx.scope), ruled: ruledBy(input.id), ...queuedFor(input.id) },
        (facts, { now }) => {
          const effects = archiveStatus(facts.statuses, facts.account.data.idle?.status ?? null, input, now);
          if (!input.archived || effects.length === 0) return effects;
          checkNotRuled(facts.ruled, facts.statuses.find(({ id }) => id === input.id)!.data.name);
          // Who queued it would else come to stand in it after the call.
          const phoneOf = new Map(facts.phones.map((phone) => [phone.id, phone.data]));
          const cleared = facts.queued.flatMap((agent) => clearNext({ agent, phone: phoneOf.get(agent.id)! }, now));
          return [...effects, ...cleared];
        },
      ),
    ),

  orderStatuses: open("define statuses")
    .input(StatusOrder)
    .mutation(({ ctx, input }) =>
      commit(ctx.scope, { statuses }, ({ statuses }) => orderStatuses(statuses, input.ids)),
    ),

  /** Everything one's own screen needs. What time has done since is for `standing` to say, at any later instant too. */
  mine: open("set own status").query(async ({ ctx }) => {
    const me = ctx.scope.actor.id;
    const {
      agent,
      phone,
      statuses: docs,
      account,
      own,
    } = await look(
      { ...ctx.scope, reach: [me] },
      { ...seat(me), statuses, account: one("account", ctx.scope.account), own: known("preferences", me, me) },
    );
    const names = await namesOf(ctx.world.db, [agent.data.actor.id]);
    return {
      agent: agent.data,
      version: agent.version,
      by: names.get(agent.data.actor.id) ?? null,
      phone: phone.data,
      statuses: allStatuses(docs),
      idle: account.data.idle,
      /** In which zone they read times on every device; null: in the device's. */
      zone: own?.data.zone ?? null,
      now: ctx.scope.now,
    };
  }),

  set: open("set own status")
    .input(StatusChoice)
    .mutation(({ ctx, input }) =>
      commit(
        ctx.scope,
        { ...seat(ctx.scope.actor.id), chosen: known("status", input.status) },
        ({ agent, phone, chosen }, { now }) =>
          chooseStatus(
            { agent, phone: phone.data, statuses: allStatuses(chosen ? [chosen] : []) },
            input,
            { actor: ctx.scope.actor, cause: phrase("cause.chosen") },
            now,
          ),
      ),
    ),

  /** The computer stood idle for as long as the account's rule says. */
  wentIdle: open("set own status").mutation(({ ctx }) =>
    commit(
      ctx.scope,
      { ...seat(ctx.scope.actor.id), statuses, account: one("account", ctx.scope.account) },
      ({ agent, phone, statuses, account }, { now }) =>
        wentIdle(
          { agent, phone: phone.data, statuses: allStatuses(statuses) },
          account.data.idle,
          ctx.scope.actor,
          now,
        ),
    ),
  ),

  queueNext: open("set own status")
    .input(NextChoice)
    .mutation(({ ctx, input }) =>
      commit(ctx.scope, { ...seat(ctx.scope.actor.id), statuses }, ({ agent, phone, statuses }, { now }) =>
        queueNext({ agent, phone: phone.data, statuses: allStatuses(statuses) }, input, ctx.scope.actor, now),
      ),
    ),

  clearNext: open("set own status").mutation(({ ctx }) =>
    commit(ctx.scope, seat(ctx.scope.actor.id), ({ agent, phone }, { now }) =>
      clearNext({ agent, phone: phone.data }, now),
    ),
  ),

  undo: open("set own status")
    .input(Undo)
    .mutation(({ ctx, input }) =>
      commit(ctx.scope, { ...seat(ctx.scope.actor.id), statuses }, ({ agent, phone, statuses }, { now }) =>
        undoChoice({ agent, phone: phone.data, statuses: allStatuses(statuses) }, ctx.scope.actor, input.version, now),
      ),
    ),

  extend: open("set own status")
    .input(Extension)
    .mutation(({ ctx, input }) =>
      commit(ctx.scope, seat(ctx.scope.actor.id), ({ agent, phone }, { now }) =>
        extendPromise({ agent, phone: phone.data }, input.minutes, input.version, now),
      ),
    ),

  board,

  setFor: open("set another's status")
    .input(StatusForAnother)
    .mutation(async ({ ctx, input }) => {
      const { person, reason, ...choice } = input;
      const name = (await namesOf(ctx.world.db, [person])).get(person) ?? "";
      return commit(
        ctx.scope,
        { agent: maybe("agent", person), phone: maybe("phone", person), member: maybe("member", person), statuses },
        ({ agent, phone, member, statuses }, { now }) => {
          if (!agent || !phone) return refuse("not-found", "agents.noSeat", {}, "person");
          if (member && member.data.parked !== null) refuse("conflict", "access.memberParked", { name });
          return chooseStatus(
            { agent, phone: phone.data, statuses: allStatuses(statuses) },
            choice,
            { actor: ctx.scope.actor, cause: phrase("cause.given", { reason }) },
            now,
          );
        },
      );
    }),
});
