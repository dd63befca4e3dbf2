import { Checkbox } from "@callboard/ui/Checkbox";
import { presets as texts } from "../../texts/en/presets.ts";
import { SelectedPreset } from "./SelectedPreset.tsx";
import type { PresetRow } from "./presets.ts";

interface OverrideFieldsProps {
  preset: PresetRow;
  overrides: ReadonlySet<string>;
  onChange: (overrides: ReadonlySet<string>) => void;
  onChangePreset?: (() => void) | undefined;
}

/** Fields that shouldn't come from the preset: they become overrides. */
export function OverrideFields({ preset, overrides, onChange, onChangePreset }: OverrideFieldsProps) {
  return (
    <>
      {onChangePreset && <SelectedPreset preset={preset} onChange={onChangePreset} />}
      <fieldset class="preset-field-choice">
        <legend>{texts.applyForm.keep}</legend>
        <p class="cb-muted cb-small">{texts.applyForm.keepHint}</p>
        <div class="preset-checkboxes">
          {preset.fields.map(({ field, label }) => (
            <Checkbox
              key={field}
              label={label}
              checked={overrides.has(field)}
              onChange={(on) =>
                onChange(new Set(on ? [...overrides, field] : [...overrides].filter((other) => other !== field)))
              }
            />
          ))}
        </div>
      </fieldset>
    </>
  );
}
