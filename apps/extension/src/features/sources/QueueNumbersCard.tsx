import { QUEUE_NUMBERS_MAX } from "@callboard/domain/sources/types";
import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { Combobox } from "@callboard/ui/Combobox";
import { Field } from "@callboard/ui/Field";
import { IconButton } from "@callboard/ui/IconButton";
import { TextInput } from "@callboard/ui/TextInput";
import { api } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import type { Outcome } from "../../data/sendOnce.ts";
import { fieldError } from "../../shared/form/failures.ts";
import { format } from "../../texts/format.ts";
import { trackingCode } from "../../texts/en/sources.ts";
import type { QueueNumber } from "./trackingCodeFormValues.ts";

const texts = trackingCode.queueNumbers;
const NUMBER_MAX = 40;

interface QueueNumbersCardProps {
  numbers: readonly QueueNumber[];
  outcome: Outcome<unknown> | null;
  onChange: (numbers: readonly QueueNumber[]) => void;
}

const fieldOf = (index: number, part: "number" | "queue") => `queueNumbers.${index}.${part}`;
/** The fields that show their own errors. */
export const queueNumberFields = (numbers: readonly QueueNumber[]): string[] =>
  numbers.flatMap((_, index) => [fieldOf(index, "number"), fieldOf(index, "queue")]);

/** Numbers on the websites that nothing else connects to a queue, such as a main line that is forwarded here. */
export function QueueNumbersCard({ numbers, outcome, onChange }: QueueNumbersCardProps) {
  const queues = useResource(["queue"], () => api().queues.list.query()).data.value?.queues ?? null;
  const change = (index: number, part: Partial<QueueNumber>) =>
    onChange(numbers.with(index, { ...numbers[index]!, ...part }));
  return (
    <Card title={texts.title} subtitle={texts.subtitle}>
      <div class="queue-numbers">
        {numbers.map((row, index) => (
          <div key={index} class="queue-number" role="group" aria-label={format(texts.row, { place: index + 1 })}>
            <Field label={texts.number} error={fieldError(outcome, fieldOf(index, "number"))}>
              <TextInput
                type="tel"
                value={row.number}
                maxLength={NUMBER_MAX}
                onChange={(number) => change(index, { number })}
              />
            </Field>
            <Field label={texts.queue} error={fieldError(outcome, fieldOf(index, "queue"))}>
              <Combobox
                options={(queues ?? []).map(({ id, name }) => ({ value: id, label: name }))}
                value={row.queue}
                displayValue={row.queueName}
                placeholder={texts.choose}
                emptyText={queues?.length === 0 ? texts.none : texts.noMatch}
                onChange={(queue, { label }) => change(index, { queue, queueName: label })}
              />
            </Field>
            <IconButton
              icon="trash"
              label={format(texts.remove, { place: index + 1 })}
              onClick={() => onChange(numbers.toSpliced(index, 1))}
            />
          </div>
        ))}
        <Button
          icon="plus"
          disabled={numbers.length >= QUEUE_NUMBERS_MAX}
          onClick={() => onChange([...numbers, { number: "", queue: "", queueName: "" }])}
        >
          {texts.add}
        </Button>
      </div>
    </Card>
  );
}
