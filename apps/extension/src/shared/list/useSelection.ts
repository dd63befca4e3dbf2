import { useState } from "preact/hooks";
import {
  ALL_SELECTED,
  selectedCount,
  isSelected,
  NONE_SELECTED,
  selectVisible,
  type Selection,
  keepVisible,
  toggle,
  toggleRange,
} from "./selection.ts";

export interface ListSelection {
  selection: Selection;
  /** How many are selected, including rows that aren't loaded. */
  count: number;
  isSelected: (id: string) => boolean;
  /** With `range`: every row from the last one touched to this one. */
  toggle: (id: string, range: boolean) => void;
  /** Whether all, some or none of the loaded rows are selected. */
  visibleState: "all" | "some" | "none";
  toggleVisible: () => void;
  selectAll: () => void;
  clear: () => void;
}

/** The selected rows. Another `key` (other filters) clears the selection. */
export function useSelection(key: string, rows: readonly { id: string }[], total: number): ListSelection {
  const [state, setState] = useState({ key, selection: NONE_SELECTED });
  const ids = rows.map(({ id }) => id);
  const selection = state.key === key ? keepVisible(state.selection, ids) : NONE_SELECTED;
  const set = (next: Selection) => setState({ key, selection: next });
  const selectedVisible = ids.filter((id) => isSelected(selection, id)).length;
  const visibleState = selectedVisible === 0 ? "none" : selectedVisible === ids.length ? "all" : "some";
  return {
    selection,
    count: selectedCount(selection, total),
    isSelected: (id) => isSelected(selection, id),
    toggle: (id, range) => set(range ? toggleRange(selection, ids, id) : toggle(selection, ids, id)),
    visibleState,
    toggleVisible: () => set(visibleState === "all" ? NONE_SELECTED : selectVisible(ids)),
    selectAll: () => set(ALL_SELECTED),
    clear: () => set(NONE_SELECTED),
  };
}
