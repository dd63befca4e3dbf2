import { api, refusalOf } from "../../api.ts";
import { withKey } from "../../action.ts";
import type { PresetRow } from "../../preset/presets.ts";
import { toasts } from "../../shell/toasts.ts";
import { presets as texts } from "../../texts/en/presets.ts";
import { shell } from "../../texts/en/shell.ts";
import { say } from "../../texts/say.ts";

type Archived = Pick<PresetRow, "id" | "name" | "version">;

/** Archives or brings back, with a way to undo: the next version is the one that undoing starts from. */
export async function archive(preset: Archived, archived: boolean, onChanged: () => void): Promise<void> {
  const { id, name, version } = preset;
  try {
    await withKey((options) => api().presets.archive.mutate({ id, version, archived }, options));
  } catch (error) {
    toasts.show({ kind: "bad", sentence: refusalOf(error)?.sentence ?? shell.unreachable });
    return onChanged();
  }
  onChanged();
  toasts.show({
    kind: "good",
    sentence: say(archived ? texts.did.archived : texts.did.broughtBack, { name }),
    action: {
      label: shell.undo,
      onSelect: () => void archive({ id, name, version: version + 1 }, !archived, onChanged),
    },
  });
}
