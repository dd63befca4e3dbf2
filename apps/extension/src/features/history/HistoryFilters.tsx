import { type Filter, FilterBar } from "../../shared/list/FilterBar.tsx";
import { FilterChip } from "../../shared/list/FilterChip.tsx";
import { PeriodChip } from "../../shared/list/PeriodChip.tsx";
import { SearchBox } from "../../shared/list/SearchBox.tsx";
import { setQuery } from "../../shared/route.ts";
import { history as texts } from "../../texts/en/history.ts";
import { type FilterOptions, OTHER_PARAMS, type Query } from "./historyFilter.ts";
import { capitalize } from "@callboard/domain/core/text/text";

const filterTexts = texts.filters;

interface HistoryFiltersProps {
  query: Query;
  /** Null while they load; filters set in the address are shown anyway. */
  options: FilterOptions | null;
  /** The name of the record that the history is filtered by. */
  recordName: string | null;
}

/** All filters of the history. They are kept in the address and can be combined. */
export function HistoryFilters({ query, options, recordName }: HistoryFiltersProps) {
  const isOneRecord = query["id"] !== undefined;
  const withActivity = query["log"] === "activity" || query["log"] === "both";
  const filters: Filter[] = [
    ...(isOneRecord ? [] : [kindFilter(options, withActivity)]),
    {
      name: "person",
      label: filterTexts.person,
      options: options?.people.map(({ id, name }) => ({ value: id, label: name })) ?? [],
    },
    { name: "about", label: filterTexts.about, options: [{ value: "me", label: filterTexts.aboutMe }] },
    {
      name: "event",
      label: filterTexts.event,
      options: options?.events.map((value) => ({ value, label: texts.events[value] })) ?? [],
    },
    {
      name: "log",
      label: filterTexts.log,
      any: filterTexts.anyLog,
      options: (["activity", "both"] as const).map((value) => ({ value, label: texts.logs[value] })),
    },
  ];
  return (
    <FilterBar
      filters={filters}
      query={query}
      otherParams={OTHER_PARAMS}
      more={<MoreFilters query={query} recordName={recordName} />}
    >
      <SearchBox label={filterTexts.cause} value={query["cause"] ?? ""} onChange={(cause) => setQuery({ cause })} />
    </FilterBar>
  );
}

function kindFilter(filterOptions: FilterOptions | null, withActivity: boolean): Filter {
  const kinds = filterOptions?.kinds.filter(({ log }) => withActivity || log === "history") ?? [];
  const options = kinds.map(({ kind, noun }) => ({ value: kind as string, label: capitalize(noun) }));
  return {
    name: "kind",
    label: filterTexts.kind,
    options: options.sort((a, b) => a.label.localeCompare(b.label, "en")),
  };
}

function MoreFilters({ query, recordName }: Pick<HistoryFiltersProps, "query" | "recordName">) {
  return (
    <>
      <PeriodChip query={query} />
      {query["id"] && (
        <FilterChip
          label={filterTexts.record}
          selected={recordName ?? filterTexts.thisRecord}
          onClear={() => setQuery({ kind: "", id: "" })}
        />
      )}
      {query["batch"] && (
        <FilterChip
          label={filterTexts.batch}
          selected={filterTexts.thisBatch}
          onClear={() => setQuery({ batch: "" })}
        />
      )}
    </>
  );
}
