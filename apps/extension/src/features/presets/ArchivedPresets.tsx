import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { type PresetRow, presetHref } from "../../shared/presets/presets.ts";
import { presets as texts } from "../../texts/en/presets.ts";
import { archivePreset } from "./archivePreset.ts";

interface ArchivedPresetsProps {
  presets: readonly PresetRow[];
  mayChange: boolean;
  onChanged: () => void;
}

export function ArchivedPresets({ presets, mayChange, onChanged }: ArchivedPresetsProps) {
  const archived = presets.filter(({ archivedAt }) => archivedAt !== null);
  if (archived.length === 0) return null;
  return (
    <Card title={texts.archived} subtitle={texts.archivedSubtitle} flush>
      <ul class="presets-archived">
        {archived.map((preset) => (
          <li key={preset.id}>
            <a href={presetHref(preset.id)}>{preset.name}</a>
            {mayChange && preset.from === "own" && (
              <Button size="small" onClick={() => void archivePreset(preset, false, onChanged)}>
                {texts.unarchive}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
