import { STICKY_DAYS_MAX } from "@callboard/domain/sources/types";
import { Card } from "@callboard/ui/Card";
import { Field } from "@callboard/ui/Field";
import { TagInput } from "@callboard/ui/TagInput";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { api, type Inputs } from "../../data/api.ts";
import { failureText, fieldError } from "../../shared/form/failures.ts";
import { RecordForm } from "../../shared/form/RecordForm.tsx";
import { useAction } from "../../shared/form/useAction.ts";
import { useDraft } from "../../shared/form/useDraft.ts";
import { toasts } from "../../shared/toasts.ts";
import { format } from "../../texts/format.ts";
import { trackingCode as texts } from "../../texts/en/sources.ts";
import { QueueNumbersCard, queueNumberFields } from "./QueueNumbersCard.tsx";
import { parseStickyDays, type TrackingCodeFormValues, trackingCodeFormValuesOf } from "./trackingCodeFormValues.ts";
import type { TrackingCode } from "./types.ts";

interface TrackingCodeFormProps {
  code: TrackingCode;
  readOnly: boolean;
  refetch: () => Promise<void>;
}

/** The websites, how long a visitor keeps a source, and the numbers that stand for queues. */
export function TrackingCodeForm({ code, readOnly, refetch }: TrackingCodeFormProps) {
  const newest = trackingCodeFormValuesOf(code, texts.queueNumbers.gone);
  const draft = useDraft<TrackingCodeFormValues>(newest, code.version ?? 0);
  const [wasSubmitted, setWasSubmitted] = useState(false);
  const save = useAction((input: Inputs["sources"]["saveTrackingCode"], options) =>
    api().sources.saveTrackingCode.mutate(input, options),
  );
  const { websites, stickyDays, queueNumbers } = draft.value;
  const outcome = save.outcome.value;
  const days = parseStickyDays(stickyDays);

  async function submit() {
    setWasSubmitted(true);
    if (days === null) return;
    const input = { websites: [...websites], stickyDays: days, queueNumbers: queueNumbers.map(numberAndQueue) };
    const outcome = await save.run(draft.version === 0 ? input : { ...input, version: draft.version });
    if (!outcome?.ok) return;
    await refetch();
    draft.reset();
    setWasSubmitted(false);
    toasts.show({ tone: "good", sentence: texts.saved });
  }

  const edit = (change: Partial<TrackingCodeFormValues>) => {
    save.clear();
    draft.edit(change);
  };
  const websiteField = outcome?.ok === false ? outcome.failure?.field : undefined;
  return (
    <RecordForm
      draft={{ ...draft, isResumed: false }}
      action={save}
      fields={[...websites.map((_, index) => `websites.${index}`), "stickyDays", ...queueNumberFields(queueNumbers)]}
      submit={texts.save}
      // A website that is still being typed is added when the button takes the focus, so the button is always enabled.
      isNew
      isReadOnly={readOnly}
      onSubmit={submit}
      refetch={refetch}
    >
      <Card title={texts.websites.title} subtitle={texts.websites.subtitle}>
        <div class="form">
          <Field
            label={texts.websites.list}
            hint={texts.websites.hint}
            error={websiteField?.startsWith("websites") ? failureText(outcome) : undefined}
          >
            <TagInput
              tags={websites}
              placeholder={texts.websites.example}
              removeLabel={(website) => format(texts.websites.remove, { website })}
              onChange={(next) => edit({ websites: next })}
            />
          </Field>
          <Field
            label={texts.websites.stickyDays}
            hint={texts.websites.stickyHint}
            error={
              wasSubmitted && days === null
                ? format(texts.websites.stickyInvalid, { most: STICKY_DAYS_MAX })
                : fieldError(outcome, "stickyDays")
            }
          >
            <span class="sticky-days">
              <TextInput
                numeric
                value={stickyDays}
                after={texts.websites.days}
                onChange={(next) => edit({ stickyDays: next })}
              />
            </span>
          </Field>
        </div>
      </Card>
      <QueueNumbersCard numbers={queueNumbers} outcome={outcome} onChange={(next) => edit({ queueNumbers: next })} />
    </RecordForm>
  );
}

const numberAndQueue = ({ number, queue }: TrackingCodeFormValues["queueNumbers"][number]) => ({ number, queue });
