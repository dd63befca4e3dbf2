import { useLayoutEffect } from "preact/hooks";
import { rememberList, type ListMemory } from "./listMemory.ts";

/** Remembers a list's state with its scroll position and the opened row, and restores it when the reader comes back. */
export function useListMemory(
  room: string,
  back: ListMemory<unknown> | null,
  now: { current: ListMemory<unknown> },
): void {
  useLayoutEffect(() => {
    if (back) {
      scrollTo(0, back.scroll);
      if (back.row !== null) rowLink(back.row)?.focus({ preventScroll: true });
    }
    // Recorded on scrolling: when the list is removed, the next page may have scrolled already.
    const note = () => (now.current = { ...now.current, scroll: scrollY });
    note();
    addEventListener("scroll", note, { passive: true });
    return () => {
      removeEventListener("scroll", note);
      rememberList(room, now.current);
    };
  }, []);
}

const rowLink = (row: string) =>
  document.querySelector<HTMLElement>(`[data-key="${CSS.escape(row)}"] :is(.cb-table-row, [data-opens])`);
