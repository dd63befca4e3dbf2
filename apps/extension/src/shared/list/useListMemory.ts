import { useLayoutEffect } from "preact/hooks";
import { rememberList, type ListMemory } from "./listMemory.ts";

/** Keeps how a list was left, where it was scrolled to and which row was opened; coming back finds it so. */
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
    // By the time that the list is left, what takes its place may already have moved the page.
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
