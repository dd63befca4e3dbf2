import { QUEUE_NAME_MAX } from "@callboard/domain/queues/types";
import { Card } from "@callboard/ui/Card";
import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import type { QueueFieldProps } from "../../shared/queue-form/QueueFieldProps.ts";
import { RingField, RoutingField, TagsField, WrapUpField } from "../../shared/queue-form/RoutingFields.tsx";
import { queues } from "../../texts/en/queues.ts";

const texts = queues.form;

export function AboutCard(part: QueueFieldProps) {
  const { form, edit, errorOf } = part;
  return (
    <Card title={texts.about}>
      <div class="form">
        <Field label={texts.name} error={errorOf("name")}>
          <TextInput value={form.name} maxLength={QUEUE_NAME_MAX} onChange={(name) => edit({ name })} />
        </Field>
        <RoutingField {...part} />
        <div class="form-pair queue-seconds">
          <RingField {...part} />
          <WrapUpField {...part} />
        </div>
        <TagsField {...part} />
      </div>
    </Card>
  );
}
