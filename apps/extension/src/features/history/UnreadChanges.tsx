import { Button } from "@callboard/ui/Button";
import { history as texts } from "../../texts/en/history.ts";
import { format } from "../../texts/format.ts";
import type { UnreadView, useUnread } from "./useUnread.ts";

/** `3 changes since you looked`, or null if there are none. */
export function unreadText({ count, more }: Pick<UnreadView, "count" | "more">): string | null {
  if (count === 0) return null;
  if (more) return format(texts.unreadMore, { count });
  return count === 1 ? texts.unreadOne : format(texts.unreadMany, { count });
}

interface UnreadChangesProps {
  unread: ReturnType<typeof useUnread>;
  /** Shown while the count is unknown or zero, so that nothing moves when it arrives. */
  fallback: string;
}

/** The number of new changes and the button that marks them as read, in the line below the page's title. */
export function UnreadChanges({ unread: { unread, markRead, busy }, fallback }: UnreadChangesProps) {
  const answer = unread.data.value;
  const sentence = answer && unreadText(answer);
  if (!sentence) return <>{fallback}</>;
  return (
    <span class="since" role="status">
      <span class="unread-dot" />
      {sentence}
      <Button size="small" icon="check" busy={busy} onClick={markRead}>
        {texts.markRead}
      </Button>
    </span>
  );
}
