import { useState } from "preact/hooks";
import { api, type Inputs } from "../../api.ts";
import { go, href } from "../../route.ts";
import { HoursCard } from "../../routing/HoursCard.tsx";
import { NoAnswerCard } from "../../routing/NoAnswerCard.tsx";
import type { PartProps } from "../../routing/PartProps.ts";
import { type Form, formOf, inputOf, newForm, oddIn, settingsHref } from "../../routing/queueDraft.ts";
import { RecordForm } from "../../shell/RecordForm.tsx";
import { fieldError } from "../../shell/refusals.ts";
import { toasts } from "../../shell/toasts.ts";
import { useAction } from "../../shell/useAction.ts";
import { useKeptDraft } from "../../shell/useKeptDraft.ts";
import { queues } from "../../texts/en/queues.ts";
import { say } from "../../texts/say.ts";
import { AboutCard } from "./AboutCard.tsx";
import { MembersCard } from "./MembersCard.tsx";
import { MissedCard } from "./MissedCard.tsx";
import type { Person, QueueAnswer } from "./answers.ts";

const texts = queues.form;

interface QueueFormProps {
  /** None: a new one. */
  queue: QueueAnswer | null;
  people: readonly Person[];
  readOnly: boolean;
  refetch: () => Promise<void>;
}

/** Everything that people set about a queue, saved whole against the version it was opened with. */
export function QueueForm({ queue, people, readOnly, refetch }: QueueFormProps) {
  const [first] = useState(newForm);
  const draft = useKeptDraft<Form>({
    address: queue ? settingsHref(queue.id) : href("queues", "new"),
    page: href("queues", queue?.id ?? "new"),
    newest: queue ? formOf(queue) : first,
    version: queue?.version ?? 0,
    title: queue?.name ?? texts.newTitle,
  });
  const [tried, setTried] = useState(false);
  const save = useAction((input: Inputs["queues"]["save"], options) => api().queues.save.mutate(input, options));
  const form = draft.value;
  const odd = oddIn(form);
  const outcome = save.outcome.value;

  async function submit() {
    setTried(true);
    if (Object.keys(odd).length > 0) return;
    const which = queue ? { id: queue.id, version: draft.version } : {};
    const done = await save.run({ ...which, ...inputOf(form) });
    if (!done?.ok) return;
    await refetch();
    draft.reset();
    setTried(false);
    toasts.show({ kind: "good", sentence: say(queue ? texts.saved : texts.added, { name: form.name.trim() }) });
    if (!queue) go("queues", done.answer.id);
  }

  const part: PartProps = {
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
      fields={fieldsOf(form)}
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
      <MissedCard {...part} />
    </RecordForm>
  );
}

const PLAIN = ["name", "routing", "ringSeconds", "wrapUpSeconds", "members", "tags", "noAnswer", "noAnswer.id"];
const NESTED = ["schedule.hours", "missedCall.after", "missedCall.status", "missedCall.minutes"];

/** The fields that show their own refusals. */
const fieldsOf = ({ members, hours, holidays, tags }: Form): string[] => [
  ...PLAIN,
  ...NESTED,
  ...tags.map((_, at) => `tags.${at}`),
  ...members.flatMap((_, at) => [`members.${at}`, `members.${at}.weight`]),
  ...hours.flatMap((_, at) => [`schedule.hours.${at}.from`, `schedule.hours.${at}.to`]),
  ...holidays.flatMap((_, at) => [`schedule.holidays.${at}.date`, `schedule.holidays.${at}.name`]),
];
