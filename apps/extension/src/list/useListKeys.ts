import { useEffect, useRef } from "preact/hooks";
import type { Picking } from "./useSelection.ts";

const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable]";
const TAKEN = "dialog[open], [role=menu]";

const rowLinks = () => [...document.querySelectorAll<HTMLElement>("tr[data-key] .cb-table-row")];
const rowOf = (target: EventTarget | null) =>
  target instanceof Element ? target.closest<HTMLElement>("tr[data-key]") : null;

function walk(event: KeyboardEvent, step: 1 | -1): void {
  const rows = rowLinks();
  const here = rowOf(event.target)?.querySelector<HTMLElement>(".cb-table-row");
  const at = here ? rows.indexOf(here) : -1;
  const to = rows[at < 0 ? 0 : at + step];
  if (!to) return;
  event.preventDefault();
  to.focus();
  to.scrollIntoView({ block: "nearest" });
}

/** One key, one deed; what it answers is whether the key was its own. */
function press(event: KeyboardEvent, picking: Picking | null): boolean {
  const row = rowOf(event.target)?.dataset["key"];
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === "j" || (key === "ArrowDown" && !event.defaultPrevented)) walk(event, 1);
  else if (key === "k" || (key === "ArrowUp" && !event.defaultPrevented)) walk(event, -1);
  else if (key === "x" && row !== undefined && picking) picking.toggle(row, event.shiftKey);
  else if (key === "Escape" && picking && picking.count > 0) picking.clear();
  else return false;
  return true;
}

/** The keys of a list, wherever on the page one is: `/` searches, ↑↓ and j k walk, x picks, Enter opens, Escape clears. */
export function useListKeys(picking: Picking | null): void {
  const latest = useRef(picking);
  latest.current = picking;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector(TAKEN)) return;
      if (target?.closest(TYPING)) {
        const inSearch = target.closest("[data-search]") && event.key === "ArrowDown";
        if (inSearch) walk(event, 1);
        return;
      }
      if (event.key === "/") document.querySelector<HTMLElement>("[data-search] input")?.focus();
      else if (!press(event, latest.current)) return;
      event.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}
