import type { Run } from "@callboard/domain/runs/rules";
import type { Feed } from "../feed/feed.ts";

/** A progress bar needs no more than four updates a second. */
const EVENT_EVERY_MS = 250;

/** Publishes a run's progress. No record changes, so the change log has no row for it, which `unlogged` says. */
export class ProgressEvents {
  private readonly feed: Feed;
  private readonly run: Run;
  private notifiedAt = performance.now();
  /** Whether something changed since then. */
  private isPending = false;

  constructor(feed: Feed, run: Run) {
    this.feed = feed;
    this.run = run;
  }

  markChanged(): void {
    this.isPending = true;
    if (performance.now() - this.notifiedAt >= EVENT_EVERY_MS) this.notify();
  }

  /** Publishes the progress since the last time, if any. */
  notify(): void {
    if (!this.isPending) return;
    this.isPending = false;
    this.notifiedAt = performance.now();
    const { account, id, version } = this.run;
    this.feed.notify([
      { account, kind: "run", id, version, area: "routing", permissions: this.run.data.permissions, unlogged: true },
    ]);
  }
}
