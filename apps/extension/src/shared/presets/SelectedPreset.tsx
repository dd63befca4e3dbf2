import { Button } from "@callboard/ui/Button";
import { presets as texts } from "../../texts/en/presets.ts";
import { format } from "../../texts/format.ts";
import type { PresetRow } from "./presets.ts";

interface SelectedPresetProps {
  preset: PresetRow;
  /** Undefined if the preset was fixed from the start. */
  onChange?: (() => void) | undefined;
}

/** The chosen preset and what it sets, shown instead of the list that it was chosen from. */
export function SelectedPreset({ preset: { name, from: origin, version, fields }, onChange }: SelectedPresetProps) {
  return (
    <div class="preset-chosen">
      <p>
        <strong>{name}</strong>
        <span class="cb-muted">{format(texts.createForm.chosen, { group: texts.groups[origin], version })}</span>
        <span class="cb-muted">
          {texts.includedFields}: {fields.map(({ label }) => label).join(", ")}
        </span>
      </p>
      {onChange && (
        <Button size="small" onClick={onChange}>
          {texts.createForm.other}
        </Button>
      )}
    </div>
  );
}
