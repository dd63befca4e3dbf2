import { type Database, stmt } from "../store/database/port.ts";
import type { Feed } from "../feed/feed.ts";

/** Publishes the progress of runs in other processes, which isn't in the log. */
export function notifyRemoteProgress(db: Database, feed: Feed): () => Promise<void> {
  let known = new Map<string, number>();
  return async () => {
    if (!feed.isHeard) return;
    const [rows] = await db.read([
      stmt(
        "SELECT account, run, total + done + skipped + failed AS moved FROM run_counts WHERE total > done + skipped + failed",
      ),
    ]);
    const seen = new Map(rows!.map(({ run, moved }) => [String(run), Number(moved)]));
    const bells = rows!.filter(({ run, moved }) => known.has(run) && known.get(run) !== moved);
    known = seen;
    feed.ring(
      bells.map(({ account, run }) => ({ account, kind: "run", id: run, version: 0, area: "routing", passing: true })),
    );
  };
}
