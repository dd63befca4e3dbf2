import { api } from "../../data/api.ts";
import { type Resource, useResource } from "../../data/liveResource.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { SETTINGS_KINDS } from "../../shared/recordKinds.ts";
import type { Outputs } from "../../data/api.ts";

export type UnreadView = Outputs["history"]["unread"];

/** Changes since the reader's last visit. The read marker is the server's, so all their browsers agree. */
export function useUnread(): { unread: Resource<UnreadView>; markRead: () => void; busy: boolean } {
  const unread = useResource([...SETTINGS_KINDS, "agent", "readMarker"], () => api().history.unread.query());
  const mark = useAction((n: number, options) => api().history.markRead.mutate({ n }, options));
  return {
    unread,
    busy: mark.busy.value,
    markRead: () => {
      const newest = unread.data.peek()?.head;
      if (newest !== undefined) void mark.run(newest).then(unread.refetch);
    },
  };
}
