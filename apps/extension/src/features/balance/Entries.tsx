import { ENTRY_TYPES } from "@callboard/domain/core/ledger";
import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { Table } from "@callboard/ui/Table";
import { useMemo } from "preact/hooks";
import { FilterBar } from "../../shared/list/FilterBar.tsx";
import { LogFoot } from "../../shared/list/LogFoot.tsx";
import { NewEntriesBar } from "../../shared/list/NewEntriesBar.tsx";
import { PeriodChip } from "../../shared/list/PeriodChip.tsx";
import { SearchBox } from "../../shared/list/SearchBox.tsx";
import { setQuery } from "../../shared/route.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { useViewer } from "../../shared/viewer.ts";
import { ZoneNote } from "../../shared/page/ZoneNote.tsx";
import { balance } from "../../texts/en/balance.ts";
import { list as listTexts } from "../../texts/en/shared/list.ts";
import { type EntriesFilter, isFiltered, NO_FILTER, OTHER_PARAMS } from "./entriesFilter.ts";
import { entryColumns } from "./entryColumns.tsx";
import { useEntries } from "./useEntries.ts";

const texts = balance.entries;
const TYPE_FILTER = {
  name: "type",
  label: texts.type,
  options: ENTRY_TYPES.map((type) => ({ value: type, label: texts.types[type] })),
};

/** The ledger from the account's side: each entry continues from the balance of the one below it. */
export function Entries({ filter, query }: { filter: EntriesFilter; query: Readonly<Record<string, string>> }) {
  const { zone, language } = useViewer();
  const entries = useEntries(filter, zone);
  // When another account's balance pays, entries have no balance before and after.
  const hasBalances = entries.visible?.rows.some(({ result }) => result !== null) ?? true;
  const columns = useMemo(() => entryColumns({ zone, language }, hasBalances), [zone, language, hasBalances]);
  const filtered = isFiltered(query);
  return (
    <>
      <FilterBar filters={[TYPE_FILTER]} query={query} otherParams={OTHER_PARAMS} more={<PeriodChip query={query} />}>
        <SearchBox
          label={texts.search}
          placeholder={texts.searchHint}
          value={query["search"] ?? ""}
          onChange={(search) => setQuery({ search })}
        />
      </FilterBar>
      <Loaded resource={{ ...entries, data: { value: entries.visible } }} label={texts.loading} lines={10}>
        {(page) => (
          <div class="log entries" aria-busy={entries.isOutdated || undefined}>
            <NewEntriesBar newEntries={entries.newEntries.value} texts={texts.news} onShow={entries.showNewEntries} />
            <Card flush>
              <Table
                caption={texts.caption}
                columns={columns}
                rows={page.rows}
                rowKey={({ n }) => String(n)}
                busy={entries.isOutdated}
                // `searchedTo`: how far back the search has come; null once it has seen every entry.
                empty={page.searchedTo === null && <NoEntries filtered={filtered} />}
              />
            </Card>
            <LogFoot log={entries} page={page} end={filtered ? texts.endMatch : texts.end} />
            {page.rows.length > 0 && <ZoneNote />}
          </div>
        )}
      </Loaded>
    </>
  );
}

const NoEntries = ({ filtered }: { filtered: boolean }) =>
  filtered ? (
    <EmptyState
      icon="filter"
      sentence={texts.noMatch}
      action={<Button onClick={() => setQuery(NO_FILTER)}>{listTexts.clearAll}</Button>}
    />
  ) : (
    <EmptyState icon="wallet" sentence={texts.empty} />
  );
