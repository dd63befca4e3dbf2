import { useEffect, useRef } from "preact/hooks";
import type { ListSelection } from "./useSelection.ts";

const TYPING_TARGETS = "input:not([type=checkbox]), textarea, select, [contenteditable]";
const OPEN_OVERLAYS = "dialog[open], [role=menu]";

const rowLinks = () => [...document.querySelectorAll<HTMLElement>("tr[data-key] .cb-table-row")];
const rowOf = (target: EventTarget | null) =>
  target instanceof Element ? target.closest<HTMLElement>("tr[data-key]") : null;

const linkIn = (row: HTMLElement | null | undefined) => row?.querySelector<HTMLElement>(".cb-table-row");

/** With the focus outside the rows, goes to the one that had it last: a closed dialog may have left it nowhere. */
function moveFocus(event: KeyboardEvent, step: 1 | -1, lastFocusedRow: string | null): void {
  const rows = rowLinks();
  const current = linkIn(rowOf(event.target));
  const previous =
    lastFocusedRow === null
      ? null
      : linkIn(document.querySelector<HTMLElement>(`tr[data-key="${CSS.escape(lastFocusedRow)}"]`));
  const next = current ? rows[rows.indexOf(current) + step] : (previous ?? rows[0]);
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

/** Handles one key; returns whether it was one of the list's keys. */
function handleKey(event: KeyboardEvent, selection: ListSelection | null, lastFocusedRow: string | null): boolean {
  const row = rowOf(event.target)?.dataset["key"];
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === "j" || (key === "ArrowDown" && !event.defaultPrevented)) moveFocus(event, 1, lastFocusedRow);
  else if (key === "k" || (key === "ArrowUp" && !event.defaultPrevented)) moveFocus(event, -1, lastFocusedRow);
  else if (key === "x" && row !== undefined && selection) selection.toggle(row, event.shiftKey);
  else if (key === "Escape" && selection && selection.count > 0) selection.clear();
  else return false;
  return true;
}

/** The keys of a list, anywhere on the page: `/` searches, ↑↓ and j k move, x selects, Enter opens, Escape clears. */
export function useListKeys(selection: ListSelection | null): void {
  const latestSelection = useRef(selection);
  latestSelection.current = selection;
  const lastFocusedRow = useRef<string | null>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector(OPEN_OVERLAYS)) return;
      if (target?.closest(TYPING_TARGETS)) {
        const inSearch = target.closest("[data-search]") && event.key === "ArrowDown";
        if (inSearch) moveFocus(event, 1, null);
        return;
      }
      if (event.key === "/") document.querySelector<HTMLElement>("[data-search] input")?.focus();
      else if (!handleKey(event, latestSelection.current, lastFocusedRow.current)) return;
      event.preventDefault();
    };
    const onFocus = (event: FocusEvent) =>
      (lastFocusedRow.current = rowOf(event.target)?.dataset["key"] ?? lastFocusedRow.current);
    addEventListener("keydown", onKey);
    addEventListener("focusin", onFocus);
    return () => {
      removeEventListener("keydown", onKey);
      removeEventListener("focusin", onFocus);
    };
  }, []);
}
