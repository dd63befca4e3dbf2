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
  how: "version" | "change" | "bring back";
  /** Only these fields; without them, the complete version. */
  fields?: readonly { field: string; label: string }[] | undefined;
  /** The current version when the reader decided to restore: later edits are asked about. */
  seen?: number | undefined;
}

/**
 * Asks for a reason, then for the value of each field that somebody else has edited since, and opens the
 * proposal. Nothing is written here.
 */
export function RestoreDialog({ of, onClose }: { of: RestoreRequest; onClose: () => void }) {
  // Data that arrives while the dialog is open hasn't been reviewed.
  const [{ kind, id, version, how, fields, seen }] = useState(of);
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
      take: how === "change" ? "change" : "version",
      fields: fields ? fields.map(({ field }) => field) : null,
      choices,
      reason,
      ...(seen === undefined ? {} : { seen }),
    });
    if (!outcome?.ok) return;
    const { proposal } = outcome.answer;
    if (proposal === null) return setClashes(outcome.answer.clashes);
    onClose();
    go("proposals", proposal);
  }

  return (
    <FormDialog
      title={dialogTitle(of)}
      submit={texts.next}
      action={propose}
      ready={!undecided}
      onSubmit={submit}
      onClose={onClose}
    >
      {clashes.length > 0 ? (
        <ConflictChoices
          clashes={clashes}
          choices={choices}
          onChoose={(field, side) => {
            propose.clear();
            setChoices({ ...choices, [field]: side });
          }}
        />
      ) : (
        <>
          <p>{EXPLANATIONS[how]}</p>
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

function dialogTitle({ how, version, name, fields }: RestoreRequest): string {
  if (how === "bring back") return format(texts.bringBackTitle, { name });
  if (how === "change") return format(texts.takeBackTitle, { version, name });
  if (!fields) return format(texts.restoreTitle, { version, name });
  return format(texts.restoreFieldsTitle, { fields: fields.map(({ label }) => label).join(", "), name, version });
}
