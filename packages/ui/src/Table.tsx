import type { ComponentChildren, TargetedKeyboardEvent, TargetedMouseEvent } from "preact";
import { useMemo, useRef } from "preact/hooks";
import { SelectCell, SelectHeader, type TableSelect } from "./TableSelect.tsx";
import { SortHeader, type TableSort } from "./TableSortHeader.tsx";
import "./Table.css";

export type { TableSort };

export interface Column<Row> {
  key: string;
  header: ComponentChildren;
  /** Numbers and money are right-aligned, so that their digits line up. */
  align?: "start" | "end" | undefined;
  /** Any CSS width. */
  width?: string | undefined;
  sortable?: boolean | undefined;
  /** Hidden in a narrow window: 2 goes first, then 1, and 0 only on a phone. */
  hideOrder?: 0 | 1 | 2 | undefined;
  cell: (row: Row) => ComponentChildren;
}

export interface TableProps<Row> {
  /** The table's name for screen readers, not shown. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  onOpenRow?: ((row: Row) => void) | undefined;
  /** The rows that `onOpenRow` applies to; by default all of them. */
  isRowOpenable?: ((row: Row) => boolean) | undefined;
  /** Makes each row a link that can be opened in a new tab; `onOpenRow` then handles the plain click. */
  rowHref?: ((row: Row) => string) | undefined;
  sort?: TableSort | undefined;
  onSort?: ((sort: TableSort) => void) | undefined;
  select?: TableSelect<Row> | undefined;
  /** The rows are those of an older request, and newer ones are loading. */
  busy?: boolean | undefined;
  /** Shown instead of rows. */
  empty?: ComponentChildren;
  /** Makes the rows scroll within this CSS height; without it they scroll with the page. */
  height?: string | undefined;
}

/** The up and down keys move the focus between the rows' links. */
function moveRowFocus(event: TargetedKeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || !(event.target as HTMLElement).matches(".cb-table-row")) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>(".cb-table-row")];
  event.preventDefault();
  rows[rows.indexOf(event.target as HTMLElement) + step]?.focus();
}

const INTERACTIVE = "a, button, input, label, select";

/** The row's link covers the row, except under content that is placed above it: a click there opens the row too. */
function openRow(event: TargetedMouseEvent<HTMLTableRowElement>) {
  if ((event.target as Element).closest(INTERACTIVE) || getSelection()?.toString()) return;
  event.currentTarget.querySelector<HTMLElement>(".cb-table-row")?.click();
}

const opensNewTab = (event: MouseEvent) => event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;

/**
 * Rows of 36 px under a sticky header. A row that opens something has a real link or button in its first cell,
 * stretched over the row, so it gets a name, a place in the tab order and a context menu from the browser.
 */
export function Table<Row>(props: TableProps<Row>) {
  const { caption, columns, rows, rowKey, onOpenRow, rowHref, sort, onSort, select, busy, empty, height } = props;
  const latest = useRef(props);
  latest.current = props;
  return (
    <div
      class="cb-table-frame"
      data-scrolls={height !== undefined || undefined}
      style={height ? { height } : undefined}
    >
      <table
        class="cb-table"
        data-has-links={Boolean(onOpenRow ?? rowHref) || undefined}
        aria-busy={busy || undefined}
        onKeyDown={moveRowFocus}
      >
        <caption>{caption}</caption>
        <thead>
          <tr>
            {select && <SelectHeader select={select} />}
            {columns.map((column) => (
              <SortHeader key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <TableRow key={rowKey(row)} row={row} columns={columns} selected={select?.isSelected(row)} table={latest} />
          ))}
          {rows.length === 0 && empty && (
            <tr class="cb-table-empty">
              <td colSpan={columns.length + (select ? 1 : 0)}>{empty}</td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

interface TableRowProps<Row> {
  row: Row;
  columns: readonly Column<Row>[];
  selected: boolean | undefined;
  /** The table's latest props, read when needed: they are no reason to render the row again. */
  table: { readonly current: TableProps<Row> };
}

/**
 * Rendered again only if its row, the columns or its selection change: in a list of thousands, ticking one checkbox
 * must not render all rows. This needs columns that are the same object at each render.
 */
function TableRow<Row>({ row, columns, selected, table }: TableRowProps<Row>) {
  const hasCheckboxes = table.current.select !== undefined;
  return useMemo(
    () => (
      <tr data-key={table.current.rowKey(row)} data-selected={selected || undefined} onClick={openRow}>
        {hasCheckboxes && <SelectCell row={row} selected={selected ?? false} table={table} />}
        {columns.map((column, index) => (
          <td key={column.key} data-align={column.align} data-hide-order={column.hideOrder}>
            {index === 0 ? <RowLink row={row} table={table} content={column.cell(row)} /> : column.cell(row)}
          </td>
        ))}
      </tr>
    ),
    [row, columns, selected, hasCheckboxes],
  );
}

interface RowLinkProps<Row> {
  row: Row;
  table: { readonly current: TableProps<Row> };
  content: ComponentChildren;
}

function RowLink<Row>({ row, table, content }: RowLinkProps<Row>) {
  const { onOpenRow, isRowOpenable, rowHref } = table.current;
  const open = () => table.current.onOpenRow?.(row);
  if (rowHref) {
    const onClick = (event: TargetedMouseEvent<HTMLAnchorElement>) => {
      if (!onOpenRow || opensNewTab(event)) return;
      event.preventDefault();
      open();
    };
    return (
      <a class="cb-table-row" href={rowHref(row)} onClick={onClick}>
        {content}
      </a>
    );
  }
  if (!onOpenRow || isRowOpenable?.(row) === false) return <>{content}</>;
  return (
    <button class="cb-table-row" type="button" onClick={open}>
      {content}
    </button>
  );
}
