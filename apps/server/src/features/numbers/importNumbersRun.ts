import { type ImportItem, importNumber } from "@callboard/domain/numbers/importNumbers";
import { findOne } from "../../store/queries.ts";
import { findRoom } from "../../store/reads/dependents.ts";
import { routingTargetQueries } from "./editNumbersRun.ts";
import { defineRunHandler } from "../../runs/handler.ts";

/** Imports one line of the file: the number with all that the line says, or nothing. */
export const importNumbers = defineRunHandler({
  deed: "change routing",
  needs: (item: ImportItem, _shared: object, { account }) => ({
    ...routingTargetQueries(item),
    room: findRoom("numbers"),
    settings: findOne("account", account),
  }),
  decide: ({ settings, ...leads }, item, _shared, { now, newId }, { account }) =>
    importNumber(account, item, leads, newId(), { now, zone: settings.data.zone }),
});
