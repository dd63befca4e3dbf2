import { api, type Outputs } from "../../data/api.ts";
import type { LogPage } from "../../shared/list/createLog.ts";
import { type LogModel, useLog } from "../../shared/list/useLog.ts";
import { ACTIVITY_KINDS, SETTINGS_KINDS } from "../../shared/recordKinds.ts";
import type { HistoryFilter } from "./historyFilter.ts";

export type Change = Outputs["history"]["list"]["changes"][number];
export type ChangesModel = LogModel<Change>;

const PAGE_SIZE = 30;

/** The changes that match the filter; the list's position is remembered. `own`: only changes about the reader. */
export const useChanges = (filter: HistoryFilter, zone: string, own: boolean): ChangesModel =>
  useLog<Change>({
    page: "history",
    relatedPages: ["record", "as-of", "proposals"],
    kinds: own || filter.log !== "history" ? [...SETTINGS_KINDS, ...ACTIVITY_KINDS] : SETTINGS_KINDS,
    key: JSON.stringify({ filter, zone, own }),
    load: (beforePosition) => load(filter, zone, beforePosition),
  });

async function load(filter: HistoryFilter, zone: string, beforePosition: number | undefined): Promise<LogPage<Change>> {
  const olderThan = beforePosition === undefined ? {} : { beforePosition };
  const input = { ...filter, zone, limit: PAGE_SIZE, ...olderThan };
  const { changes, next, searchedTo } = await api().history.list.query(input);
  return { rows: changes, next, searchedTo };
}
