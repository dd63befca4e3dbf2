import type { FeedEvent } from "./feed.ts";

/**
 * How often at most a screen is notified of frequent changes: those outside the log, or those that come in hundreds.
 */
const MIN_INTERVAL_MS = { balance: 1000, moving: 250 } as const;

/** Delays an event that follows a similar one too soon, and sends the latest at the end of the interval. */
export class EventThrottle {
  private readonly told = new Map<string, number>();
  private readonly later = new Map<string, NodeJS.Timeout>();
  private readonly again: (heard: FeedEvent) => void;

  constructor(again: (heard: FeedEvent) => void) {
    this.again = again;
  }

  /** Whether it may be sent now. A delayed one is sent later, without its position in the log. */
  lets(heard: FeedEvent): boolean {
    if (heard.kind !== "balance" && !heard.passing && !heard.many) return true;
    const key = heard.kind === "run" ? `run ${heard.id}` : heard.kind;
    const wait =
      (this.told.get(key) ?? -Infinity) +
      MIN_INTERVAL_MS[heard.kind === "balance" ? "balance" : "moving"] -
      performance.now();
    if (wait <= 0) {
      this.told.set(key, performance.now());
      return true;
    }
    if (!this.later.has(key)) {
      const tell = () => {
        this.later.delete(key);
        this.again({ ...heard, passing: true });
      };
      this.later.set(key, setTimeout(tell, wait));
    }
    return false;
  }

  end(): void {
    for (const timer of this.later.values()) clearTimeout(timer);
  }
}
