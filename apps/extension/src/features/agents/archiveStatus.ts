import type { Status } from "@callboard/domain/agents/rules";
import { sendOnce } from "../../data/sendOnce.ts";
import { api, failureOf } from "../../data/api.ts";
import { toasts } from "../../shared/toasts.ts";
import { agents } from "../../texts/en/agents.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import { format } from "../../texts/format.ts";

const texts = agents.statuses;

/** Archives or brings back a status, with an undo that starts from the version just saved. */
export async function archiveStatus(status: Status, archived: boolean, onChanged: () => void): Promise<void> {
  const { id, name, version } = status;
  try {
    await sendOnce((options) => api().agents.archiveStatus.mutate({ id, version, archived }, options));
  } catch (error) {
    toasts.show({ kind: "bad", sentence: failureOf(error)?.sentence ?? shell.unreachable });
    return onChanged();
  }
  onChanged();
  toasts.show({
    kind: "good",
    sentence: format(archived ? texts.didArchive : texts.didUnarchive, { name }),
    action: {
      label: shell.undo,
      onSelect: () => void archiveStatus({ ...status, version: version + 1 }, !archived, onChanged),
    },
  });
}
