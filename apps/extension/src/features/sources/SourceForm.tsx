import { DESCRIPTION_MAX, SITES, TRACKING_NAME_MAX } from "@callboard/domain/numbers/types";
import { Card } from "@callboard/ui/Card";
import { Field } from "@callboard/ui/Field";
import { RadioGroup } from "@callboard/ui/RadioGroup";
import { TextInput } from "@callboard/ui/TextInput";
import { api, type Inputs } from "../../data/api.ts";
import { go, href } from "../../shared/route.ts";
import { RecordForm } from "../../shared/form/RecordForm.tsx";
import { fieldError } from "../../shared/form/failures.ts";
import { toasts } from "../../shared/toasts.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { usePersistentDraft } from "../../shared/form/usePersistentDraft.ts";
import { sources } from "../../texts/en/sources.ts";
import { format } from "../../texts/format.ts";
import { RulesEditor } from "../../shared/source-rules/RulesEditor.tsx";
import {
  errorFields,
  type SourceFormValues,
  sourceFormValuesOf,
  NEW_SOURCE,
} from "../../shared/source-rules/sourceFormValues.ts";
import type { Source } from "./types.ts";

const texts = sources.form;

interface SourceFormProps {
  /** Null for a new source. */
  source: Source | null;
  readOnly: boolean;
  refetch: () => Promise<void>;
}

/** A source's name and rules. Edits that aren't saved are kept when the page is left. */
export function SourceForm({ source, readOnly, refetch }: SourceFormProps) {
  const draft = usePersistentDraft<SourceFormValues>({
    address: href("sources", source?.id ?? "new"),
    newest: source ? sourceFormValuesOf(source) : NEW_SOURCE,
    version: source?.version ?? 0,
    title: source?.name ?? texts.newTitle,
  });
  const save = useAction((input: Inputs["sources"]["save"], options) => api().sources.save.mutate(input, options));
  const form = draft.value;
  const outcome = save.outcome.value;
  const edit = (change: Partial<SourceFormValues>) => {
    save.clear();
    draft.edit(change);
  };

  async function submit() {
    const idAndVersion = source ? { id: source.id, version: draft.version } : {};
    // An offsite source is recognized by its number alone.
    const ruleGroups = form.site === "offsite" ? [] : form.ruleGroups;
    const outcome = await save.run({ ...idAndVersion, ...form, ruleGroups });
    if (!outcome?.ok) return;
    await refetch();
    draft.reset();
    toasts.show({ tone: "good", sentence: format(source ? texts.saved : texts.added, { name: form.name.trim() }) });
    if (!source) go("sources");
  }

  return (
    <RecordForm
      draft={draft}
      action={save}
      fields={errorFields(form)}
      submit={source ? texts.save : texts.add}
      isNew={source === null}
      isReadOnly={readOnly}
      onSubmit={submit}
      refetch={refetch}
    >
      <Card title={texts.about}>
        <div class="form">
          <Field label={texts.name} error={fieldError(outcome, "name")}>
            <TextInput value={form.name} maxLength={TRACKING_NAME_MAX} onChange={(name) => edit({ name })} />
          </Field>
          <Field label={texts.description} hint={texts.descriptionHint} error={fieldError(outcome, "description")}>
            <TextInput
              rows={2}
              value={form.description}
              maxLength={DESCRIPTION_MAX}
              onChange={(description) => edit({ description })}
            />
          </Field>
          <RadioGroup
            label={texts.site}
            horizontal
            options={SITES.toReversed().map((value) => ({
              value,
              label: texts.sites[value],
              hint: texts.siteHints[value],
            }))}
            value={form.site}
            onChange={(site) => edit({ site })}
          />
        </div>
      </Card>
      <RulesEditor
        site={form.site}
        ruleGroups={form.ruleGroups}
        outcome={outcome}
        onChange={(ruleGroups) => edit({ ruleGroups })}
      />
    </RecordForm>
  );
}
