import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { useMemo } from "preact/hooks";
import { api } from "../../api.ts";
import { FilterBar } from "../../list/FilterBar.tsx";
import { ListTable } from "../../list/ListTable.tsx";
import { SearchBox } from "../../list/SearchBox.tsx";
import { useList } from "../../list/useList.ts";
import { useSelection } from "../../list/useSelection.ts";
import { ask, go, href, place } from "../../route.ts";
import { counted } from "../../shell/counts.ts";
import { DeedButton } from "../../shell/DeedButton.tsx";
import { download } from "../../shell/download.ts";
import { Page } from "../../shell/Page.tsx";
import { mayIn, useViewer } from "../../shell/viewer.ts";
import { numbers as texts } from "../../texts/en/numbers.ts";
import { say } from "../../texts/say.ts";
import { NumberBulk } from "./NumberBulk.tsx";
import { columnsFor } from "./numberColumns.tsx";
import { filtersOf, isNarrowed, type NumberAsk, queryOfSort, sortOf } from "./numberAsk.ts";
import { useNumberFilters } from "./useNumberFilters.ts";
import type { NumberRow } from "./NumberState.tsx";
import "./Numbers.css";

/** All tracking numbers, sifted by what the address asks. */
export function NumberList() {
  const viewer = useViewer();
  const { query } = place.value;
  const filters = filtersOf(query);
  const sort = sortOf(query);
  const narrowed = isNarrowed(query);
  const asked = { ...filters, by: sort.key as "name" | "number", descending: sort.direction === "descending" };
  const key = JSON.stringify(asked);
  const list = useList<NumberRow>({
    room: "numbers",
    kinds: ["number", "source", "receiver", "queue", "account", "lifecycle"],
    key,
    load: async (after, limit) => {
      const { numbers, ...page } = await api().tracking.numbers.query({ ...asked, after, limit });
      return { rows: numbers, ...page };
    },
  });
  const total = list.shown?.total ?? 0;
  const picking = useSelection(key, list.shown?.rows ?? [], total);
  const mayChange = mayIn(viewer.account, "change routing");
  const any = narrowed || total > 0;
  const leads = useNumberFilters();
  const { zone } = viewer.account;
  const columns = useMemo(() => columnsFor({ zone, locale: viewer.locale }), [zone, viewer.locale]);
  return (
    <Page
      title={texts.title}
      state={list.data.value && any && sentence(total, narrowed, viewer.locale)}
      action={<Actions any={any} asked={asked} />}
    >
      {any && (
        <FilterBar filters={leads} query={query}>
          <SearchBox label={texts.search} words={query["words"] ?? ""} onWords={(words) => ask({ words })} />
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
        onSort={(next) => ask(queryOfSort(next))}
        query={query}
        empty={<Empty mayChange={mayChange} />}
      />
      {mayChange && <NumberBulk picking={picking} total={total} filters={filters} />}
    </Page>
  );
}

function sentence(total: number, narrowed: boolean, locale: string): string {
  if (total === 0) return texts.stateFitsNone;
  if (total === 1) return narrowed ? texts.stateFitsOne : texts.stateOne;
  return say(narrowed ? texts.stateFits : texts.state, { total: counted(total, locale) });
}

interface ActionsProps {
  any: boolean;
  asked: ReturnType<typeof filtersOf> & Pick<NumberAsk, "by" | "descending">;
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
      <DeedButton deed="change routing" onClick={() => go("numbers", "import")}>
        {texts.import}
      </DeedButton>
      {any && <BuyButton />}
    </>
  );
}

const BuyButton = () => (
  <DeedButton deed="change routing" variant="primary" icon="plus" onClick={() => go("numbers", "buy")}>
    {texts.buy}
  </DeedButton>
);

function Empty({ mayChange }: { mayChange: boolean }) {
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
