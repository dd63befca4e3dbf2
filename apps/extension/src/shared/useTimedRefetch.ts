import { useEffect } from "preact/hooks";
import { serverNow } from "../data/clock.ts";
import type { Resource } from "../data/resource.ts";

const INTERVAL_MS = 30_000;
/** Behind the instant itself, so that the server's clock has passed it too. */
const MARGIN_MS = 250;

/** Fetches anew what time alone changes: at the instant that the answer names, and every so often. */
export function useTimedRefetch(of: Pick<Resource<unknown>, "answeredAt" | "refetch">, at: number | null): void {
  const answeredAt = of.answeredAt.value;
  useEffect(() => {
    const until = at === null ? INTERVAL_MS : Math.max(MARGIN_MS, at - serverNow() + MARGIN_MS);
    const timer = setTimeout(() => void of.refetch(), Math.min(INTERVAL_MS, until));
    return () => clearTimeout(timer);
  }, [answeredAt, at]);
}
