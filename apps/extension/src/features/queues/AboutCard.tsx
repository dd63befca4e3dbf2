import { QUEUE_NAME_MAX } from "@callboard/domain/queues/types";
import { Card } from "@callboard/ui/Card";
import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import type { QueueFieldProps } from "../../shared/queue-form/QueueFieldProps.ts";
import { RingField, RoutingField, TagsField, WrapUpField } from "../../shared/queue-form/RoutingFields.tsx";
import { queues } from "../../texts/en/queues.ts";

const texts = queues.form;

/** A queue's name, how calls are offered to its members, its ring and wrap-up times, and its tags. */
export function AboutCard(props: QueueFieldProps) {
  const { form, edit, errorOf } = props;
  return (
    <Card title={texts.about}>
      <div class="form">
        <Field label={texts.name} error={errorOf("name")}>
          <TextInput value={form.name} maxLength={QUEUE_NAME_MAX} onChange={(name) => edit({ name })} />
        </Field>
        <RoutingField {...props} />
        <div class="form-pair queue-seconds">
          <RingField {...props} />
          <WrapUpField {...props} />
        </div>
        <TagsField {...props} />
      </div>
    </Card>
  );
}
