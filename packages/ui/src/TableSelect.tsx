import { useRef } from "preact/hooks";
import { Checkbox } from "./Checkbox.tsx";

/** Checkboxes before the rows, for actions on many. */
export interface TableSelect<Row> {
  isSelected: (row: Row) => boolean;
  /** `range`: the Shift key was held, so it applies to all rows from the last one touched. */
  onToggle: (row: Row, range: boolean) => void;
  visibleState: "all" | "some" | "none";
  onToggleVisible: () => void;
  /** The label of a row's checkbox. */
  label: (row: Row) => string;
  visibleLabel: string;
}

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
  /** Read at the click: the cell may have been rendered long before. */
  table: { readonly current: { select?: TableSelect<Row> | undefined } };
}

export function SelectCell<Row>({ row, selected, table }: SelectCellProps<Row>) {
  const range = useRef(false);
  return (
    <td class="cb-table-select" onClickCapture={(event) => (range.current = event.shiftKey)}>
      <Checkbox
        hideLabel
        label={table.current.select?.label(row) ?? ""}
        checked={selected}
        onChange={() => table.current.select?.onToggle(row, range.current)}
      />
    </td>
  );
}
