import { Button } from "@callboard/ui/Button";
import { Field } from "@callboard/ui/Field";
import { Notice } from "@callboard/ui/Notice";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { fieldError, formError } from "../../shared/form/failures.ts";
import { proposals as texts } from "../../texts/en/proposals.ts";
import { format } from "../../texts/format.ts";
import type { ProposalActions } from "./useProposalActions.ts";
import type { Proposal } from "./useProposal.ts";

/** The buttons that confirm and discard. A stale proposal can't be confirmed. */
export function ProposalFoot({ proposal, actions }: { proposal: Proposal; actions: ProposalActions }) {
  // `name`: what has to be typed to confirm; null if nothing has to. `verb`: the text of the confirming button.
  const { name, stale, verb } = proposal;
  const [typed, setTyped] = useState("");
  const outcome = actions.confirm.outcome.value;
  const error = stale ? undefined : formError(outcome, ["name"]);
  return (
    <form
      class="proposal-foot"
      noValidate
      onInput={actions.confirm.clear}
      onSubmit={(event) => {
        event.preventDefault();
        if (!stale) void actions.confirmProposal(name === null ? null : typed);
      }}
    >
      {!stale && name !== null && (
        <Field label={texts.nameLabel} hint={format(texts.nameHint, { name })} error={fieldError(outcome, "name")}>
          <TextInput value={typed} autoComplete="off" onChange={setTyped} />
        </Field>
      )}
      {error && <Notice tone="bad" sentence={error} />}
      <div class="form-foot">
        {!stale && (
          <Button variant={name === null ? "primary" : "danger"} type="submit" busy={actions.confirm.busy.value}>
            {verb}
          </Button>
        )}
        <Button
          variant={stale ? "plain" : "quiet"}
          busy={actions.discard.busy.value}
          onClick={() => void actions.discardProposal()}
        >
          {texts.discard}
        </Button>
      </div>
    </form>
  );
}
