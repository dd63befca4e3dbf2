import { useEffect, useState } from "preact/hooks";

/** Timers hold their delay in 31 bits, and a machine that slept should not wait long to be put right. */
const MAX_DELAY_MS = 60 * 60 * 1000;

/**
 * Draws the component again `delay` ms after each drawing. Asked anew every time, so that a text changes on its own
 * boundary rather than on a shared beat, and a row that reads "3 hours ago" costs nothing in between.
 */
export function useTick(delay: number): void {
  const [, draw] = useState({});
  useEffect(() => {
    const timer = setTimeout(() => draw({}), Math.min(Math.max(delay, 1), MAX_DELAY_MS));
    return () => clearTimeout(timer);
  });
}
