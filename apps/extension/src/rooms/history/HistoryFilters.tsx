import { type Filter, FilterBar } from "../../list/FilterBar.tsx";
import { FilterChip } from "../../list/FilterChip.tsx";
import { PeriodChip } from "../../list/PeriodChip.tsx";
import { SearchBox } from "../../list/SearchBox.tsx";
import { ask } from "../../route.ts";
import { history as texts } from "../../texts/en/history.ts";
import { type Filters, OTHERS, type Query } from "./asked.ts";
import { capital } from "@callboard/domain/text";

const words = texts.filters;

interface HistoryFiltersProps {
  query: Query;
  /** None while they are on their way: what is set in the address stands already. */
  filters: Filters | null;
  /** What the one record is called that is asked for. */
  recordName: string | null;
}

/** Everything that the history can be narrowed by; all of it stands in the address and combines. */
export function HistoryFilters({ query, filters, recordName }: HistoryFiltersProps) {
  const one = query["id"] !== undefined;
  const activity = query["log"] === "activity" || query["log"] === "both";
  const choices: Filter[] = [
    ...(one ? [] : [kindFilter(filters, activity)]),
    {
      name: "person",
      label: words.person,
      options: filters?.people.map(({ id, name }) => ({ value: id, label: name })) ?? [],
    },
    {
      name: "event",
      label: words.event,
      options: filters?.events.map((value) => ({ value, label: texts.events[value] })) ?? [],
    },
    {
      name: "log",
      label: words.log,
      any: words.anyLog,
      options: (["activity", "both"] as const).map((value) => ({ value, label: texts.logs[value] })),
    },
  ];
  return (
    <FilterBar filters={choices} query={query} others={OTHERS} more={<More query={query} recordName={recordName} />}>
      <SearchBox label={words.cause} words={query["cause"] ?? ""} onWords={(cause) => ask({ cause })} />
    </FilterBar>
  );
}

function kindFilter(filters: Filters | null, activity: boolean): Filter {
  const kinds = filters?.kinds.filter(({ log }) => activity || log === "history") ?? [];
  const options = kinds.map(({ kind, noun }) => ({ value: kind as string, label: capital(noun) }));
  return { name: "kind", label: words.kind, options: options.sort((a, b) => a.label.localeCompare(b.label, "en")) };
}

function More({ query, recordName }: Pick<HistoryFiltersProps, "query" | "recordName">) {
  return (
    <>
      <PeriodChip query={query} />
      {query["id"] && (
        <FilterChip
          label={words.record}
          shown={recordName ?? words.thisRecord}
          onClear={() => ask({ kind: "", id: "" })}
        />
      )}
      {query["batch"] && <FilterChip label={words.batch} shown={words.thisBatch} onClear={() => ask({ batch: "" })} />}
    </>
  );
}
