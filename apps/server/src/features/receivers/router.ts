import { decision } from "@callboard/domain/core/effect";
import { countryOfZone, parsePhoneNumber, formatPhoneNumber } from "@callboard/domain/numbers/phoneNumber";
import { ReceiverListInput } from "@callboard/domain/numbers/listSchema";
import { queuesForwardingTo } from "@callboard/domain/queues/rules";
import { addReceiver, changeReceiver, removeReceiver } from "@callboard/domain/receivers/rules";
import { RemoveInput } from "@callboard/domain/numbers/schema";
import { ReceiverInput, type ReceiverData } from "@callboard/domain/receivers/schema";
import { NAMES_SHOWN } from "@callboard/domain/core/dependents";
import { countsByValue } from "../../store/search/recordCounts.ts";
import { countListMatches, readPage } from "../../store/search/lists.ts";
import { findOne, findMany } from "../../store/queries.ts";
import { commit, read } from "../../store/commit.ts";
import { accountProcedure, router } from "../../rpc/procedures.ts";
import { findDependents } from "../../store/reads/dependents.ts";

interface ReceiverRow extends ReceiverData {
  id: string;
  version: number;
  /** The number as people read it. */
  shown: string;
  /** How many tracking numbers route to it, and how many queues pass on their calls to it. */
  numbers: number;
  queues: number;
}
export interface ReceiverPage {
  receivers: ReceiverRow[];
  next: string | null;
  total: number;
  now: number;
}

/** Receiving numbers: the account's own telephones outside the platform. */
export const receivers = router({
  list: accountProcedure("read routing")
    .input(ReceiverListInput)
    .query(async ({ ctx, input: { search, limit, after } }): Promise<ReceiverPage> => {
      const page = await readPage(ctx.scope, "receiver", { by: "name", limit, after }, { search });
      const total = await countListMatches(ctx.scope, "receiver", { search });
      const values = page.docs.map(({ id }) => `receiver:${id}`);
      const { numbers, queues } = await read(ctx.scope, {
        numbers: countsByValue("number", "route", values),
        queues: countsByValue("queue", "noAnswer", values),
      });
      const rows = page.docs.map(({ id, version, data }) => ({
        ...data,
        id,
        version,
        shown: formatPhoneNumber(data.e164),
        numbers: numbers.get(`receiver:${id}`) ?? 0,
        queues: queues.get(`receiver:${id}`) ?? 0,
      }));
      return { receivers: rows, next: page.next, total, now: ctx.scope.now };
    }),

  save: accountProcedure("change routing")
    .input(ReceiverInput)
    .mutation(({ ctx, input: { id, version, name, number } }): Promise<{ id: string }> => {
      const data = { e164: parsePhoneNumber(number, countryOfZone(ctx.context.zone)), name };
      if (id !== undefined)
        return commit(ctx.scope, { receiver: findOne("receiver", id) }, ({ receiver }) =>
          decision(changeReceiver(receiver, version, data), { id }),
        );
      return commit(ctx.scope, {}, (_, { newId }) => {
        const newReceiverId = newId();
        return decision(addReceiver(ctx.scope.account, newReceiverId, data), { id: newReceiverId });
      });
    }),

  remove: accountProcedure("change routing")
    .input(RemoveInput)
    .mutation(({ ctx, input: { id, version } }) =>
      commit(
        ctx.scope,
        {
          receiver: findOne("receiver", id),
          numbers: findDependents("number", { name: "route", value: `receiver:${id}` }, NAMES_SHOWN),
          queues: findMany("queue", { name: "noAnswer", value: `receiver:${id}` }),
        },
        ({ receiver, numbers: { count, firstDocs }, queues }) =>
          removeReceiver(receiver, version, [
            { kind: "number", count, names: firstDocs.map(({ data }) => data.name) },
            queuesForwardingTo(queues, "receiver", id),
          ]),
      ),
    ),
});
