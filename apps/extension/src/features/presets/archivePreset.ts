import { api, failureOf } from "../../data/api.ts";
import { sendOnce } from "../../data/sendOnce.ts";
import type { PresetRow } from "../../shared/presets/presets.ts";
import { toasts } from "../../shared/toasts.ts";
import { presets as texts } from "../../texts/en/presets.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import { format } from "../../texts/format.ts";

type ArchivablePreset = Pick<PresetRow, "id" | "name" | "version">;

/** Archives or brings back a preset, with an undo that starts from the version just saved. */
export async function archivePreset(preset: ArchivablePreset, archived: boolean, onChanged: () => void): Promise<void> {
  const { id, name, version } = preset;
  try {
    await sendOnce((options) => api().presets.archive.mutate({ id, version, archived }, options));
  } catch (error) {
    toasts.show({ kind: "bad", sentence: failureOf(error)?.sentence ?? shell.unreachable });
    return onChanged();
  }
  onChanged();
  toasts.show({
    kind: "good",
    sentence: format(archived ? texts.did.archived : texts.did.broughtBack, { name }),
    action: {
      label: shell.undo,
      onSelect: () => void archivePreset({ id, name, version: version + 1 }, !archived, onChanged),
    },
  });
}
