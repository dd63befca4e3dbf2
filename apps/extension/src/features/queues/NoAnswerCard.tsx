import { Card } from "@callboard/ui/Card";
import { Combobox } from "@callboard/ui/Combobox";
import { Field } from "@callboard/ui/Field";
import { RadioGroup } from "@callboard/ui/RadioGroup";
import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { useResource } from "../../data/resource.ts";
import { queues } from "../../texts/en/queues.ts";
import type { QueueFieldProps } from "../../shared/queue-form/QueueFieldProps.ts";

const texts = queues.form;
const NO_ANSWER_OPTIONS = ["voicemail", "receiver", "queue", "hang up"] as const;
const SEARCH_LIMIT = 50;

interface NoAnswerCardProps extends QueueFieldProps {
  /** A queue can't forward to itself. */
  self: string | null;
}

/** Where a call goes if nobody answers or the queue is closed. */
export function NoAnswerCard({ form, edit, errorOf, self }: NoAnswerCardProps) {
  const { to, id, name } = form.noAnswer;
  const choose = { id, name, error: errorOf("noAnswer") ?? errorOf("noAnswer.id") };
  const onChange = (chosen: string, label: string) => edit({ noAnswer: { to, id: chosen, name: label } });
  return (
    <Card title={texts.noAnswer} sub={texts.noAnswerSub}>
      <div class="form">
        <RadioGroup
          label={texts.noAnswerDo}
          across
          options={NO_ANSWER_OPTIONS.map((value) => ({ value, label: queues.noAnswers[value] }))}
          value={to}
          onChange={(next) => edit({ noAnswer: { to: next, id: "", name: "" } })}
        />
        {to === "receiver" && <ReceiverField {...choose} onChange={onChange} />}
        {to === "queue" && <QueueField {...choose} self={self} onChange={onChange} />}
      </div>
    </Card>
  );
}

interface TargetFieldProps {
  id: string;
  name: string;
  error: string | undefined;
  onChange: (id: string, name: string) => void;
}

function ReceiverField({ id, name, error, onChange }: TargetFieldProps) {
  const [words, setWords] = useState("");
  const receivers = useResource(
    ["receiver"],
    () => api().receivers.list.query({ ...(words ? { words } : {}), limit: SEARCH_LIMIT }),
    [words],
  );
  const found = receivers.data.value;
  return (
    <Field label={texts.receiver} error={error}>
      <Combobox
        options={(found?.receivers ?? []).map((one) => ({ value: one.id, label: one.name, hint: one.shown }))}
        value={id}
        shown={name}
        placeholder={texts.chooseReceiver}
        noMatch={words === "" ? (found ? texts.noReceivers : "") : texts.noSuchReceiver}
        onWords={(typed) => setWords(typed.trim())}
        onChange={(value, { label }) => onChange(value, label)}
      />
    </Field>
  );
}

function QueueField({ id, name, error, self, onChange }: TargetFieldProps & { self: string | null }) {
  const all = useResource(["queue"], () => api().queues.list.query()).data.value;
  const others = (all?.queues ?? []).filter((queue) => queue.id !== self);
  return (
    <Field label={texts.queue} error={error}>
      <Combobox
        options={others.map((queue) => ({ value: queue.id, label: queue.name, hint: queue.why }))}
        value={id}
        shown={name}
        placeholder={texts.chooseQueue}
        noMatch={all && others.length === 0 ? texts.noQueues : texts.noSuchQueue}
        onChange={(value, { label }) => onChange(value, label)}
      />
    </Field>
  );
}
