import { useRef } from "preact/hooks";
import { Checkbox } from "./Checkbox.tsx";

/** Checkboxes before the rows, for actions on many. */
export interface TableSelect<Row> {
  isSelected: (row: Row) => boolean;
  /** The rows that have a checkbox; by default all of them. */
  isSelectable?: ((row: Row) => boolean) | undefined;
  /** `range`: the Shift key was held, so it applies to all rows from the last one touched. */
  onToggle: (row: Row, range: boolean) => void;
  /** How many of the rows on the screen are selected. */
  visibleState: "all" | "some" | "none";
  onToggleVisible: () => void;
  /** The label of a row's checkbox. */
  label: (row: Row) => string;
  /** The label of the checkbox for all rows on the screen. */
  visibleLabel: string;
}

/** The header's checkbox: selects or deselects all rows on the screen. */
export function SelectHeader<Row>({ select }: { select: TableSelect<Row> }) {
  return (
    <th scope="col" class="cb-table-select">
      <Checkbox
        hideLabel
        label={select.visibleLabel}
        checked={select.visibleState === "all"}
        mixed={select.visibleState === "some"}
        onChange={select.onToggleVisible}
      />
    </th>
  );
}

interface SelectCellProps<Row> {
  row: Row;
  selected: boolean;
  /** The table's latest props, read at the click: the cell may have been rendered long before. */
  table: { readonly current: { select?: TableSelect<Row> | undefined } };
}

/** A row's checkbox. Its change event doesn't have the Shift key, so the click before it records the key. */
export function SelectCell<Row>({ row, selected, table }: SelectCellProps<Row>) {
  const isShiftHeld = useRef(false);
  if (table.current.select?.isSelectable?.(row) === false) return <td class="cb-table-select" />;
  return (
    <td class="cb-table-select" onClickCapture={(event) => (isShiftHeld.current = event.shiftKey)}>
      <Checkbox
        hideLabel
        label={table.current.select?.label(row) ?? ""}
        checked={selected}
        onChange={() => table.current.select?.onToggle(row, isShiftHeld.current)}
      />
    </td>
  );
}
