import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import { CORRECTION_REASON_MAX } from "@callboard/domain/reports/types";
import { useState } from "preact/hooks";
import { api, type Inputs } from "../../../data/api.ts";
import { failureText, fieldError } from "../../../shared/form/failures.ts";
import { FormDialog } from "../../../shared/form/FormDialog.tsx";
import { useAction } from "../../../shared/form/useAction.ts";
import { PermissionButton } from "../../../shared/page/PermissionButton.tsx";
import { toasts } from "../../../shared/toasts.ts";
import { useViewer } from "../../../shared/viewer.ts";
import { reports } from "../../../texts/en/reports.ts";
import { format } from "../../../texts/format.ts";
import type { Correction } from "./correctionText.ts";

const texts = reports.corrections;

/** Accept and Reject, for those who may decide; about one's own there is a sentence instead. */
export function DecideButtons({ correction }: { correction: Correction }) {
  const { me } = useViewer();
  const [isRejecting, setIsRejecting] = useState(false);
  const { id, version, name } = correction;
  const decide = useAction((input: Inputs["reports"]["decideCorrection"], options) =>
    api().reports.decideCorrection.mutate(input, options),
  );

  async function accept() {
    const outcome = await decide.run({ id, version, accept: true });
    const failure = failureText(outcome);
    if (failure) toasts.show({ tone: "bad", sentence: failure });
    else if (outcome) toasts.show({ tone: "good", sentence: format(texts.acceptDone, { name }) });
  }

  if (correction.person === me.person.id) return <p class="cb-muted cb-small">{texts.ownWaits}</p>;
  return (
    <>
      <PermissionButton
        permission="decide corrections"
        aria-label={format(texts.acceptOf, { name })}
        busy={decide.busy.value}
        onClick={() => void accept()}
      >
        {texts.accept}
      </PermissionButton>
      <PermissionButton
        permission="decide corrections"
        aria-label={format(texts.rejectOf, { name })}
        onClick={() => setIsRejecting(true)}
      >
        {texts.reject}
      </PermissionButton>
      {isRejecting && <RejectDialog correction={correction} onClose={() => setIsRejecting(false)} />}
    </>
  );
}

/** Asks for the reason, which the agent reads. */
function RejectDialog({ correction: { id, version, name }, onClose }: { correction: Correction; onClose: () => void }) {
  const [answer, setAnswer] = useState("");
  const reject = useAction((input: Inputs["reports"]["decideCorrection"], options) =>
    api().reports.decideCorrection.mutate(input, options),
  );

  async function submit() {
    const outcome = await reject.run({ id, version, accept: false, ...(answer.trim() === "" ? {} : { answer }) });
    if (!outcome?.ok) return;
    toasts.show({ tone: "good", sentence: format(texts.rejectDone, { name }) });
    onClose();
  }

  return (
    <FormDialog
      title={format(texts.rejectTitle, { name })}
      submit={texts.rejectSubmit}
      action={reject}
      fields={["answer"]}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field
        label={texts.answer}
        hint={format(texts.answerHint, { name })}
        error={fieldError(reject.outcome.value, "answer")}
      >
        <TextInput value={answer} maxLength={CORRECTION_REASON_MAX} required onChange={setAnswer} />
      </Field>
    </FormDialog>
  );
}
