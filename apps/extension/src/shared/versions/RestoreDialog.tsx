import { NOTE_MAX } from "@callboard/domain/core/differences";
import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { api, type Inputs } from "../../data/api.ts";
import { go } from "../route.ts";
import { FormDialog } from "../form/FormDialog.tsx";
import { useAction } from "../form/useAction.ts";
import { versions as texts } from "../../texts/en/shared/versions.ts";
import { format } from "../../texts/format.ts";
import { type Choices, type Conflict, ConflictChoices } from "./ConflictChoices.tsx";

type RestoreInput = Inputs["history"]["proposeRestore"];

/** What to restore. */
export interface RestoreRequest {
  kind: string;
  id: string;
  version: number;
  /** The record's name. */
  name: string;
  /** The record as it was in this version; or without what this version changed; or a deleted record again. */
  mode: "version" | "change" | "bring back";
  /** Only these fields; without them, the complete version. */
  fields?: readonly { field: string; label: string }[] | undefined;
  /** The current version when the reader decided to restore: later edits are asked about. */
  presentVersion?: number | undefined;
}

/**
 * Asks for a reason, then for the value of each field that somebody else has edited since, and opens the
 * proposal. Nothing is written here.
 */
export function RestoreDialog({ request, onClose }: { request: RestoreRequest; onClose: () => void }) {
  // Data that arrives while the dialog is open hasn't been reviewed.
  const [{ kind, id, version, mode, fields, presentVersion }] = useState(request);
  const [reason, setReason] = useState("");
  const [clashes, setClashes] = useState<readonly Conflict[]>([]);
  const [choices, setChoices] = useState<Choices>({});
  const propose = useAction((input: RestoreInput, options) => api().history.proposeRestore.mutate(input, options));
  const undecided = clashes.some(({ field }) => choices[field] === undefined);

  async function submit() {
    const outcome = await propose.run({
      kind,
      id,
      version,
      take: mode === "change" ? "change" : "version",
      fields: fields ? fields.map(({ field }) => field) : null,
      choices,
      reason,
      ...(presentVersion === undefined ? {} : { seen: presentVersion }),
    });
    if (!outcome?.ok) return;
    const { proposal } = outcome.output;
    if (proposal === null) return setClashes(outcome.output.clashes);
    onClose();
    go("proposals", proposal);
  }

  return (
    <FormDialog
      title={dialogTitle(request)}
      submit={texts.next}
      action={propose}
      ready={!undecided}
      onSubmit={submit}
      onClose={onClose}
    >
      {clashes.length > 0 ? (
        <ConflictChoices
          conflicts={clashes}
          choices={choices}
          onChoose={(field, side) => {
            propose.clear();
            setChoices({ ...choices, [field]: side });
          }}
        />
      ) : (
        <>
          <p>{EXPLANATIONS[mode]}</p>
          <Field label={texts.reason} hint={texts.reasonHint} aside={texts.optional}>
            <TextInput value={reason} maxLength={NOTE_MAX} onChange={setReason} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}

const EXPLANATIONS = {
  version: texts.whatRestore,
  change: texts.whatTakeBack,
  "bring back": texts.whatBringBack,
} as const;

function dialogTitle({ mode, version, name, fields }: RestoreRequest): string {
  if (mode === "bring back") return format(texts.bringBackTitle, { name });
  if (mode === "change") return format(texts.takeBackTitle, { version, name });
  if (!fields) return format(texts.restoreTitle, { version, name });
  return format(texts.restoreFieldsTitle, { fields: fields.map(({ label }) => label).join(", "), name, version });
}
