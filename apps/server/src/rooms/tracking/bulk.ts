import { refuse } from "@callboard/domain/failure";
import { checkChange } from "@callboard/domain/numberEdit";
import { NumberEdit } from "@callboard/domain/numberEdit.schema";
import type { NumberFilters } from "@callboard/domain/numberList.schema";
import { checkLeads } from "@callboard/domain/numbers";
import { countFound } from "../../lists.ts";
import { these } from "../../needs.ts";
import { editItem, leadsNeeds, type NumberEdits, searchOf } from "../../runs/editNumbers.ts";
import type { NewItem } from "../../runs/items.ts";
import { writeItems, writeRun } from "../../runs/propose.ts";
import type { Scope } from "../../scope.ts";
import { look } from "../../store.ts";
import { open } from "../../trpc.ts";

const NUMBERS_MAX = 100_000;

/** Gives many numbers the same source, route, stop or pause: a run that begins at once. */
export const editNumbers = open("change routing")
  .input(NumberEdit)
  .mutation(async ({ ctx: { scope, world }, input: { pick, change } }): Promise<{ run: string; total: number }> => {
    checkChange(change);
    const { source = null, route = null } = change;
    checkLeads({ source, route }, await look(scope, leadsNeeds(change)));
    const run = world.newId();
    if ("all" in pick)
      return begin(scope, run, { change, filter: pick.all }, await matching(scope, pick.all), "listing");
    const items = await picked(scope, pick.ids, change);
    await writeItems(scope, run, items);
    return begin(scope, run, { change }, items.length, null);
  });

type Edits = NumberEdits & Record<string, unknown>;

function begin(scope: Scope, run: string, input: Edits, total: number, preparing: "listing" | null) {
  const title = total === 1 ? "1 number" : `${total} numbers`;
  return writeRun(
    scope,
    run,
    { what: "edit numbers", title, input, state: "running", preparing, total },
    { run, total },
  );
}

async function picked(scope: Scope, ids: readonly string[], change: NumberEdits["change"]): Promise<NewItem[]> {
  const wanted = [...new Set(ids)];
  const { numbers } = await look(scope, { numbers: these("number", wanted) });
  // Another tenant's number and one that does not exist are the same to whoever asks.
  if (numbers.length < wanted.length) refuse("not-found", "record.gone", {}, "pick");
  return numbers.map((number, index) => editItem(number, change, index + 1, scope.now));
}

async function matching(scope: Scope, filter: NumberFilters): Promise<number> {
  const total = await countFound(scope, "number", searchOf(filter));
  if (total === 0) refuse("not-found", "edit.none", {}, "pick");
  if (total > NUMBERS_MAX) refuse("invalid", "edit.tooMany", { count: total, most: NUMBERS_MAX }, "pick");
  return total;
}
