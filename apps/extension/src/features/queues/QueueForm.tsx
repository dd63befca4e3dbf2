import { useState } from "preact/hooks";
import { api, type Inputs } from "../../data/api.ts";
import { go, href } from "../../shared/route.ts";
import { HoursCard } from "../../shared/queue-form/HoursCard.tsx";
import { NoAnswerCard } from "./NoAnswerCard.tsx";
import type { QueueFieldProps } from "../../shared/queue-form/QueueFieldProps.ts";
import {
  type QueueFormValues,
  queueFormValuesOf,
  queueInputOf,
  newQueueFormValues,
  invalidQueueFields,
  queueSettingsHref,
} from "../../shared/queue-form/queueFormValues.ts";
import { RecordForm } from "../../shared/form/RecordForm.tsx";
import { fieldError } from "../../shared/form/failures.ts";
import { toasts } from "../../shared/toasts.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { usePersistentDraft } from "../../shared/form/usePersistentDraft.ts";
import { queues } from "../../texts/en/queues.ts";
import { format } from "../../texts/format.ts";
import { CoverageCard } from "./CoverageCard.tsx";
import { AboutCard } from "./AboutCard.tsx";
import { MembersCard } from "./MembersCard.tsx";
import { MissedCallsCard } from "./MissedCallsCard.tsx";
import type { Person, QueueView } from "./types.ts";

const texts = queues.form;

interface QueueFormProps {
  /** Null for a new queue. */
  queue: QueueView | null;
  people: readonly Person[];
  readOnly: boolean;
  refetch: () => Promise<void>;
}

/** All of a queue's settings, saved against the version that the form was opened with. */
export function QueueForm({ queue, people, readOnly, refetch }: QueueFormProps) {
  const [initial] = useState(newQueueFormValues);
  const draft = usePersistentDraft<QueueFormValues>({
    address: queue ? queueSettingsHref(queue.id) : href("queues", "new"),
    page: href("queues", queue?.id ?? "new"),
    newest: queue ? queueFormValuesOf(queue) : initial,
    version: queue?.version ?? 0,
    title: queue?.name ?? texts.newTitle,
  });
  const [wasSubmitted, setWasSubmitted] = useState(false);
  const save = useAction((input: Inputs["queues"]["save"], options) => api().queues.save.mutate(input, options));
  const form = draft.value;
  const errors = invalidQueueFields(form);
  const outcome = save.outcome.value;

  async function submit() {
    setWasSubmitted(true);
    if (Object.keys(errors).length > 0) return;
    const idAndVersion = queue ? { id: queue.id, version: draft.version } : {};
    const outcome = await save.run({ ...idAndVersion, ...queueInputOf(form) });
    if (!outcome?.ok) return;
    await refetch();
    draft.reset();
    setWasSubmitted(false);
    toasts.show({ tone: "good", sentence: format(queue ? texts.saved : texts.added, { name: form.name.trim() }) });
    if (!queue) go("queues", outcome.output.id);
  }

  const fieldProps: QueueFieldProps = {
    form,
    edit(change) {
      save.clear();
      draft.edit(change);
    },
    errorOf: (field) => (wasSubmitted ? errors[field] : undefined) ?? fieldError(outcome, field),
  };
  return (
    <RecordForm
      draft={draft}
      action={save}
      fields={errorFields(form)}
      submit={queue ? texts.save : texts.add}
      isNew={queue === null}
      isReadOnly={readOnly}
      invalid={wasSubmitted && Object.keys(errors).length > 0 ? texts.invalidSome : undefined}
      onSubmit={submit}
      refetch={refetch}
    >
      <AboutCard {...fieldProps} />
      <MembersCard {...fieldProps} people={people} />
      <CoverageCard {...fieldProps} />
      <HoursCard {...fieldProps} />
      <NoAnswerCard {...fieldProps} ownId={queue?.id ?? null} />
      <MissedCallsCard {...fieldProps} />
    </RecordForm>
  );
}

const PLAIN_FIELDS = [
  "name",
  "routing",
  "ringSeconds",
  "wrapUpSeconds",
  "members",
  "leastTakingCalls",
  "tags",
  "noAnswer",
  "noAnswer.id",
];
const NESTED_FIELDS = ["schedule.hours", "missedCall.after", "missedCall.status", "missedCall.minutes"];

/** The fields that show their own errors. */
const errorFields = ({ members, hours, holidays, tags }: QueueFormValues): string[] => [
  ...PLAIN_FIELDS,
  ...NESTED_FIELDS,
  ...tags.map((_, index) => `tags.${index}`),
  ...members.flatMap((_, index) => [`members.${index}`, `members.${index}.weight`]),
  ...hours.flatMap((_, index) => [`schedule.hours.${index}.from`, `schedule.hours.${index}.to`]),
  ...holidays.flatMap((_, index) => [`schedule.holidays.${index}.date`, `schedule.holidays.${index}.name`]),
];
