import { useEffect, useState } from "preact/hooks";

/** Timeouts hold at most 31 bits, and after a sleep the text should be corrected soon. */
const MAX_DELAY_MS = 60 * 60 * 1000;

/**
 * Renders the component again `delay` ms after each render. The caller computes the delay until its text changes, so
 * that a row that reads "3 hours ago" isn't rendered every second.
 */
export function useTick(delay: number): void {
  const [, rerender] = useState({});
  useEffect(() => {
    const timer = setTimeout(() => rerender({}), Math.min(Math.max(delay, 1), MAX_DELAY_MS));
    return () => clearTimeout(timer);
  });
}
