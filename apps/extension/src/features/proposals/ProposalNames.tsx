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

/** Names that somebody has taken meanwhile: each gets a suggestion that can be overwritten. */
export function ProposalNames({ proposal: { names }, deeds }: { proposal: Proposal; deeds: ProposalActions }) {
  const refused = formError(
    deeds.remake.outcome.value,
    names.map(({ record }) => `names.${record}`),
  );
  return (
    <div class="proposal-names">
      {names.map((name) => (
        <NameField key={name.record} name={name} deeds={deeds} />
      ))}
      {refused && <Notice kind="bad" sentence={refused} />}
    </div>
  );
}

function NameField({
  name: { record, was, offered },
  deeds,
}: {
  name: Proposal["names"][number];
  deeds: ProposalActions;
}) {
  const [typed, setTyped] = useState(offered);
  const outcome = deeds.remake.outcome.value;
  const wanted = typed.trim();
  return (
    <form
      class="proposal-name"
      noValidate
      onInput={deeds.remake.clear}
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted !== "" && wanted !== offered) void deeds.lookAnew({ [record]: wanted });
      }}
    >
      <Field
        label={was === offered ? texts.backAs : format(texts.backAsFor, { name: was })}
        error={fieldError(outcome, `names.${record}`)}
      >
        <TextInput value={typed} autoComplete="off" maxLength={80} onChange={setTyped} />
      </Field>
      <Button type="submit" disabled={wanted === "" || wanted === offered} busy={deeds.remake.busy.value}>
        {texts.useName}
      </Button>
    </form>
  );
}
