import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { type Column, Table, type TableSort } from "@callboard/ui/Table";
import type { ComponentChildren } from "preact";
import { Loaded } from "../page/Loaded.tsx";
import { setQuery } from "../route.ts";
import { list as texts } from "../../texts/en/shared/list.ts";
import { format } from "../../texts/format.ts";
import { ListFoot } from "./ListFoot.tsx";
import { useListKeys } from "./useListKeys.ts";
import type { ListModel } from "./useList.ts";
import type { ListSelection } from "./useSelection.ts";
import "./ListTable.css";

interface ListTableProps<Row> {
  list: ListModel<Row>;
  /** The label while loading, and the table's name for screen readers. */
  loading: string;
  caption: string;
  columns: readonly Column<Row>[];
  rowHref?: ((row: Row) => string) | undefined;
  onRow?: ((row: Row) => void) | undefined;
  /** The label of a row's checkbox. Without `selection` there are no checkboxes. */
  rowName: (row: Row) => string;
  selection?: ListSelection | undefined;
  sort?: TableSort | undefined;
  onSort?: ((sort: TableSort) => void) | undefined;
  /** The filters in the address: if there are any, no rows means that nothing matches. */
  query: Readonly<Record<string, string>>;
  /** Shown instead of the table if the account has no such records at all. */
  empty: ComponentChildren;
}

/** The rows of a long list in every state: loading, none yet, none that match, offline, and more to come. */
export function ListTable<Row extends { id: string }>(props: ListTableProps<Row>) {
  const { list, loading, query, empty } = props;
  useListKeys(props.selection ?? null);
  // `by` and `down` in the address are the order, not filters.
  const isFiltered = Object.keys(query).some((name) => name !== "by" && name !== "down");
  const { visible } = list;
  const isEmpty = visible?.rows.length === 0 && !list.isOutdated;
  return (
    <Loaded resource={{ ...list, data: { value: visible } }} label={loading} lines={10}>
      {(page) =>
        isEmpty && !isFiltered ? (
          empty
        ) : (
          <div class="list" onClickCapture={(event) => rememberOpened(event.target, list)}>
            <Card flush>
              <Rows {...props} rows={page.rows} clear={clearQuery(query)} />
            </Card>
            <ListFoot list={list} page={page} />
          </div>
        )
      }
    </Loaded>
  );
}

const clearQuery = (query: Readonly<Record<string, string>>) => () =>
  setQuery(Object.fromEntries(Object.keys(query).map((name) => [name, ""])));

function rememberOpened(target: EventTarget | null, list: Pick<ListModel<unknown>, "rememberOpened">): void {
  const row = target instanceof Element ? target.closest<HTMLElement>("tr[data-key]")?.dataset["key"] : undefined;
  if (row !== undefined) list.rememberOpened(row);
}

interface RowsProps<Row> extends ListTableProps<Row> {
  rows: readonly Row[];
  clear: () => void;
}

function Rows<Row extends { id: string }>({ rows, selection, clear, ...props }: RowsProps<Row>) {
  const select = selection && {
    isSelected: (row: Row) => selection.isSelected(row.id),
    onToggle: (row: Row, range: boolean) => selection.toggle(row.id, range),
    visibleState: selection.visibleState,
    onToggleVisible: selection.toggleVisible,
    label: (row: Row) => format(texts.select, { name: props.rowName(row) }),
    visibleLabel: texts.selectVisible,
  };
  return (
    <Table
      caption={props.caption}
      columns={props.columns}
      rows={rows}
      rowKey={({ id }) => id}
      rowHref={props.rowHref}
      onOpenRow={props.onRow}
      sort={props.sort}
      onSort={props.onSort}
      select={select}
      busy={props.list.isOutdated}
      empty={
        <EmptyState icon="filter" sentence={texts.noMatch} action={<Button onClick={clear}>{texts.clearAll}</Button>} />
      }
    />
  );
}
