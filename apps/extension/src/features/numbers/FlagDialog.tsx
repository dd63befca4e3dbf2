import { formatMoney } from "@callboard/ui/Money";
import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { FormDialog } from "../../shared/form/FormDialog.tsx";
import { fieldError } from "../../shared/form/failures.ts";
import { toasts } from "../../shared/toasts.ts";
import { UntilField } from "../../shared/form/UntilField.tsx";
import { useAction } from "../../shared/form/useAction.ts";
import { useViewer } from "../../shared/viewer.ts";
import { numbers } from "../../texts/en/numbers.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import { format } from "../../texts/format.ts";
import type { NumberView } from "./types.ts";

export type Flag = "stopped" | "paused";

const texts = numbers.flagging;

interface FlagDialogProps {
  number: NumberView;
  flag: Flag;
  refetch: () => Promise<void>;
  onClose: () => void;
}

/** Explains the effect of the flag and what the number still costs, and takes an optional end. */
export function FlagDialog({ number, flag, refetch, onClose }: FlagDialogProps) {
  const viewer = useViewer();
  // Null without an end; NaN while the typed end is invalid.
  const [until, setUntil] = useState<number | null>(null);
  const [wasSubmitted, setWasSubmitted] = useState(false);
  const { id, version, name, feeMicros, currency } = number;
  const setFlag = useAction((end: number | null, options) =>
    api().numbers.flag.mutate({ id, version, flag, on: true, until: end }, options),
  );
  const stops = flag === "stopped";

  async function submit() {
    setWasSubmitted(true);
    if (Number.isNaN(until)) return;
    const outcome = await setFlag.run(until);
    if (!outcome?.ok) return;
    toasts.show({ tone: "good", sentence: format(stops ? texts.stopped : texts.paused, { name }) });
    onClose();
    await refetch();
  }

  const untilError = wasSubmitted && Number.isNaN(until) ? shell.until.invalid : undefined;
  return (
    <FormDialog
      title={format(stops ? texts.stopTitle : texts.pauseTitle, { name })}
      submit={stops ? numbers.stop : numbers.pause}
      danger={stops}
      action={setFlag}
      fields={["until"]}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{stops ? texts.stopExplanation : texts.pauseExplanation}</p>
      <p>{format(texts.fee, { fee: formatMoney(feeMicros, currency, viewer.language, { roundUp: true }) })}</p>
      <UntilField error={untilError ?? fieldError(setFlag.outcome.value, "until")} onChange={setUntil} />
    </FormDialog>
  );
}
