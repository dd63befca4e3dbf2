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

export function SelectHead<Row>({ select }: { select: TableSelect<Row> }) {
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

export function SelectCell<Row>({ select, row }: { select: TableSelect<Row>; row: Row }) {
  const range = useRef(false);
  return (
    <td class="cb-table-select" onClickCapture={(event) => (range.current = event.shiftKey)}>
      <Checkbox
        hideLabel
        label={select.label(row)}
        checked={select.isPicked(row)}
        onChange={() => select.onToggle(row, range.current)}
      />
    </td>
  );
}
