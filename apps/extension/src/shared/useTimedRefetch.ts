import { useEffect } from "preact/hooks";
import { serverNow } from "../data/clock.ts";
import type { Resource } from "../data/liveResource.ts";

const INTERVAL_MS = 30_000;
/** A little after the instant, so that the server's clock has passed it too. */
const MARGIN_MS = 250;

/** Refetches data that time alone changes: at the instant `at`, and 30 seconds after the last answer at the latest. */
export function useTimedRefetch(resource: Pick<Resource<unknown>, "answeredAt" | "refetch">, at: number | null): void {
  const answeredAt = resource.answeredAt.value;
  useEffect(() => {
    const delay = at === null ? INTERVAL_MS : Math.max(MARGIN_MS, at - serverNow() + MARGIN_MS);
    const timer = setTimeout(() => void resource.refetch(), Math.min(INTERVAL_MS, delay));
    return () => clearTimeout(timer);
  }, [answeredAt, at]);
}
