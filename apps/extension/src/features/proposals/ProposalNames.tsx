import { Button } from "@callboard/ui/Button";
import { Field } from "@callboard/ui/Field";
import { Notice } from "@callboard/ui/Notice";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { fieldError, formError } from "../../shared/form/failures.ts";
import { proposals as texts } from "../../texts/en/proposals.ts";
import { format } from "../../texts/format.ts";
import type { Proposal } from "./useProposal.ts";
import type { ProposalActions } from "./useProposalActions.ts";

/** Records to restore whose name another record has taken. Each gets a suggested name, which can be overwritten. */
export function ProposalNames({ proposal: { names }, actions }: { proposal: Proposal; actions: ProposalActions }) {
  const error = formError(
    actions.remake.outcome.value,
    names.map(({ record }) => `names.${record}`),
  );
  return (
    <div class="proposal-names">
      {names.map((name) => (
        <NameField key={name.record} name={name} actions={actions} />
      ))}
      {error && <Notice tone="bad" sentence={error} />}
    </div>
  );
}

function NameField({
  name: { record, was: oldName, offered: suggestion },
  actions,
}: {
  name: Proposal["names"][number];
  actions: ProposalActions;
}) {
  const [typed, setTyped] = useState(suggestion);
  const outcome = actions.remake.outcome.value;
  const name = typed.trim();
  return (
    <form
      class="proposal-name"
      noValidate
      onInput={actions.remake.clear}
      onSubmit={(event) => {
        event.preventDefault();
        if (name !== "" && name !== suggestion) void actions.remakeProposal({ [record]: name });
      }}
    >
      <Field
        label={oldName === suggestion ? texts.backAs : format(texts.backAsFor, { name: oldName })}
        error={fieldError(outcome, `names.${record}`)}
      >
        <TextInput value={typed} autoComplete="off" maxLength={80} onChange={setTyped} />
      </Field>
      <Button type="submit" disabled={name === "" || name === suggestion} busy={actions.remake.busy.value}>
        {texts.useName}
      </Button>
    </form>
  );
}
