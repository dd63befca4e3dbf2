import { flagNumber, saveNumber } from "@callboard/domain/numbers";
import { NumberList, RecordAsked } from "@callboard/domain/numberList.schema";
import { NumberFlag, NumberForm } from "@callboard/domain/tracking.schema";
import { countFound, readPage } from "../../lists.ts";
import { one, where } from "../../needs.ts";
import { leadsNeeds, searchOf, sortOf } from "../../runs/editNumbers.ts";
import { commit, look } from "../../store.ts";
import { open } from "../../trpc.ts";
import { type ErrandRow, errandRows, type NumberRow, numberRows } from "./numberRows.ts";

export interface NumberPage {
  numbers: NumberRow[];
  next: string | null;
  total: number;
  now: number;
}

/** Tracking numbers: the list, one of them, what people edit, and its own stop and pause. */
export const numbers = {
  numbers: open("read routing")
    .input(NumberList)
    .query(async ({ ctx, input }): Promise<NumberPage> => {
      const { by, descending, limit, after, ...filter } = input;
      const search = searchOf(filter);
      const found = await readPage(ctx.scope, "number", { by: sortOf(filter, by), descending, limit, after }, search);
      const total = await countFound(ctx.scope, "number", search);
      const rows = await numberRows(ctx.scope, ctx.place, found.docs);
      return { numbers: rows, next: found.next, total, now: ctx.scope.now };
    }),

  number: open("read routing")
    .input(RecordAsked)
    .query(async ({ ctx, input: { id } }): Promise<NumberRow & { errand: ErrandRow | null; now: number }> => {
      const { number, errands } = await look(ctx.scope, {
        number: one("number", id),
        errands: where("errand", { name: "record", value: id }),
      });
      const newest = errands.toSorted((a, b) => b.data.wantedAt - a.data.wantedAt || b.at - a.at).slice(0, 1);
      const [row] = await numberRows(ctx.scope, ctx.place, [number]);
      const [errand = null] = await errandRows(ctx.scope, ctx.place, newest);
      return { ...row!, errand, now: ctx.scope.now };
    }),

  saveNumber: open("change routing")
    .input(NumberForm)
    .mutation(({ ctx, input: { id, ...draft } }): Promise<null> =>
      commit(ctx.scope, { number: one("number", id), ...leadsNeeds(draft) }, ({ number, ...leads }) =>
        saveNumber(number, draft, leads),
      ),
    ),

  flagNumber: open("change routing")
    .input(NumberFlag)
    .mutation(({ ctx, input: { id, ...draft } }): Promise<null> =>
      commit(ctx.scope, { number: one("number", id) }, ({ number }, { now }) =>
        flagNumber(number, draft, ctx.scope.actor, now),
      ),
    ),
};
