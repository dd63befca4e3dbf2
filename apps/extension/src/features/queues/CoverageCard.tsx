import { Card } from "@callboard/ui/Card";
import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import type { QueueFieldProps } from "../../shared/queue-form/QueueFieldProps.ts";
import { queues } from "../../texts/en/queues.ts";

const texts = queues.form;

/** How many agents should take calls while the queue is open. */
export function CoverageCard({ form, edit, errorOf }: QueueFieldProps) {
  return (
    <Card title={texts.coverage} subtitle={texts.coverageSubtitle}>
      <div class="form">
        <div class="form-pair">
          <Field label={texts.least} hint={texts.leastHint} error={errorOf("leastTakingCalls")}>
            <TextInput
              numeric
              after={texts.leastUnit}
              value={form.leastTakingCalls}
              onChange={(leastTakingCalls) => edit({ leastTakingCalls })}
            />
          </Field>
        </div>
      </div>
    </Card>
  );
}
