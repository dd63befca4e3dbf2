import { allStatuses } from "@callboard/domain/agents/rules";
import { decision } from "@callboard/domain/core/effect";
import { RecordInput } from "@callboard/domain/numbers/listSchema";
import { addQueue, changeQueue, queuesForwardingTo, type QueueDoc, removeQueue } from "@callboard/domain/queues/rules";
import { QueueInput } from "@callboard/domain/queues/schema";
import { RemoveInput } from "@callboard/domain/numbers/schema";
import { NAMES_SHOWN } from "@callboard/domain/core/dependents";
import { findOptional, type Query, findOne, findByIds, findAll, findMany } from "../../store/queries.ts";
import { commit } from "../../store/commit.ts";
import { accountProcedure, router } from "../../rpc/procedures.ts";
import { findPersonNames, findCapacity, findDependents } from "../../store/reads/dependents.ts";
import { readBoardQueues, readCoverage } from "./coverage.ts";
import { readPeople, type QueueRow, readQueueDetail, type QueueDetail, readQueueRows } from "./queueRows.ts";

const NO_QUEUE: Query<null> = { statements: () => [], parse: () => null };
const allQueues = findAll("queue");

export const queues = router({
  list: accountProcedure("read routing").query(async ({ ctx }): Promise<{ queues: QueueRow[]; now: number }> => ({
    queues: await readQueueRows(ctx.scope, ctx.context),
    now: ctx.scope.now,
  })),

  get: accountProcedure("read routing")
    .input(RecordInput)
    .query(({ ctx, input }): Promise<QueueDetail> => readQueueDetail(ctx.scope, ctx.context, input.id)),

  save: accountProcedure("change routing")
    .input(QueueInput)
    .mutation(({ ctx, input }): Promise<{ id: string }> => {
      const { id, version, ...draft } = input;
      const { noAnswer } = draft;
      const members = draft.members.map(({ id }) => id);
      return commit(
        ctx.scope,
        {
          queue: id === undefined ? (NO_QUEUE as Query<QueueDoc | null>) : findOne("queue", id),
          queues: allQueues,
          statuses: findAll("status"),
          agents: findByIds("agent", members),
          people: findByIds("member", members),
          receiver: noAnswer.to === "receiver" ? findOptional("receiver", noAnswer.id) : NO_QUEUE,
          names: findPersonNames(members),
          capacity: findCapacity("queues"),
        },
        ({ queue, queues, statuses, agents, people, receiver, names, capacity }, { newId }) => {
          const facts = {
            queues,
            statuses: allStatuses(statuses),
            membersWithSoftphone: new Set(agents.map((agent) => agent.id)),
            receivers: new Set(receiver ? [receiver.id] : []),
            // Only names of this account's people: the ids may also belong to others.
            names: new Map(people.map((member) => [member.id, names.get(member.id) ?? ""])),
            capacity,
          };
          if (queue) return decision(changeQueue(facts, queue, version, draft), { id: queue.id });
          const newQueueId = newId();
          return decision(addQueue(ctx.scope.account, facts, draft, newQueueId), { id: newQueueId });
        },
      );
    }),

  remove: accountProcedure("change routing")
    .input(RemoveInput)
    .mutation(({ ctx, input: { id, version } }) =>
      commit(
        ctx.scope,
        {
          queue: findOne("queue", id),
          numbers: findDependents("number", { name: "route", value: `queue:${id}` }, NAMES_SHOWN),
          queues: findMany("queue", { name: "noAnswer", value: `queue:${id}` }),
        },
        ({ queue, numbers: { count, firstDocs }, queues }) =>
          removeQueue(queue, version, [
            { kind: "number", count, names: firstDocs.map(({ data }) => data.name) },
            queuesForwardingTo(queues, "queue", id),
          ]),
      ),
    ),

  /** What one's own queues would be left with if one took no calls. */
  coverage: accountProcedure("set own status").query(async ({ ctx }) => ({
    queues: await readCoverage(ctx.scope, ctx.context, ctx.scope.actor.id),
    now: ctx.scope.now,
  })),

  /** The queues with how many of their members take calls, for the board. */
  onBoard: accountProcedure("read routing").query(async ({ ctx }) => ({
    ...(await readBoardQueues(ctx.scope, ctx.context)),
    now: ctx.scope.now,
  })),

  /** Everybody who can be a member, and whether they have a softphone. */
  people: accountProcedure("read routing").query(({ ctx }) => readPeople(ctx.scope)),
});
