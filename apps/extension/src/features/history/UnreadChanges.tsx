import { Button } from "@callboard/ui/Button";
import { history as texts } from "../../texts/en/history.ts";
import { format } from "../../texts/format.ts";
import type { UnreadView, useUnread } from "./useUnread.ts";

/** `3 changes since you looked`, or null if there are none. */
export function unreadText({ count, more }: Pick<UnreadView, "count" | "more">): string | null {
  if (count === 0) return null;
  if (more) return format(texts.sinceMore, { count });
  return count === 1 ? texts.sinceOne : format(texts.sinceMany, { count });
}

interface UnreadChangesProps {
  news: ReturnType<typeof useUnread>;
  /** Shown while the count is unknown or zero, so that nothing moves when it arrives. */
  otherwise: string;
}

/** The number of new changes and the button that marks them as read, in the page's state line. */
export function UnreadChanges({ news: { unread, markRead, busy }, otherwise }: UnreadChangesProps) {
  const answer = unread.data.value;
  const sentence = answer && unreadText(answer);
  if (!sentence) return <>{otherwise}</>;
  return (
    <span class="since" role="status">
      <span class="since-dot" />
      {sentence}
      <Button size="small" icon="check" busy={busy} onClick={markRead}>
        {texts.markRead}
      </Button>
    </span>
  );
}
