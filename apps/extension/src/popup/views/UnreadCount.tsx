import { IconButton } from "@callboard/ui/IconButton";
import { computed, effect, signal } from "@preact/signals";
import { sendOnce } from "../../data/sendOnce.ts";
import { type Outputs, api, failureOf } from "../../data/api.ts";
import { createResource, type Resource } from "../../data/liveResource.ts";
import { popupUnread as texts } from "../../texts/en/popup/unread.ts";
import { format } from "../../texts/format.ts";
import { SETTINGS_KINDS } from "../../shared/recordKinds.ts";
import { showToast } from "../state/toasts.ts";
import type { PopupStore } from "../state/store.ts";
import { openStore } from "../state/boot.ts";
import "./UnreadCount.css";

const unread = signal<Resource<Outputs["history"]["unread"]> | null>(null);

/** The account on the screen, once the server has confirmed who is signed in; null until then. */
const liveAccount = computed(() => (openStore.value?.me.answeredAt.value == null ? null : openStore.value.account));
effect(() => {
  unread.peek()?.stop();
  const kinds = [...SETTINGS_KINDS, "agent", "readMarker"] as const;
  unread.value = liveAccount.value === null ? null : createResource(kinds, () => api().history.unread.query());
});

async function markRead({ data, refetch }: NonNullable<typeof unread.value>): Promise<void> {
  const n = data.peek()!.head;
  try {
    await sendOnce((options) => api().history.markRead.mutate({ n }, options));
  } catch (error) {
    void showToast({ sentence: failureOf(error)?.sentence ?? texts.notRead, tone: "bad" });
  }
  await refetch();
}

/** The number of new changes, and the tick that marks them as read. */
export function UnreadCount({ store }: { store: PopupStore }) {
  const resource = unread.value;
  const answer = resource?.data.value;
  // The frame for the next popup is rendered from a copy of the store: the count will have changed by then.
  if (store !== openStore.value || !resource || !answer || answer.count === 0) return null;
  return (
    <span class="since">
      <span role="status">{format(answer.more ? texts.unreadMore : texts.unread, answer)}</span>
      <IconButton size="small" icon="check" label={texts.markRead} onClick={() => void markRead(resource)} />
    </span>
  );
}
