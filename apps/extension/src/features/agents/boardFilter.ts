import { object, string } from "../../data/storage/guards.ts";
import { readPageItem, removePageItem, type StorageItem, writePageItem } from "../../data/storage/storage.ts";
import { route, setQuery } from "../../shared/route.ts";

/** Whom the board shows. In the address, so that it can be shared; remembered on this device for the next visit. */
export interface BoardFilterState {
  /** The ids of the chosen chips; an empty list shows everybody. */
  chips: readonly string[];
  search: string;
  /** A queue's id, and a tag of queues; empty: any. */
  queue: string;
  tag: string;
}

export const NO_FILTER: BoardFilterState = { chips: [], search: "", queue: "", tag: "" };

interface StoredFilter {
  account: string;
  query: { status: string; queue: string; tag: string };
}
const FILTER = (): StorageItem<StoredFilter> => ({
  name: "boardFilter",
  guard: object<StoredFilter>({ account: string, query: object({ status: string, queue: string, tag: string }) }),
});

export const isFiltered = ({ chips, search, queue, tag }: BoardFilterState): boolean =>
  chips.length > 0 || search !== "" || queue !== "" || tag !== "";

export function filterInAddress(): BoardFilterState {
  const { status = "", search = "", queue = "", tag = "" } = route.value.query;
  return { chips: status === "" ? [] : status.split(","), search, queue, tag };
}

export function chooseFilter(account: string, filter: BoardFilterState): void {
  const { chips, search, queue, tag } = filter;
  const query = { status: chips.join(","), queue, tag };
  setQuery({ ...query, search });
  // A search is for now; who is on which team stays.
  if (isFiltered({ ...filter, search: "" })) writePageItem(FILTER(), { account, query });
  else removePageItem(FILTER());
}

/** Brings back the last filter in this account, unless the address names one. */
export function restoreFilter(account: string): void {
  if (isFiltered(filterInAddress())) return;
  const stored = readPageItem(FILTER());
  if (stored?.account === account) setQuery(stored.query);
}
