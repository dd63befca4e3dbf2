import type { ComponentChildren, TargetedKeyboardEvent, TargetedMouseEvent } from "preact";
import { useMemo, useRef } from "preact/hooks";
import { SelectCell, SelectHeader, type TableSelect } from "./TableSelect.tsx";
import { SortHeader, type TableSort } from "./TableSortHeader.tsx";
import "./Table.css";

export type { TableSort };

export interface Column<Row> {
  key: string;
  head: ComponentChildren;
  /** Numbers and money go to the end, so that their digits line up. */
  align?: "start" | "end" | undefined;
  /** Any CSS width. */
  width?: string | undefined;
  sortable?: boolean | undefined;
  /** Gives way where the window is narrow: 2 goes first, then 1, and 0 only on a phone. */
  spare?: 0 | 1 | 2 | undefined;
  cell: (row: Row) => ComponentChildren;
}

export interface TableProps<Row> {
  /** Says what the rows are; read out, not shown. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  onRow?: ((row: Row) => void) | undefined;
  /** Which rows `onRow` is for; all of them where it is not said. */
  opens?: ((row: Row) => boolean) | undefined;
  /** Makes each row a link, so that it opens in a new tab like one; `onRow` then handles the plain click. */
  rowHref?: ((row: Row) => string) | undefined;
  sort?: TableSort | undefined;
  onSort?: ((sort: TableSort) => void) | undefined;
  select?: TableSelect<Row> | undefined;
  /** The rows answer an older question, and newer ones are on their way. */
  busy?: boolean | undefined;
  /** Shown in place of rows. */
  empty?: ComponentChildren;
  /** Lets the rows scroll inside this CSS height; without it they scroll with the page. */
  height?: string | undefined;
}

/** Arrows walk the rows: an eye that reads a column should not have to leave the keyboard. */
function moveRowFocus(event: TargetedKeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || !(event.target as HTMLElement).matches(".cb-table-row")) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>(".cb-table-row")];
  event.preventDefault();
  rows[rows.indexOf(event.target as HTMLElement) + step]?.focus();
}

const INTERACTIVE = "a, button, input, label, select";

/** What lies above the stretched link still belongs to the row. */
function openRow(event: TargetedMouseEvent<HTMLTableRowElement>) {
  if ((event.target as Element).closest(INTERACTIVE) || getSelection()?.toString()) return;
  event.currentTarget.querySelector<HTMLElement>(".cb-table-row")?.click();
}

const opensNewTab = (event: MouseEvent) => event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;

/**
 * Rows of 36 px under a head that stays. A row that opens something holds one real link or button in its first cell,
 * stretched over the row: it has a name, a place in the tab order and a context menu without any of them being imitated.
 */
export function Table<Row>(props: TableProps<Row>) {
  const { caption, columns, rows, rowKey, onRow, rowHref, sort, onSort, select, busy, empty, height } = props;
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
        data-opens={Boolean(onRow ?? rowHref) || undefined}
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
            <TableRow key={rowKey(row)} row={row} columns={columns} picked={select?.isPicked(row)} table={latest} />
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
  picked: boolean | undefined;
  table: { readonly current: TableProps<Row> };
}

/**
 * Drawn again only for another row, other columns or another tick: in a list of thousands one tick must not cost all.
 * Whoever wants that of a long list keeps its columns from one drawing to the next.
 */
function TableRow<Row>({ row, columns, picked, table }: TableRowProps<Row>) {
  const boxes = table.current.select !== undefined;
  return useMemo(
    () => (
      <tr data-key={table.current.rowKey(row)} data-picked={picked || undefined} onClick={openRow}>
        {boxes && <SelectCell row={row} picked={picked ?? false} table={table} />}
        {columns.map((column, at) => (
          <td key={column.key} data-align={column.align} data-spare={column.spare}>
            {at === 0 ? <RowLink row={row} table={table} content={column.cell(row)} /> : column.cell(row)}
          </td>
        ))}
      </tr>
    ),
    [row, columns, picked, boxes],
  );
}

interface RowLinkProps<Row> {
  row: Row;
  table: { readonly current: TableProps<Row> };
  content: ComponentChildren;
}

function RowLink<Row>({ row, table, content }: RowLinkProps<Row>) {
  const { onRow, opens, rowHref } = table.current;
  const open = () => table.current.onRow?.(row);
  if (rowHref) {
    const onClick = (event: TargetedMouseEvent<HTMLAnchorElement>) => {
      if (!onRow || opensNewTab(event)) return;
      event.preventDefault();
      open();
    };
    return (
      <a class="cb-table-row" href={rowHref(row)} onClick={onClick}>
        {content}
      </a>
    );
  }
  if (!onRow || opens?.(row) === false) return <>{content}</>;
  return (
    <button class="cb-table-row" type="button" onClick={open}>
      {content}
    </button>
  );
}
