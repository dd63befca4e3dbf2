import { type ImportItem, importNumber } from "@callboard/domain/numbers/importNumbers";
import { findOne } from "../../store/queries.ts";
import { findRoom } from "../../store/reads/dependents.ts";
import { routingTargetQueries } from "./editNumbersRun.ts";
import { defineRunHandler } from "../../runs/handler.ts";

/** One line of a file: the number comes into the account with what the line says, or not at all. */
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
