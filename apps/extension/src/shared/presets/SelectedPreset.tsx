import { Button } from "@callboard/ui/Button";
import { presets as texts } from "../../texts/en/presets.ts";
import { format } from "../../texts/format.ts";
import type { PresetRow } from "./presets.ts";

interface SelectedPresetProps {
  preset: PresetRow;
  /** None where the choice was made before. */
  onOther?: (() => void) | undefined;
}

/** Which preset was chosen, and what it sets, in the place of the list that it was chosen from. */
export function SelectedPreset({ preset: { name, from, version, fields }, onOther }: SelectedPresetProps) {
  return (
    <div class="preset-chosen">
      <p>
        <strong>{name}</strong>
        <span class="cb-quiet">{format(texts.creating.chosen, { group: texts.groups[from], version })}</span>
        <span class="cb-quiet">
          {texts.sets}: {fields.map(({ label }) => label).join(", ")}
        </span>
      </p>
      {onOther && (
        <Button size="small" onClick={onOther}>
          {texts.creating.other}
        </Button>
      )}
    </div>
  );
}
