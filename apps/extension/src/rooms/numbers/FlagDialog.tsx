import { Field } from "@callboard/ui/Field";
import { moneyText } from "@callboard/ui/Money";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { api } from "../../api.ts";
import { serverNow } from "../../clock.ts";
import { FormDialog } from "../../shell/FormDialog.tsx";
import { fieldError } from "../../shell/refusals.ts";
import { instantOf, zoneLabel } from "../../shell/times.ts";
import { toasts } from "../../shell/toasts.ts";
import { useAction } from "../../shell/useAction.ts";
import { accountReader, useViewer } from "../../shell/viewer.ts";
import { numbers } from "../../texts/en/numbers.ts";
import { say } from "../../texts/say.ts";
import type { Flag } from "./NumberDoes.tsx";
import type { NumberAnswer } from "./NumberPage.tsx";

const texts = numbers.flagging;

interface FlagDialogProps {
  number: NumberAnswer;
  flag: Flag;
  refetch: () => Promise<void>;
  onClose: () => void;
}

/** Says what stops and what still costs, and takes an end if there is one. */
export function FlagDialog({ number, flag, refetch, onClose }: FlagDialogProps) {
  const reader = accountReader(useViewer());
  const [typed, setTyped] = useState({ date: "", time: "" });
  const [tried, setTried] = useState(false);
  const { id, version, name, feeMicros, currency } = number;
  const set = useAction((until: number | null, options) =>
    api().tracking.flagNumber.mutate({ id, version, flag, on: true, until }, options),
  );
  const until = typed.date === "" && typed.time === "" ? null : instantOf(typed.date, typed.time, reader.zone);
  const stops = flag === "stopped";

  async function submit() {
    setTried(true);
    if (Number.isNaN(until)) return;
    const outcome = await set.run(until);
    if (!outcome?.ok) return;
    toasts.show({ kind: "good", sentence: say(stops ? texts.stopped : texts.paused, { name }) });
    onClose();
    await refetch();
  }

  const odd = tried && Number.isNaN(until) ? texts.untilOdd : undefined;
  return (
    <FormDialog
      title={say(stops ? texts.stopTitle : texts.pauseTitle, { name })}
      submit={stops ? numbers.stop : numbers.pause}
      danger={stops}
      action={set}
      fields={["until"]}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{stops ? texts.stopWhat : texts.pauseWhat}</p>
      <p>{say(texts.fee, { fee: moneyText(feeMicros, currency, reader.locale) })}</p>
      <Field
        label={texts.until}
        aside={numbers.optional}
        hint={say(texts.untilHint, { zone: zoneLabel(serverNow(), reader) })}
        error={odd ?? fieldError(set.outcome.value, "until")}
      >
        <span class="number-when">
          <TextInput type="date" value={typed.date} onChange={(date) => setTyped((now) => ({ ...now, date }))} />
          <TextInput
            type="time"
            label={texts.time}
            value={typed.time}
            onChange={(time) => setTyped((now) => ({ ...now, time }))}
          />
        </span>
      </Field>
    </FormDialog>
  );
}
