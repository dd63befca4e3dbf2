import { Checkbox } from "@callboard/ui/Checkbox";
import { presets as texts } from "../../texts/en/presets.ts";
import { SelectedPreset } from "./SelectedPreset.tsx";
import type { PresetRow } from "./presets.ts";

interface OverrideFieldsProps {
  preset: PresetRow;
  kept: ReadonlySet<string>;
  onKept: (kept: ReadonlySet<string>) => void;
  onOther?: (() => void) | undefined;
}

/** Fields that shouldn't come from the preset: they become overrides. */
export function OverrideFields({ preset, kept, onKept, onOther }: OverrideFieldsProps) {
  return (
    <>
      {onOther && <SelectedPreset preset={preset} onOther={onOther} />}
      <fieldset class="preset-kept">
        <legend>{texts.applying.keep}</legend>
        <p class="cb-quiet cb-small">{texts.applying.keepHint}</p>
        <div class="preset-ticks">
          {preset.fields.map(({ field, label }) => (
            <Checkbox
              key={field}
              label={label}
              checked={kept.has(field)}
              onChange={(on) => onKept(new Set(on ? [...kept, field] : [...kept].filter((one) => one !== field)))}
            />
          ))}
        </div>
      </fieldset>
    </>
  );
}
