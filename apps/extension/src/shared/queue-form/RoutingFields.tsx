import { ROUTINGS, TAG_MAX } from "@callboard/domain/queues/types";
import { Field } from "@callboard/ui/Field";
import { RadioGroup } from "@callboard/ui/RadioGroup";
import { TagInput } from "@callboard/ui/TagInput";
import { TextInput } from "@callboard/ui/TextInput";
import { queues } from "../../texts/en/queues.ts";
import { format } from "../../texts/format.ts";
import type { QueueFieldProps } from "./QueueFieldProps.ts";

const texts = queues.form;

export function RoutingField({ form, edit }: QueueFieldProps) {
  return (
    <RadioGroup
      label={queues.routing}
      options={ROUTINGS.map((value) => ({
        value,
        label: queues.routings[value],
        hint: texts.routingHints[value],
      }))}
      horizontal
      value={form.routing}
      onChange={(routing) => edit({ routing })}
    />
  );
}

export function RingField({ form, edit, errorOf }: QueueFieldProps) {
  return (
    <Field label={texts.ringSeconds} hint={texts.ringHint} error={errorOf("ringSeconds")}>
      <TextInput
        numeric
        after={texts.seconds}
        value={form.ringSeconds}
        onChange={(ringSeconds) => edit({ ringSeconds })}
      />
    </Field>
  );
}

export function WrapUpField({ form, edit, errorOf }: QueueFieldProps) {
  return (
    <Field label={texts.wrapUpSeconds} hint={texts.wrapUpHint} error={errorOf("wrapUpSeconds")}>
      <TextInput
        numeric
        after={texts.seconds}
        value={form.wrapUpSeconds}
        onChange={(wrapUpSeconds) => edit({ wrapUpSeconds })}
      />
    </Field>
  );
}

export function TagsField({ form, edit, errorOf }: QueueFieldProps) {
  const tagError = form.tags.map((_, index) => errorOf(`tags.${index}`)).find(Boolean);
  return (
    <Field label={texts.tags} hint={texts.tagsHint} error={errorOf("tags") ?? tagError}>
      <TagInput
        tags={form.tags}
        maxLength={TAG_MAX}
        removeLabel={(tag) => format(texts.removeTag, { tag })}
        onChange={(tags) => edit({ tags })}
      />
    </Field>
  );
}
