import { ENTRY_TYPES } from "@callboard/domain/ledger";
import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { Table } from "@callboard/ui/Table";
import { useMemo } from "preact/hooks";
import { FilterBar } from "../../list/FilterBar.tsx";
import { LogFoot } from "../../list/LogFoot.tsx";
import { NewsBar } from "../../list/NewsBar.tsx";
import { PeriodChip } from "../../list/PeriodChip.tsx";
import { SearchBox } from "../../list/SearchBox.tsx";
import { ask } from "../../route.ts";
import { Loaded } from "../../shell/Loaded.tsx";
import { useViewer } from "../../shell/viewer.ts";
import { ZoneNote } from "../../shell/ZoneNote.tsx";
import { balance } from "../../texts/en/balance.ts";
import { list as listTexts } from "../../texts/en/list.ts";
import { type EntriesAsked, isNarrowed, NOTHING, OTHERS } from "./entriesAsked.ts";
import { columnsFor } from "./entryColumns.tsx";
import { useEntries } from "./useEntries.ts";

const texts = balance.entries;
const TYPES = {
  name: "type",
  label: texts.type,
  options: ENTRY_TYPES.map((type) => ({ value: type, label: texts.types[type] })),
};

/** The ledger as the account sees it: each entry goes on where the one below it ended. */
export function Entries({ asked, query }: { asked: EntriesAsked; query: Readonly<Record<string, string>> }) {
  const { zone, locale } = useViewer();
  const entries = useEntries(asked, zone);
  // Where another one's balance pays there is none before and after.
  const sums = entries.shown?.rows.some(({ result }) => result !== null) ?? true;
  const columns = useMemo(() => columnsFor({ zone, locale }, sums), [zone, locale, sums]);
  const narrowed = isNarrowed(query);
  return (
    <>
      <FilterBar filters={[TYPES]} query={query} others={OTHERS} more={<PeriodChip query={query} />}>
        <SearchBox
          label={texts.search}
          placeholder={texts.searchHint}
          words={query["search"] ?? ""}
          onWords={(search) => ask({ search })}
        />
      </FilterBar>
      <Loaded of={{ ...entries, data: { value: entries.shown } }} label={texts.loading} lines={10}>
        {(page) => (
          <div class="log entries" aria-busy={entries.waiting || undefined}>
            <NewsBar news={entries.news.value} words={texts.news} onShow={entries.showNews} />
            <Card flush>
              <Table
                caption={texts.caption}
                columns={columns}
                rows={page.rows}
                rowKey={({ n }) => String(n)}
                busy={entries.waiting}
                empty={page.lookedTo === null && <None narrowed={narrowed} />}
              />
            </Card>
            <LogFoot log={entries} page={page} end={narrowed ? texts.endMatch : texts.end} />
            {page.rows.length > 0 && <ZoneNote />}
          </div>
        )}
      </Loaded>
    </>
  );
}

const None = ({ narrowed }: { narrowed: boolean }) =>
  narrowed ? (
    <EmptyState
      icon="filter"
      sentence={texts.noMatch}
      action={<Button onClick={() => ask(NOTHING)}>{listTexts.clearAll}</Button>}
    />
  ) : (
    <EmptyState icon="wallet" sentence={texts.empty} />
  );
