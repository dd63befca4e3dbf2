import { type Outputs, api } from "../../data/api.ts";
import type { LogPage } from "../../shared/list/createLog.ts";
import { type LogModel, useLog } from "../../shared/list/useLog.ts";
import type { EntriesFilter } from "./entriesFilter.ts";

export type Entry = Outputs["balance"]["entries"]["entries"][number] & { n: number; currency: string };

const PAGE_SIZE = 50;

/** The entries that match the filter. New ones wait above the list. */
export const useEntries = (filter: EntriesFilter, zone: string): LogModel<Entry> =>
  useLog<Entry>({
    page: "balance",
    kinds: ["balance", "account"],
    key: JSON.stringify({ filter, zone }),
    load: (beforePosition) => load(filter, zone, beforePosition),
  });

async function load(filter: EntriesFilter, zone: string, beforePosition: number | undefined): Promise<LogPage<Entry>> {
  const olderThan = beforePosition === undefined ? {} : { beforePosition };
  const answer = await api().balance.entries.query({ ...filter, zone, limit: PAGE_SIZE, ...olderThan });
  const { entries, next, searchedTo, currency } = answer;
  return { rows: entries.map((entry) => ({ ...entry, n: entry.entry, currency })), next, searchedTo };
}
