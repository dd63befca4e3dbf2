import { type Database, stmt } from "../store/database/port.ts";
import type { Feed } from "../feed/feed.ts";

/** Publishes the progress of runs in other processes. `unlogged` says that the change log has no row for it. */
export function notifyRemoteProgress(db: Database, feed: Feed): () => Promise<void> {
  // By run: its listed plus its settled items, which only grows.
  let previous = new Map<string, number>();
  return async () => {
    if (!feed.hasListeners) return;
    const [rows] = await db.read([
      stmt(
        "SELECT account, run, total + done + skipped + failed AS progress FROM run_counts WHERE total > done + skipped + failed",
      ),
    ]);
    const current = new Map(rows!.map(({ run, progress }) => [String(run), Number(progress)]));
    const events = rows!.filter(({ run, progress }) => previous.has(run) && previous.get(run) !== progress);
    previous = current;
    feed.notify(
      events.map(({ account, run }) => ({
        account,
        kind: "run",
        id: run,
        version: 0,
        area: "routing",
        unlogged: true,
      })),
    );
  };
}
