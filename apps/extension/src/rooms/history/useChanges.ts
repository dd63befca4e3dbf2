import { useState } from "preact/hooks";
import { api } from "../../api.ts";
import { useResource } from "../../resource.ts";
import type { Change } from "./ChangeLine.tsx";

const PAGE = 30;

/**
 * The newest page, kept fresh by the feed, and older pages behind it. Older ones never change, so that loading more and
 * news from the top both keep the place that somebody is reading.
 */
export function useChanges(zone: string) {
  const head = useResource(
    ["account", "terms", "lifecycle", "member", "invitation", "apiKey", "status", "agent"],
    () => api().history.list.query({ limit: PAGE, zone }),
    [zone],
  );
  const [older, setOlder] = useState<{ changes: readonly Change[]; more: boolean } | null>(null);
  const [loading, setLoading] = useState(false);
  const [failed, setFailed] = useState(false);
  const newest = head.data.value;
  const first = newest?.changes ?? [];
  const seen = new Map([...(older?.changes ?? []), ...first].map((change) => [change.n, change]));
  const changes = [...seen.values()].sort((a, b) => b.n - a.n);

  async function loadMore() {
    const before = changes.at(-1)?.n;
    if (before === undefined || loading) return;
    setLoading(true);
    setFailed(false);
    try {
      const page = await api().history.list.query({ limit: PAGE, zone, before });
      // What stands on the screen now is kept: by the next refetch the newest page may have moved on past it.
      setOlder({ changes: [...changes, ...page.changes], more: page.more });
    } catch {
      setFailed(true);
    }
    setLoading(false);
  }

  return { head, changes, more: older?.more ?? newest?.more ?? false, loading, failed, loadMore };
}
