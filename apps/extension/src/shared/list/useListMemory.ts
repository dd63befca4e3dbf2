import { useLayoutEffect } from "preact/hooks";
import { rememberList, type ListMemory } from "./listMemory.ts";

/** Remembers a list's state with its scroll position and the opened row, and restores it when the reader comes back. */
export function useListMemory(
  page: string,
  restored: ListMemory<unknown> | null,
  memory: { current: ListMemory<unknown> },
): void {
  useLayoutEffect(() => {
    if (restored) {
      scrollTo(0, restored.scroll);
      if (restored.row !== null) rowLink(restored.row)?.focus({ preventScroll: true });
    }
    // Recorded on scrolling: when the list is removed, the next page may have scrolled already.
    const recordScroll = () => (memory.current = { ...memory.current, scroll: scrollY });
    recordScroll();
    addEventListener("scroll", recordScroll, { passive: true });
    return () => {
      removeEventListener("scroll", recordScroll);
      rememberList(page, memory.current);
    };
  }, []);
}

const rowLink = (row: string) =>
  document.querySelector<HTMLElement>(`[data-key="${CSS.escape(row)}"] :is(.cb-table-row, [data-has-links])`);
