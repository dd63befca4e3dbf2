import { Card } from "@callboard/ui/Card";
import { Combobox } from "@callboard/ui/Combobox";
import { Field } from "@callboard/ui/Field";
import { RadioGroup } from "@callboard/ui/RadioGroup";
import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import { queues } from "../../texts/en/queues.ts";
import type { QueueFieldProps } from "../../shared/queue-form/QueueFieldProps.ts";

const texts = queues.form;
const NO_ANSWER_OPTIONS = ["voicemail", "receiver", "queue", "hang up"] as const;
const SEARCH_LIMIT = 50;

interface NoAnswerCardProps extends QueueFieldProps {
  /** A queue can't forward to itself. */
  ownId: string | null;
}

/** Where a call goes if nobody answers or the queue is closed. */
export function NoAnswerCard({ form, edit, errorOf, ownId }: NoAnswerCardProps) {
  const { to, id, name } = form.noAnswer;
  const targetProps = { id, name, error: errorOf("noAnswer") ?? errorOf("noAnswer.id") };
  const onChange = (targetId: string, label: string) => edit({ noAnswer: { to, id: targetId, name: label } });
  return (
    <Card title={texts.noAnswer} subtitle={texts.noAnswerSubtitle}>
      <div class="form">
        <RadioGroup
          label={texts.noAnswerDo}
          horizontal
          options={NO_ANSWER_OPTIONS.map((value) => ({ value, label: queues.noAnswers[value] }))}
          value={to}
          onChange={(next) => edit({ noAnswer: { to: next, id: "", name: "" } })}
        />
        {to === "receiver" && <ReceiverField {...targetProps} onChange={onChange} />}
        {to === "queue" && <QueueField {...targetProps} ownId={ownId} onChange={onChange} />}
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
  const [text, setText] = useState("");
  const receivers = useResource(
    ["receiver"],
    () => api().receivers.list.query({ ...(text ? { search: text } : {}), limit: SEARCH_LIMIT }),
    [text],
  );
  const results = receivers.data.value;
  return (
    <Field label={texts.receiver} error={error}>
      <Combobox
        options={(results?.receivers ?? []).map((receiver) => ({
          value: receiver.id,
          label: receiver.name,
          hint: receiver.shown,
        }))}
        value={id}
        displayValue={name}
        placeholder={texts.chooseReceiver}
        emptyText={text === "" ? (results ? texts.noReceivers : "") : texts.noSuchReceiver}
        onSearch={(typed) => setText(typed.trim())}
        onChange={(value, { label }) => onChange(value, label)}
      />
    </Field>
  );
}

function QueueField({ id, name, error, ownId, onChange }: TargetFieldProps & { ownId: string | null }) {
  const list = useResource(["queue"], () => api().queues.list.query()).data.value;
  const others = (list?.queues ?? []).filter((queue) => queue.id !== ownId);
  return (
    <Field label={texts.queue} error={error}>
      <Combobox
        options={others.map((queue) => ({ value: queue.id, label: queue.name, hint: queue.why }))}
        value={id}
        displayValue={name}
        placeholder={texts.chooseQueue}
        emptyText={list && others.length === 0 ? texts.noQueues : texts.noSuchQueue}
        onChange={(value, { label }) => onChange(value, label)}
      />
    </Field>
  );
}
