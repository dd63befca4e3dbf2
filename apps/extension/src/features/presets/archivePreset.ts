import { api } from "../../data/api.ts";
import { sendOnce } from "../../data/sendOnce.ts";
import type { PresetRow } from "../../shared/presets/presets.ts";
import { runUndoable } from "../../shared/undoable.ts";
import { presets as texts } from "../../texts/en/presets.ts";
import { format } from "../../texts/format.ts";

type ArchivablePreset = Pick<PresetRow, "id" | "name" | "version">;

/** Archives or brings back a preset, with an undo that starts from the version just saved. */
export function archivePreset(preset: ArchivablePreset, archived: boolean, onChanged: () => void): Promise<void> {
  const { id, name, version } = preset;
  return runUndoable({
    send: () => sendOnce((options) => api().presets.archive.mutate({ id, version, archived }, options)),
    done: format(archived ? texts.did.archived : texts.did.unarchived, { name }),
    undo: () => archivePreset({ id, name, version: version + 1 }, !archived, onChanged),
    onChanged,
  });
}
