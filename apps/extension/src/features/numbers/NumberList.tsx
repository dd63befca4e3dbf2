import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { useMemo } from "preact/hooks";
import { api } from "../../data/api.ts";
import { FilterBar } from "../../shared/list/FilterBar.tsx";
import { ListTable } from "../../shared/list/ListTable.tsx";
import { SearchBox } from "../../shared/list/SearchBox.tsx";
import { useList } from "../../shared/list/useList.ts";
import { useSelection } from "../../shared/list/useSelection.ts";
import { setQuery, go, href, route } from "../../shared/route.ts";
import { countText } from "../../shared/countText.ts";
import { PermissionButton } from "../../shared/page/PermissionButton.tsx";
import { download } from "../../shared/download.ts";
import { Page } from "../../shared/page/Page.tsx";
import { mayDo, useViewer } from "../../shared/viewer.ts";
import { numbers as texts } from "../../texts/en/numbers.ts";
import { format } from "../../texts/format.ts";
import { NumberBulkBar } from "./NumberBulkBar.tsx";
import { numberColumns } from "./numberColumns.tsx";
import { filtersOf, isFiltered, type NumbersInput, sortQuery, sortOf } from "./numberFilter.ts";
import { useNumberFilters } from "./useNumberFilters.ts";
import type { NumberRow } from "./ServiceState.tsx";
import "./Numbers.css";

/** All tracking numbers that match the filters in the address. */
export function NumberList() {
  const viewer = useViewer();
  const { query } = route.value;
  const filters = filtersOf(query);
  const sort = sortOf(query);
  const filtered = isFiltered(query);
  const input = { ...filters, by: sort.key as "name" | "number", descending: sort.direction === "descending" };
  const key = JSON.stringify(input);
  const list = useList<NumberRow>({
    page: "numbers",
    kinds: ["number", "source", "receiver", "queue", "account", "lifecycle"],
    key,
    load: async (after, limit) => {
      const { numbers, ...page } = await api().numbers.list.query({ ...input, after, limit });
      return { rows: numbers, ...page };
    },
  });
  const total = list.visible?.total ?? 0;
  const selection = useSelection(key, list.visible?.rows ?? [], total);
  const mayChange = mayDo(viewer.account, "change routing");
  const hasNumbers = filtered || total > 0;
  const filterMenus = useNumberFilters();
  const { zone } = viewer.account;
  const columns = useMemo(() => numberColumns({ zone, language: viewer.language }), [zone, viewer.language]);
  return (
    <Page
      title={texts.title}
      summary={list.data.value && hasNumbers && summaryText(total, filtered, viewer.language)}
      action={<Actions hasNumbers={hasNumbers} filters={input} />}
    >
      {hasNumbers && (
        <FilterBar filters={filterMenus} query={query}>
          <SearchBox label={texts.search} value={query["search"] ?? ""} onChange={(search) => setQuery({ search })} />
        </FilterBar>
      )}
      <ListTable
        list={list}
        loading={texts.loading}
        caption={texts.caption}
        columns={columns}
        rowHref={({ id }) => href("numbers", id)}
        rowName={({ shown }) => shown}
        selection={mayChange ? selection : undefined}
        sort={sort}
        onSort={(next) => setQuery(sortQuery(next))}
        query={query}
        empty={<NoNumbers mayChange={mayChange} />}
      />
      {mayChange && <NumberBulkBar selection={selection} total={total} filters={filters} />}
    </Page>
  );
}

function summaryText(total: number, filtered: boolean, locale: string): string {
  if (total === 0) return texts.summaryMatchingNone;
  if (total === 1) return filtered ? texts.summaryMatchingOne : texts.summaryOne;
  return format(filtered ? texts.summaryMatching : texts.summary, { total: countText(total, locale) });
}

interface ActionsProps {
  hasNumbers: boolean;
  filters: ReturnType<typeof filtersOf> & Pick<NumbersInput, "by" | "descending">;
}

function Actions({ hasNumbers, filters }: ActionsProps) {
  const { descending, ...rest } = filters;
  const exportNumbers = () =>
    void download("/export/numbers.csv", { ...rest, ...(descending ? { descending: "true" } : {}) }, texts.exportName);
  return (
    <>
      {hasNumbers && (
        <Button icon="download" onClick={exportNumbers}>
          {texts.export}
        </Button>
      )}
      <PermissionButton permission="change routing" onClick={() => go("numbers", "import")}>
        {texts.import}
      </PermissionButton>
      {hasNumbers && <BuyButton />}
    </>
  );
}

const BuyButton = () => (
  <PermissionButton permission="change routing" variant="primary" icon="plus" onClick={() => go("numbers", "buy")}>
    {texts.buy}
  </PermissionButton>
);

function NoNumbers({ mayChange }: { mayChange: boolean }) {
  return (
    <Card>
      <EmptyState
        icon="hash"
        sentence={mayChange ? texts.empty : texts.emptyReader}
        action={mayChange && <BuyButton />}
      />
    </Card>
  );
}
