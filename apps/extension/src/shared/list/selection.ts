/** Rows selected one by one, or all that match the filters, loaded or not. */
export type Selection =
  | { all: false; ids: ReadonlySet<string>; /** Where a range starts. */ anchor: string | null }
  | { all: true };

export const NONE_SELECTED: Selection = { all: false, ids: new Set(), anchor: null };
export const ALL_SELECTED: Selection = { all: true };

export const isSelected = (selection: Selection, id: string): boolean => selection.all || selection.ids.has(id);

export const selectedCount = (selection: Selection, total: number): number =>
  selection.all ? total : selection.ids.size;

/** Selects or deselects one row; `shown` are the ids of the loaded rows. "All" becomes those without this one. */
export function toggle(selection: Selection, shown: readonly string[], id: string): Selection {
  const ids = new Set(selection.all ? shown : selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { all: false, ids, anchor: id };
}

/** Selects or deselects every row from the last one touched to this one. */
export function toggleRange(selection: Selection, shown: readonly string[], id: string): Selection {
  const anchor = selection.all ? null : selection.anchor;
  const from = anchor === null ? -1 : shown.indexOf(anchor);
  const to = shown.indexOf(id);
  if (from < 0 || to < 0) return toggle(selection, shown, id);
  const ids = new Set(selection.all ? shown : selection.ids);
  const selects = !ids.has(id);
  for (const rowId of shown.slice(Math.min(from, to), Math.max(from, to) + 1)) {
    if (selects) ids.add(rowId);
    else ids.delete(rowId);
  }
  return { all: false, ids, anchor: id };
}

export const selectVisible = (shown: readonly string[]): Selection => ({
  all: false,
  ids: new Set(shown),
  anchor: null,
});

/** Deselects rows that are no longer loaded: nobody should change rows that they don't see. */
export function keepVisible(selection: Selection, shown: readonly string[]): Selection {
  if (selection.all || selection.ids.size === 0) return selection;
  const visible = new Set(shown);
  const ids = new Set([...selection.ids].filter((id) => visible.has(id)));
  return ids.size === selection.ids.size ? selection : { ...selection, ids };
}
