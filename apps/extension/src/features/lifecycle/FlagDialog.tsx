import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { go } from "../../shared/route.ts";
import { FormDialog } from "../../shared/form/FormDialog.tsx";
import { fieldError } from "../../shared/form/failures.ts";
import { UntilField } from "../../shared/form/UntilField.tsx";
import { useAction } from "../../shared/form/useAction.ts";
import { lifecycle } from "../../texts/en/lifecycle.ts";
import { shell } from "../../texts/en/shell/shell.ts";

const texts = lifecycle.flagging;

interface FlagDialogProps {
  flag: "stopped" | "paused";
  onClose: () => void;
}

/** Asks until when to stop or pause the account, which may be open-ended; the proposal then shows the effects. */
export function FlagDialog({ flag, onClose }: FlagDialogProps) {
  // Null without an end; NaN while the typed end is invalid.
  const [until, setUntil] = useState<number | null>(null);
  const [wasSubmitted, setWasSubmitted] = useState(false);
  const propose = useAction((end: number | null, options) =>
    api().lifecycle.proposeFlag.mutate({ flag, until: end }, options),
  );
  async function submit() {
    setWasSubmitted(true);
    if (Number.isNaN(until)) return;
    const outcome = await propose.run(until);
    if (!outcome?.ok) return;
    onClose();
    go("proposals", outcome.output.proposal);
  }
  const untilError = wasSubmitted && Number.isNaN(until) ? shell.until.invalid : undefined;
  return (
    <FormDialog
      title={flag === "stopped" ? texts.stopTitle : texts.pauseTitle}
      submit={texts.submit}
      action={propose}
      fields={["until"]}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{texts.explanation}</p>
      <UntilField error={untilError ?? fieldError(propose.outcome.value, "until")} onChange={setUntil} />
    </FormDialog>
  );
}
