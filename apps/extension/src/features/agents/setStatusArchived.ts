import type { Status } from "@callboard/domain/agents/rules";
import { sendOnce } from "../../data/sendOnce.ts";
import { api } from "../../data/api.ts";
import { runUndoable } from "../../shared/undoable.ts";
import { agents } from "../../texts/en/agents.ts";
import { format } from "../../texts/format.ts";

const texts = agents.statuses;

/** Archives or brings back a status, with an undo that starts from the version just saved. */
export function setStatusArchived(
  status: Status,
  { archived }: { archived: boolean },
  onChanged: () => void,
): Promise<void> {
  const { id, name, version } = status;
  return runUndoable({
    send: () => sendOnce((options) => api().agents.archiveStatus.mutate({ id, version, archived }, options)),
    done: format(archived ? texts.didArchive : texts.didUnarchive, { name }),
    undo: () => setStatusArchived({ ...status, version: version + 1 }, { archived: !archived }, onChanged),
    onChanged,
  });
}
