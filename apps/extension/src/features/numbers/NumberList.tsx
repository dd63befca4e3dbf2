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

/** All tracking numbers, filtered by the address. */
export function NumberList() {
  const viewer = useViewer();
  const { query } = route.value;
  const filters = filtersOf(query);
  const sort = sortOf(query);
  const narrowed = isFiltered(query);
  const asked = { ...filters, by: sort.key as "name" | "number", descending: sort.direction === "descending" };
  const key = JSON.stringify(asked);
  const list = useList<NumberRow>({
    room: "numbers",
    kinds: ["number", "source", "receiver", "queue", "account", "lifecycle"],
    key,
    load: async (after, limit) => {
      const { numbers, ...page } = await api().numbers.list.query({ ...asked, after, limit });
      return { rows: numbers, ...page };
    },
  });
  const total = list.shown?.total ?? 0;
  const picking = useSelection(key, list.shown?.rows ?? [], total);
  const mayChange = mayDo(viewer.account, "change routing");
  const any = narrowed || total > 0;
  const leads = useNumberFilters();
  const { zone } = viewer.account;
  const columns = useMemo(() => numberColumns({ zone, locale: viewer.locale }), [zone, viewer.locale]);
  return (
    <Page
      title={texts.title}
      state={list.data.value && any && summaryText(total, narrowed, viewer.locale)}
      action={<Actions any={any} asked={asked} />}
    >
      {any && (
        <FilterBar filters={leads} query={query}>
          <SearchBox label={texts.search} words={query["words"] ?? ""} onWords={(words) => setQuery({ words })} />
        </FilterBar>
      )}
      <ListTable
        list={list}
        loading={texts.loading}
        caption={texts.caption}
        columns={columns}
        rowHref={({ id }) => href("numbers", id)}
        rowName={({ shown }) => shown}
        picking={mayChange ? picking : undefined}
        sort={sort}
        onSort={(next) => setQuery(sortQuery(next))}
        query={query}
        empty={<NoNumbers mayChange={mayChange} />}
      />
      {mayChange && <NumberBulkBar picking={picking} total={total} filters={filters} />}
    </Page>
  );
}

function summaryText(total: number, narrowed: boolean, locale: string): string {
  if (total === 0) return texts.stateFitsNone;
  if (total === 1) return narrowed ? texts.stateFitsOne : texts.stateOne;
  return format(narrowed ? texts.stateFits : texts.state, { total: countText(total, locale) });
}

interface ActionsProps {
  any: boolean;
  asked: ReturnType<typeof filtersOf> & Pick<NumbersInput, "by" | "descending">;
}

function Actions({ any, asked }: ActionsProps) {
  const { descending, ...rest } = asked;
  const save = () =>
    void download("/export/numbers.csv", { ...rest, ...(descending ? { descending: "true" } : {}) }, texts.exportName);
  return (
    <>
      {any && (
        <Button icon="download" onClick={save}>
          {texts.export}
        </Button>
      )}
      <PermissionButton deed="change routing" onClick={() => go("numbers", "import")}>
        {texts.import}
      </PermissionButton>
      {any && <BuyButton />}
    </>
  );
}

const BuyButton = () => (
  <PermissionButton deed="change routing" variant="primary" icon="plus" onClick={() => go("numbers", "buy")}>
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
