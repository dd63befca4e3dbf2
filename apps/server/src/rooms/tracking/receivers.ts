import { decided } from "@callboard/domain/decision";
import { countryOfZone, readNumber, showNumber } from "@callboard/domain/phoneNumber";
import { ReceiverList } from "@callboard/domain/numberList.schema";
import { handedOnBy } from "@callboard/domain/queueRules";
import { addReceiver, changeReceiver, removeReceiver } from "@callboard/domain/receivers";
import { Removal } from "@callboard/domain/tracking.schema";
import { ReceiverForm, type ReceiverData } from "@callboard/domain/receivers.schema";
import { NAMES_SHOWN } from "@callboard/domain/use";
import { countsOf } from "../../counts.ts";
import { countFound, readPage } from "../../lists.ts";
import { one, where } from "../../needs.ts";
import { commit, look } from "../../store.ts";
import { open } from "../../trpc.ts";
import { usersOf } from "../../uses.ts";

interface ReceiverRow extends ReceiverData {
  id: string;
  version: number;
  shown: string;
  /** How many tracking numbers lead to it, and how many queues hand calls on to it. */
  numbers: number;
  queues: number;
}
export interface ReceiverPage {
  receivers: ReceiverRow[];
  next: string | null;
  total: number;
  now: number;
}

/** Where calls can be put through to outside of the account: telephones of its own. */
export const receivers = {
  receivers: open("read routing")
    .input(ReceiverList)
    .query(async ({ ctx, input: { words, limit, after } }): Promise<ReceiverPage> => {
      const found = await readPage(ctx.scope, "receiver", { by: "name", limit, after }, { words });
      const total = await countFound(ctx.scope, "receiver", { words });
      const values = found.docs.map(({ id }) => `receiver:${id}`);
      const { numbers, queues } = await look(ctx.scope, {
        numbers: countsOf("number", "route", values),
        queues: countsOf("queue", "noAnswer", values),
      });
      const rows = found.docs.map(({ id, version, data }) => ({
        ...data,
        id,
        version,
        shown: showNumber(data.e164),
        numbers: numbers.get(`receiver:${id}`) ?? 0,
        queues: queues.get(`receiver:${id}`) ?? 0,
      }));
      return { receivers: rows, next: found.next, total, now: ctx.scope.now };
    }),

  saveReceiver: open("change routing")
    .input(ReceiverForm)
    .mutation(({ ctx, input: { id, version, name, number } }): Promise<{ id: string }> => {
      const data = { e164: readNumber(number, countryOfZone(ctx.place.zone)), name };
      if (id !== undefined)
        return commit(ctx.scope, { receiver: one("receiver", id) }, ({ receiver }) =>
          decided(changeReceiver(receiver, version, data), { id }),
        );
      return commit(ctx.scope, {}, (_, { newId }) => {
        const fresh = newId();
        return decided(addReceiver(ctx.scope.account, fresh, data), { id: fresh });
      });
    }),

  removeReceiver: open("change routing")
    .input(Removal)
    .mutation(({ ctx, input: { id, version } }) =>
      commit(
        ctx.scope,
        {
          receiver: one("receiver", id),
          numbers: usersOf("number", { name: "route", value: `receiver:${id}` }, NAMES_SHOWN),
          queues: where("queue", { name: "noAnswer", value: `receiver:${id}` }),
        },
        ({ receiver, numbers: { count, docs }, queues }) =>
          removeReceiver(receiver, version, [
            { by: "number", count, names: docs.map(({ data }) => data.name) },
            handedOnBy(queues, "receiver", id),
          ]),
      ),
    ),
};
