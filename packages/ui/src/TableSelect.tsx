import { useRef } from "preact/hooks";
import { Checkbox } from "./Checkbox.tsx";

/** Boxes before the rows, for doing one thing to many. */
export interface TableSelect<Row> {
  isPicked: (row: Row) => boolean;
  /** `range`: the Shift key was held, so that all from the row touched last are meant. */
  onToggle: (row: Row, range: boolean) => void;
  shown: "all" | "some" | "none";
  onToggleShown: () => void;
  /** What the boxes are called. */
  label: (row: Row) => string;
  labelShown: string;
}

export function SelectHeader<Row>({ select }: { select: TableSelect<Row> }) {
  return (
    <th scope="col" class="cb-table-select">
      <Checkbox
        hideLabel
        label={select.labelShown}
        checked={select.shown === "all"}
        mixed={select.shown === "some"}
        onChange={select.onToggleShown}
      />
    </th>
  );
}

interface SelectCellProps<Row> {
  row: Row;
  picked: boolean;
  /** Read when it is pressed: the cell may have been drawn long before. */
  table: { readonly current: { select?: TableSelect<Row> | undefined } };
}

export function SelectCell<Row>({ row, picked, table }: SelectCellProps<Row>) {
  const range = useRef(false);
  return (
    <td class="cb-table-select" onClickCapture={(event) => (range.current = event.shiftKey)}>
      <Checkbox
        hideLabel
        label={table.current.select?.label(row) ?? ""}
        checked={picked}
        onChange={() => table.current.select?.onToggle(row, range.current)}
      />
    </td>
  );
}
