import type { RuleGroup } from "@callboard/domain/sources/schema";
import { Card } from "@callboard/ui/Card";
import type { PresetRow } from "../../shared/presets/presets.ts";
import { ruleGroupsSummary } from "../../shared/source-rules/ruleText.ts";
import { presets as texts } from "../../texts/en/presets.ts";

/** Every field that the preset sets, in words. */
export function PresetValues({ preset }: { preset: PresetRow }) {
  const { fields } = preset;
  return (
    <Card title={texts.includedTitle} subtitle={preset.description || undefined}>
      {fields.length === 0 ? (
        <p class="cb-muted">{texts.includedEmpty}</p>
      ) : (
        <dl class="preset-facts">
          {fields.map(({ field, label, text }) => (
            <div key={field}>
              <dt>{label}</dt>
              <dd>{valueText(preset, field, text) || <span class="cb-muted">{texts.card.empty}</span>}</dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  );
}

/** Rules are written as sentences here, because there is space for them. */
const valueText = ({ values }: PresetRow, field: string, text: string): string =>
  field === "ruleGroups" ? ruleGroupsSummary(values["ruleGroups"] as RuleGroup[]).whole : text;
