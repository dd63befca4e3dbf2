import { DESCRIPTION_MAX, SITES } from "@callboard/domain/numbers/types";
import { Card } from "@callboard/ui/Card";
import { Field } from "@callboard/ui/Field";
import { RadioGroup } from "@callboard/ui/RadioGroup";
import { TextInput } from "@callboard/ui/TextInput";
import { RulesEditor } from "../../shared/source-rules/RulesEditor.tsx";
import type { SourceFormValues } from "../../shared/source-rules/sourceFormValues.ts";
import { presets } from "../../texts/en/presets.ts";
import { sources } from "../../texts/en/sources.ts";
import type { ValuesProps } from "./presetFormValues.ts";

const texts = sources.form;

/** The editors of the source fields that a preset sets, the same as in the source's form. */
export function SourceValues({ form, edit, errorOf, outcome }: ValuesProps) {
  const { includedFields, source } = form;
  const change = (next: Partial<SourceFormValues>) => edit({ source: { ...source, ...next } });
  const has = (field: string) => includedFields.includes(field);
  return (
    <>
      {(has("description") || has("site")) && (
        <Card title={presets.form.values}>
          <div class="form">
            {has("description") && (
              <Field label={texts.description} hint={texts.descriptionHint} error={errorOf("description")}>
                <TextInput
                  rows={2}
                  value={source.description}
                  maxLength={DESCRIPTION_MAX}
                  onChange={(description) => change({ description })}
                />
              </Field>
            )}
            {has("site") && (
              <RadioGroup
                label={texts.site}
                horizontal
                options={SITES.toReversed().map((value) => ({
                  value,
                  label: texts.sites[value],
                  hint: texts.siteHints[value],
                }))}
                value={source.site}
                onChange={(site) => change({ site })}
              />
            )}
          </div>
        </Card>
      )}
      {has("ruleGroups") && (
        <RulesEditor
          site={has("site") ? source.site : "onsite"}
          ruleGroups={source.ruleGroups}
          outcome={outcome}
          onChange={(ruleGroups) => change({ ruleGroups })}
        />
      )}
    </>
  );
}
