import type { FeedEvent } from "./feed.ts";

/** The shortest interval, in milliseconds, between notices of frequent changes: those not logged, or made by a run. */
const MIN_INTERVAL_MS = { balance: 1000, other: 250 } as const;

/**
 * Delays an event that follows a similar one too soon, and sends it at the end of the interval. Similar ones in between are dropped: a notice
 * only says that something changed.
 */
export class EventThrottle {
  private readonly lastSent = new Map<string, number>();
  private readonly delayed = new Map<string, NodeJS.Timeout>();
  private readonly resend: (event: FeedEvent) => void;

  constructor(resend: (event: FeedEvent) => void) {
    this.resend = resend;
  }

  /** Whether it may be sent now. A delayed one is sent later, without its position in the log. */
  allows(event: FeedEvent): boolean {
    if (event.kind !== "balance" && !event.unlogged && !event.isBulk) return true;
    const key = event.kind === "run" ? `run ${event.id}` : event.kind;
    const wait =
      (this.lastSent.get(key) ?? -Infinity) +
      MIN_INTERVAL_MS[event.kind === "balance" ? "balance" : "other"] -
      performance.now();
    if (wait <= 0) {
      this.lastSent.set(key, performance.now());
      return true;
    }
    if (!this.delayed.has(key)) {
      const send = () => {
        this.delayed.delete(key);
        this.resend({ ...event, unlogged: true });
      };
      this.delayed.set(key, setTimeout(send, wait));
    }
    return false;
  }

  stop(): void {
    for (const timer of this.delayed.values()) clearTimeout(timer);
  }
}
