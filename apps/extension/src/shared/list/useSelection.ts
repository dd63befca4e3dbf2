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
  isPicked: (id: string) => boolean;
  /** With `range`: every row from the last one touched to this one. */
  toggle: (id: string, range: boolean) => void;
  /** Whether all, some or none of the loaded rows are selected. */
  shown: "all" | "some" | "none";
  toggleShown: () => void;
  pickAll: () => void;
  clear: () => void;
}

/** The selected rows. Another `key` (other filters) clears the selection. */
export function useSelection(key: string, rows: readonly { id: string }[], total: number): ListSelection {
  const [state, setState] = useState({ key, selection: NONE_SELECTED });
  const ids = rows.map(({ id }) => id);
  const selection = state.key === key ? keepVisible(state.selection, ids) : NONE_SELECTED;
  const set = (next: Selection) => setState({ key, selection: next });
  const picked = ids.filter((id) => isSelected(selection, id)).length;
  const shown = picked === 0 ? "none" : picked === ids.length ? "all" : "some";
  return {
    selection,
    count: selectedCount(selection, total),
    isPicked: (id) => isSelected(selection, id),
    toggle: (id, range) => set(range ? toggleRange(selection, ids, id) : toggle(selection, ids, id)),
    shown,
    toggleShown: () => set(shown === "all" ? NONE_SELECTED : selectVisible(ids)),
    pickAll: () => set(ALL_SELECTED),
    clear: () => set(NONE_SELECTED),
  };
}
