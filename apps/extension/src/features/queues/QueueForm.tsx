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
  const [first] = useState(newQueueFormValues);
  const draft = usePersistentDraft<QueueFormValues>({
    address: queue ? queueSettingsHref(queue.id) : href("queues", "new"),
    page: href("queues", queue?.id ?? "new"),
    newest: queue ? queueFormValuesOf(queue) : first,
    version: queue?.version ?? 0,
    title: queue?.name ?? texts.newTitle,
  });
  const [tried, setTried] = useState(false);
  const save = useAction((input: Inputs["queues"]["save"], options) => api().queues.save.mutate(input, options));
  const form = draft.value;
  const odd = invalidQueueFields(form);
  const outcome = save.outcome.value;

  async function submit() {
    setTried(true);
    if (Object.keys(odd).length > 0) return;
    const which = queue ? { id: queue.id, version: draft.version } : {};
    const done = await save.run({ ...which, ...queueInputOf(form) });
    if (!done?.ok) return;
    await refetch();
    draft.reset();
    setTried(false);
    toasts.show({ kind: "good", sentence: format(queue ? texts.saved : texts.added, { name: form.name.trim() }) });
    if (!queue) go("queues", done.answer.id);
  }

  const part: QueueFieldProps = {
    form,
    edit(change) {
      save.clear();
      draft.edit(change);
    },
    errorOf: (field) => (tried ? odd[field] : undefined) ?? fieldError(outcome, field),
  };
  return (
    <RecordForm
      draft={draft}
      action={save}
      fields={errorFields(form)}
      submit={queue ? texts.save : texts.add}
      isNew={queue === null}
      readOnly={readOnly}
      odd={tried && Object.keys(odd).length > 0 ? texts.oddSome : undefined}
      onSubmit={submit}
      refetch={refetch}
    >
      <AboutCard {...part} />
      <MembersCard {...part} people={people} />
      <HoursCard {...part} />
      <NoAnswerCard {...part} self={queue?.id ?? null} />
      <MissedCallsCard {...part} />
    </RecordForm>
  );
}

const PLAIN_FIELDS = ["name", "routing", "ringSeconds", "wrapUpSeconds", "members", "tags", "noAnswer", "noAnswer.id"];
const NESTED_FIELDS = ["schedule.hours", "missedCall.after", "missedCall.status", "missedCall.minutes"];

/** The fields that show their own errors. */
const errorFields = ({ members, hours, holidays, tags }: QueueFormValues): string[] => [
  ...PLAIN_FIELDS,
  ...NESTED_FIELDS,
  ...tags.map((_, at) => `tags.${at}`),
  ...members.flatMap((_, at) => [`members.${at}`, `members.${at}.weight`]),
  ...hours.flatMap((_, at) => [`schedule.hours.${at}.from`, `schedule.hours.${at}.to`]),
  ...holidays.flatMap((_, at) => [`schedule.holidays.${at}.date`, `schedule.holidays.${at}.name`]),
];
