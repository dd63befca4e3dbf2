import type { Status } from "@callboard/domain/agents";
import { withKey } from "../../action.ts";
import { api, refusalOf } from "../../api.ts";
import { toasts } from "../../shell/toasts.ts";
import { agents } from "../../texts/en/agents.ts";
import { shell } from "../../texts/en/shell.ts";
import { say } from "../../texts/say.ts";

const texts = agents.statuses;

/** Archives or brings back, with a way to undo: the next version is the one that undoing starts from. */
export async function archive(status: Status, archived: boolean, onChanged: () => void): Promise<void> {
  const { id, name, version } = status;
  try {
    await withKey((options) => api().agents.archiveStatus.mutate({ id, version, archived }, options));
  } catch (error) {
    toasts.show({ kind: "bad", sentence: refusalOf(error)?.sentence ?? shell.unreachable });
    return onChanged();
  }
  onChanged();
  toasts.show({
    kind: "good",
    sentence: say(archived ? texts.didArchive : texts.didUnarchive, { name }),
    action: {
      label: shell.undo,
      onSelect: () => void archive({ ...status, version: version + 1 }, !archived, onChanged),
    },
  });
}
