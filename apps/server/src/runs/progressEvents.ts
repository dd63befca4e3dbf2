import type { Run } from "@callboard/domain/runs/rules";
import type { Feed } from "../feed/feed.ts";

/** Four times a second is as often as a bar needs to move. */
const EVENT_EVERY_MS = 250;

/** Tells the screens that a run has moved on: no change of a record, so no line in the log. */
export class ProgressEvents {
  private readonly feed: Feed;
  private readonly run: Run;
  private at = performance.now();
  private owed = false;

  constructor(feed: Feed, run: Run) {
    this.feed = feed;
    this.run = run;
  }

  moved(): void {
    this.owed = true;
    if (performance.now() - this.at >= EVENT_EVERY_MS) this.ring();
  }

  /** What moved since the last time; nothing where nothing did. */
  ring(): void {
    if (!this.owed) return;
    this.owed = false;
    this.at = performance.now();
    const { account, id, version } = this.run;
    this.feed.ring([{ account, kind: "run", id, version, area: "routing", deeds: this.run.data.deeds, passing: true }]);
  }
}
