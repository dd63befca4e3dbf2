import { type Outputs, api } from "../../data/api.ts";
import type { LogPage } from "../../shared/list/createLog.ts";
import { type LogModel, useLog } from "../../shared/list/useLog.ts";
import type { EntriesFilter } from "./entriesFilter.ts";

export type Entry = Outputs["balance"]["entries"]["entries"][number] & { n: number; currency: string };

const PAGE_SIZE = 50;

/** The entries that match the filter. New ones wait above the list. */
export const useEntries = (asked: EntriesFilter, zone: string): LogModel<Entry> =>
  useLog<Entry>({
    room: "balance",
    kinds: ["balance", "account"],
    key: JSON.stringify({ asked, zone }),
    load: (before) => load(asked, zone, before),
  });

async function load(asked: EntriesFilter, zone: string, before: number | undefined): Promise<LogPage<Entry>> {
  const from = before === undefined ? {} : { before };
  const answer = await api().balance.entries.query({ ...asked, zone, limit: PAGE_SIZE, ...from });
  const { entries, next, lookedTo, currency } = answer;
  return { rows: entries.map((entry) => ({ ...entry, n: entry.entry, currency })), next, lookedTo };
}
