import { NOTE_MAX } from "@callboard/domain/core/differences";
import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { api, type Inputs } from "../../../data/api.ts";
import { go } from "../../../shared/route.ts";
import { FormDialog } from "../../../shared/form/FormDialog.tsx";
import { useAction } from "../../../shared/form/useAction.ts";
import { asOf as texts } from "../../../texts/en/asOf.ts";
import { versions } from "../../../texts/en/shared/versions.ts";
import { format } from "../../../texts/format.ts";
import type { Difference } from "./useDifferences.ts";

interface BringBackDialogProps {
  at: number;
  records: readonly Difference[];
  onClose: () => void;
}

/** Asks for a reason, then opens the proposal, which lists every change. */
export function BringBackDialog({ at, records, onClose }: BringBackDialogProps) {
  const [reason, setReason] = useState("");
  const propose = useAction((input: Inputs["history"]["proposeBringBack"], options) =>
    api().history.proposeBringBack.mutate(input, options),
  );
  async function submit() {
    const requested = records.map(({ kind, record: id }) => ({ kind, id }));
    const outcome = await propose.run({ at, records: requested, reason });
    if (!outcome?.ok) return;
    onClose();
    go("proposals", outcome.output.proposal);
  }
  return (
    <FormDialog
      title={records.length === 1 ? texts.bringTitleOne : format(texts.bringTitle, { count: records.length })}
      submit={versions.next}
      action={propose}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{texts.bringExplanation}</p>
      <Field label={versions.reason} hint={versions.reasonHint} aside={versions.optional}>
        <TextInput value={reason} maxLength={NOTE_MAX} onChange={setReason} />
      </Field>
    </FormDialog>
  );
}
