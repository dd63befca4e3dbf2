import { allStatuses } from "@callboard/domain/agents";
import { decided } from "@callboard/domain/decision";
import { RecordAsked } from "@callboard/domain/numberList.schema";
import { addQueue, changeQueue, handedOnBy, type QueueDoc, removeQueue } from "@callboard/domain/queueRules";
import { QueueForm } from "@callboard/domain/queues.schema";
import { Removal } from "@callboard/domain/tracking.schema";
import { NAMES_SHOWN } from "@callboard/domain/use";
import { known, type Need, one, these, where } from "../needs.ts";
import { commit } from "../store.ts";
import { open, router } from "../trpc.ts";
import { peopleNamed, roomFor, usersOf } from "../uses.ts";
import { peopleHere, type QueueRow, queueDetail, type QueueDetail, queueRows } from "./queueRows.ts";

const NONE: Need<null> = { stmts: () => [], take: () => null };
const queueList = where("queue", "account");

/** Call queues and their members. */
export const queues = router({
  list: open("read routing").query(async ({ ctx }): Promise<{ queues: QueueRow[]; now: number }> => ({
    queues: await queueRows(ctx.scope, ctx.place),
    now: ctx.scope.now,
  })),

  get: open("read routing")
    .input(RecordAsked)
    .query(({ ctx, input }): Promise<QueueDetail> => queueDetail(ctx.scope, ctx.place, input.id)),

  save: open("change routing")
    .input(QueueForm)
    .mutation(({ ctx, input }): Promise<{ id: string }> => {
      const { id, version, ...draft } = input;
      const { noAnswer } = draft;
      const members = draft.members.map(({ id }) => id);
      return commit(
        ctx.scope,
        {
          queue: id === undefined ? (NONE as Need<QueueDoc | null>) : one("queue", id),
          queues: queueList,
          statuses: where("status", "account"),
          agents: these("agent", members),
          people: these("member", members),
          receiver: noAnswer.to === "receiver" ? known("receiver", noAnswer.id) : NONE,
          names: peopleNamed(members),
          room: roomFor("queues"),
        },
        ({ queue, queues, statuses, agents, people, receiver, names, room }, { newId }) => {
          const facts = {
            queues,
            statuses: allStatuses(statuses),
            seats: new Set(agents.map((agent) => agent.id)),
            receivers: new Set(receiver ? [receiver.id] : []),
            // Only people of this account are named, whoever else the ids may belong to.
            names: new Map(people.map((member) => [member.id, names.get(member.id) ?? ""])),
            room,
          };
          if (queue) return decided(changeQueue(facts, queue, version, draft), { id: queue.id });
          const fresh = newId();
          return decided(addQueue(ctx.scope.account, facts, draft, fresh), { id: fresh });
        },
      );
    }),

  remove: open("change routing")
    .input(Removal)
    .mutation(({ ctx, input: { id, version } }) =>
      commit(
        ctx.scope,
        {
          queue: one("queue", id),
          numbers: usersOf("number", { name: "route", value: `queue:${id}` }, NAMES_SHOWN),
          queues: where("queue", { name: "noAnswer", value: `queue:${id}` }),
        },
        ({ queue, numbers: { count, docs }, queues }) =>
          removeQueue(queue, version, [
            { by: "number", count, names: docs.map(({ data }) => data.name) },
            handedOnBy(queues, "queue", id),
          ]),
      ),
    ),

  /** Who can be a member: everybody here, and whether a call can ring at theirs. */
  people: open("read routing").query(({ ctx }) => peopleHere(ctx.scope)),
});
