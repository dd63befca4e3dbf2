import type { FeedEvent } from "./feed.ts";

/** How often at most a screen is told of what moves all the time. What is left out of the log, or comes in hundreds. */
const MIN_INTERVAL_MS = { balance: 1000, moving: 250 } as const;

/** Holds back what comes too soon after its like, and tells the last of it at the end of the pause. */
export class EventThrottle {
  private readonly told = new Map<string, number>();
  private readonly later = new Map<string, NodeJS.Timeout>();
  private readonly again: (heard: FeedEvent) => void;

  constructor(again: (heard: FeedEvent) => void) {
    this.again = again;
  }

  /** Whether it may be told now. One held back comes again by itself, with no place in the log any more. */
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
