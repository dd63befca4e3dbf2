import { Card } from "@callboard/ui/Card";
import { Checkbox } from "@callboard/ui/Checkbox";
import { Field } from "@callboard/ui/Field";
import { Select } from "@callboard/ui/Select";
import { TextInput } from "@callboard/ui/TextInput";
import { api } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import { queues } from "../../texts/en/queues.ts";
import type { QueueFieldProps } from "../../shared/queue-form/QueueFieldProps.ts";

const texts = queues.form;

/** Sets agents who miss calls to a status that takes none. Off by default. */
export function MissedCallsCard({ form, edit, errorOf }: QueueFieldProps) {
  const statuses = useResource(["status"], () => api().agents.statuses.query()).data.value ?? [];
  const { missedOn, missed } = form;
  // An archived status stays in the list only while it is the chosen one.
  const awayStatuses = statuses.filter(({ id, takesCalls, archivedAt }) =>
    archivedAt === null ? !takesCalls : id === missed.status,
  );
  const change = (next: Partial<typeof missed>) => edit({ missed: { ...missed, ...next } });
  return (
    <Card title={texts.missedCalls}>
      <div class="form">
        <Checkbox
          label={texts.missedOn}
          hint={texts.missedHint}
          checked={missedOn}
          onChange={(on) => edit({ missedOn: on })}
        />
        {missedOn && (
          <div class="missed">
            <Field label={texts.missedAfter} error={errorOf("missedCall.after")}>
              <TextInput
                numeric
                after={texts.missedAfterUnit}
                value={missed.after}
                onChange={(after) => change({ after })}
              />
            </Field>
            <Field label={texts.missedStatus} error={errorOf("missedCall.status")}>
              <Select
                options={awayStatuses.map(({ id, name }) => ({ value: id, label: name }))}
                placeholder={texts.missedChoose}
                value={missed.status}
                onChange={(status) => change({ status })}
              />
            </Field>
            <Field label={texts.missedMinutes} hint={texts.missedMinutesHint} error={errorOf("missedCall.minutes")}>
              <TextInput
                numeric
                after={texts.minutes}
                value={missed.minutes}
                onChange={(minutes) => change({ minutes })}
              />
            </Field>
          </div>
        )}
      </div>
    </Card>
  );
}
