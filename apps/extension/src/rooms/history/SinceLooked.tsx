import { Button } from "@callboard/ui/Button";
import { history as texts } from "../../texts/en/history.ts";
import { say } from "../../texts/say.ts";
import type { UnreadAnswer } from "./useUnread.ts";

/** `3 changes since you looked`; nothing where there are none. */
export function sinceText({ count, more }: Pick<UnreadAnswer, "count" | "more">): string | null {
  if (count === 0) return null;
  if (more) return say(texts.sinceMore, { count });
  return count === 1 ? texts.sinceOne : say(texts.sinceMany, { count });
}

interface SinceLookedProps {
  unread: UnreadAnswer | null;
  busy: boolean;
  onRead: () => void;
}

/** How much is new, and the button that says one has seen it. */
export function SinceLooked({ unread, busy, onRead }: SinceLookedProps) {
  const sentence = unread && sinceText(unread);
  if (!sentence) return null;
  return (
    <div class="since" role="status">
      <span class="since-dot" />
      <p>{sentence}</p>
      <Button size="small" icon="check" busy={busy} onClick={onRead}>
        {texts.markRead}
      </Button>
    </div>
  );
}
