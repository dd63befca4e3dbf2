import { type Answers, api } from "../../api.ts";
import type { Stretch } from "../../list/createLog.ts";
import { type ShownLog, useLog } from "../../list/useLog.ts";
import type { EntriesAsked } from "./entriesAsked.ts";

export type Entry = Answers["balance"]["entries"]["entries"][number] & { n: number; currency: string };

const PAGE = 50;

/** The entries that are asked for. What is booked meanwhile waits above them. */
export const useEntries = (asked: EntriesAsked, zone: string): ShownLog<Entry> =>
  useLog<Entry>({
    room: "balance",
    kinds: ["balance", "account"],
    key: JSON.stringify({ asked, zone }),
    load: (before) => load(asked, zone, before),
  });

async function load(asked: EntriesAsked, zone: string, before: number | undefined): Promise<Stretch<Entry>> {
  const from = before === undefined ? {} : { before };
  const answer = await api().balance.entries.query({ ...asked, zone, limit: PAGE, ...from });
  const { entries, next, lookedTo, currency } = answer;
  return { rows: entries.map((entry) => ({ ...entry, n: entry.entry, currency })), next, lookedTo };
}
