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
  /** How many are picked, with those that are not loaded. */
  count: number;
  isPicked: (id: string) => boolean;
  /** With `range`, all from the row touched last to this one. */
  toggle: (id: string, range: boolean) => void;
  /** Whether every row that is shown is picked, or some. */
  shown: "all" | "some" | "none";
  toggleShown: () => void;
  pickAll: () => void;
  clear: () => void;
}

/** Which rows are picked. Other filters are other rows: with another `key` nothing is picked. */
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
