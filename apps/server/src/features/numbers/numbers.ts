import { flagNumber, saveNumber } from "@callboard/domain/numbers/rules";
import { NumberListInput, RecordInput } from "@callboard/domain/numbers/listSchema";
import { NumberFlagInput, NumberInput } from "@callboard/domain/numbers/schema";
import { countListMatches, readPage } from "../../store/search/lists.ts";
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
      const page = await readPage(
        ctx.scope,
        "number",
        { by: numberIndex(filter, by), descending, limit, after },
        search,
      );
      const total = await countListMatches(ctx.scope, "number", search);
      const rows = await numberRows(ctx.scope, ctx.context, page.docs);
      return { numbers: rows, next: page.next, total, now: ctx.scope.now };
    }),

  get: accountProcedure("read routing")
    .input(RecordInput)
    .query(async ({ ctx, input: { id } }): Promise<NumberRow & { order: OrderRow | null; now: number }> => {
      const { number, requests } = await read(ctx.scope, {
        number: findOne("number", id),
        requests: findMany("providerRequest", { name: "record", value: id }),
      });
      const newest = requests.toSorted((a, b) => b.data.requestedAt - a.data.requestedAt || b.at - a.at).slice(0, 1);
      const [row] = await numberRows(ctx.scope, ctx.context, [number]);
      const [order = null] = await orderRows(ctx.scope, ctx.context, newest);
      return { ...row!, order, now: ctx.scope.now };
    }),

  save: accountProcedure("change routing")
    .input(NumberInput)
    .mutation(({ ctx, input: { id, ...draft } }): Promise<null> =>
      commit(ctx.scope, { number: findOne("number", id), ...routingTargetQueries(draft) }, ({ number, ...targets }) =>
        saveNumber(number, draft, targets),
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
