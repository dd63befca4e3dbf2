import { Card } from "@callboard/ui/Card";
import { RadioGroup } from "@callboard/ui/RadioGroup";
import { HoursCard } from "../../shared/queue-form/HoursCard.tsx";
import type { QueueFieldProps } from "../../shared/queue-form/QueueFieldProps.ts";
import { RingField, RoutingField, TagsField, WrapUpField } from "../../shared/queue-form/RoutingFields.tsx";
import { presets } from "../../texts/en/presets.ts";
import { queues } from "../../texts/en/queues.ts";
import type { ValuesProps } from "./presetFormValues.ts";
import "../../shared/queue-form/QueueForm.css";

/** The other options need a receiving number or queue of one account, but a preset is for many accounts. */
const NO_ANSWER_OPTIONS = ["voicemail", "hang up"] as const;
const PLAIN_FIELDS = ["routing", "ringSeconds", "wrapUpSeconds", "tags", "noAnswer"];

/** The editors of the queue fields that a preset sets, the same as in the queue's form. */
export function QueueValues({ form, edit, errorOf }: ValuesProps) {
  const { includedFields, queue } = form;
  const fieldProps: QueueFieldProps = { form: queue, edit: (next) => edit({ queue: { ...queue, ...next } }), errorOf };
  const has = (field: string) => includedFields.includes(field);
  return (
    <>
      {PLAIN_FIELDS.some(has) && (
        <Card title={presets.form.values}>
          <div class="form">
            {has("routing") && <RoutingField {...fieldProps} />}
            {(has("ringSeconds") || has("wrapUpSeconds")) && (
              <div class="form-pair queue-seconds">
                {has("ringSeconds") && <RingField {...fieldProps} />}
                {has("wrapUpSeconds") && <WrapUpField {...fieldProps} />}
              </div>
            )}
            {has("noAnswer") && <NoAnswerChoice {...fieldProps} />}
            {has("tags") && <TagsField {...fieldProps} />}
          </div>
        </Card>
      )}
      {has("schedule") && <HoursCard {...fieldProps} />}
    </>
  );
}

function NoAnswerChoice({ form: { noAnswer }, edit }: QueueFieldProps) {
  return (
    <RadioGroup
      label={queues.form.noAnswer}
      horizontal
      options={NO_ANSWER_OPTIONS.map((value) => ({ value, label: queues.noAnswers[value] }))}
      value={noAnswer.to === "hang up" ? "hang up" : "voicemail"}
      onChange={(to) => edit({ noAnswer: { to, id: "", name: "" } })}
    />
  );
}
