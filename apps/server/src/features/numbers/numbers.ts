import { flagNumber, saveNumber } from "@callboard/domain/numbers/rules";
import { NumberListInput, RecordInput } from "@callboard/domain/numbers/listSchema";
import { NumberFlagInput, NumberInput } from "@callboard/domain/numbers/schema";
import { countFound, readPage } from "../../store/search/lists.ts";
import { findOne, findMany } from "../../store/queries.ts";
import { routingTargetQueries, numberSearch, numberIndex } from "./editNumbersRun.ts";
import { commit, read } from "../../store/commit.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import { type NumberRow, numberRows } from "./numberRows.ts";
import { type OrderRow, orderRows } from "../../provider-requests/orderRows.ts";

export interface NumberPage {
  numbers: NumberRow[];
  next: string | null;
  total: number;
  now: number;
}

export const numberProcedures = {
  list: accountProcedure("read routing")
    .input(NumberListInput)
    .query(async ({ ctx, input }): Promise<NumberPage> => {
      const { by, descending, limit, after, ...filter } = input;
      const search = numberSearch(filter);
      const found = await readPage(
        ctx.scope,
        "number",
        { by: numberIndex(filter, by), descending, limit, after },
        search,
      );
      const total = await countFound(ctx.scope, "number", search);
      const rows = await numberRows(ctx.scope, ctx.place, found.docs);
      return { numbers: rows, next: found.next, total, now: ctx.scope.now };
    }),

  get: accountProcedure("read routing")
    .input(RecordInput)
    .query(async ({ ctx, input: { id } }): Promise<NumberRow & { errand: OrderRow | null; now: number }> => {
      const { number, errands: requests } = await read(ctx.scope, {
        number: findOne("number", id),
        errands: findMany("errand", { name: "record", value: id }),
      });
      const newest = requests.toSorted((a, b) => b.data.wantedAt - a.data.wantedAt || b.at - a.at).slice(0, 1);
      const [row] = await numberRows(ctx.scope, ctx.place, [number]);
      const [errand = null] = await orderRows(ctx.scope, ctx.place, newest);
      return { ...row!, errand, now: ctx.scope.now };
    }),

  save: accountProcedure("change routing")
    .input(NumberInput)
    .mutation(({ ctx, input: { id, ...draft } }): Promise<null> =>
      commit(ctx.scope, { number: findOne("number", id), ...routingTargetQueries(draft) }, ({ number, ...leads }) =>
        saveNumber(number, draft, leads),
      ),
    ),

  flag: accountProcedure("change routing")
    .input(NumberFlagInput)
    .mutation(({ ctx, input: { id, ...draft } }): Promise<null> =>
      commit(ctx.scope, { number: findOne("number", id) }, ({ number }, { now }) =>
        flagNumber(number, draft, ctx.scope.actor, now),
      ),
    ),
};
