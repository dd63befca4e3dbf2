import { type ImportItem, importNumber } from "@callboard/domain/numbers/importNumbers";
import { findOne } from "../../store/queries.ts";
import { findCapacity } from "../../store/reads/dependents.ts";
import { routingTargetQueries } from "./editNumbersRun.ts";
import { defineRunHandler } from "../../runs/handler.ts";

/** Imports one line of the file: the number with all that the line says, or nothing. */
export const importNumbers = defineRunHandler({
  permission: "change routing",
  queries: (item: ImportItem, _shared: object, { account }) => ({
    ...routingTargetQueries(item),
    capacity: findCapacity("numbers"),
    settings: findOne("account", account),
  }),
  decide: ({ settings, ...targets }, item, _shared, { now, newId }, { account }) =>
    importNumber(account, item, targets, newId(), { now, zone: settings.data.zone }),
});
