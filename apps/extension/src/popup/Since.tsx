import { IconButton } from "@callboard/ui/IconButton";
import { computed, effect, signal } from "@preact/signals";
import { withKey } from "../action.ts";
import { type Answers, api, refusalOf } from "../api.ts";
import { createResource, type Resource } from "../resource.ts";
import { popupSince as texts } from "../texts/en/popupSince.ts";
import { say } from "../texts/say.ts";
import { SETTINGS } from "../versions/kinds.ts";
import { tell } from "./toasts.ts";
import type { Desk } from "./desk.ts";
import { desk as shown } from "./entrance.ts";
import "./Since.css";

const unread = signal<Resource<Answers["history"]["unread"]> | null>(null);

/** Once it is known who looks, and anew in another account. */
const live = computed(() => (shown.value?.me.answeredAt.value == null ? null : shown.value.account));
effect(() => {
  unread.peek()?.stop();
  const kinds = [...SETTINGS, "agent", "looked"] as const;
  unread.value = live.value === null ? null : createResource(kinds, () => api().history.unread.query());
});

async function markRead({ data, refetch }: NonNullable<typeof unread.value>): Promise<void> {
  const n = data.peek()!.upto;
  try {
    await withKey((options) => api().history.markRead.mutate({ n }, options));
  } catch (error) {
    void tell({ sentence: refusalOf(error)?.sentence ?? texts.notRead, kind: "bad" });
  }
  await refetch();
}

/** How many changes are new, and the tick that says one has seen them. */
export function Since({ desk }: { desk: Desk }) {
  const now = unread.value;
  const answer = now?.data.value;
  // The frame that is kept for the next popup is drawn from a copy: what is new then is not known now.
  if (desk !== shown.value || !now || !answer || answer.count === 0) return null;
  return (
    <span class="since">
      <span role="status">{say(answer.more ? texts.sinceMore : texts.since, answer)}</span>
      <IconButton size="small" icon="check" label={texts.markRead} onClick={() => void markRead(now)} />
    </span>
  );
}
