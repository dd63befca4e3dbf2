import { fail } from "@callboard/domain/core/failure";
import { checkPatch } from "@callboard/domain/numbers/bulkEdit";
import { BulkEditInput } from "@callboard/domain/numbers/bulkEditSchema";
import type { NumberFilters } from "@callboard/domain/numbers/listSchema";
import { checkRoutingTarget } from "@callboard/domain/numbers/rules";
import { countListMatches } from "../../store/search/lists.ts";
import { findByIds } from "../../store/queries.ts";
import { editItem, routingTargetQueries, type NumberEdits, numberSearch } from "./editNumbersRun.ts";
import type { NewItem } from "../../runs/items.ts";
import { writeItems, writeRun } from "../../runs/propose.ts";
import type { Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { accountProcedure } from "../../rpc/procedures.ts";

const NUMBERS_MAX = 100_000;

/** Sets the source, routing target, stop or pause of many numbers: a run that starts at once. */
export const editNumbers = accountProcedure("change routing")
  .input(BulkEditInput)
  .mutation(async ({ ctx: { scope, services }, input: { pick, change } }): Promise<{ run: string; total: number }> => {
    checkPatch(change);
    const { source = null, route = null } = change;
    checkRoutingTarget({ source, route }, await read(scope, routingTargetQueries(change)));
    const run = services.newId();
    if ("all" in pick)
      return beginEditRun(scope, run, { change, filter: pick.all }, await countMatching(scope, pick.all), "listing");
    const items = await pickedItems(scope, pick.ids, change);
    await writeItems(scope, run, items);
    return beginEditRun(scope, run, { change }, items.length, null);
  });

type EditRunInput = NumberEdits & Record<string, unknown>;

function beginEditRun(scope: Scope, run: string, input: EditRunInput, total: number, preparing: "listing" | null) {
  const title = total === 1 ? "1 number" : `${total} numbers`;
  return writeRun(
    scope,
    run,
    { type: "edit numbers", title, input, state: "running", preparing, total },
    { run, total },
  );
}

async function pickedItems(scope: Scope, ids: readonly string[], change: NumberEdits["change"]): Promise<NewItem[]> {
  const distinctIds = [...new Set(ids)];
  const { numbers } = await read(scope, { numbers: findByIds("number", distinctIds) });
  // Another customer's number looks the same as one that doesn't exist.
  if (numbers.length < distinctIds.length) fail("not-found", "record.notFound", {}, "pick");
  return numbers.map((number, index) => editItem(number, change, index + 1, scope.now));
}

async function countMatching(scope: Scope, filter: NumberFilters): Promise<number> {
  const total = await countListMatches(scope, "number", numberSearch(filter));
  if (total === 0) fail("not-found", "numbers.bulkEdit.none", {}, "pick");
  if (total > NUMBERS_MAX) fail("invalid", "numbers.bulkEdit.tooMany", { count: total, max: NUMBERS_MAX }, "pick");
  return total;
}
