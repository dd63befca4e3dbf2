import { useState } from "preact/hooks";
import { Loaded } from "../shell/Loaded.tsx";
import { proposals as texts } from "../texts/en/proposals.ts";
import { ProposalView } from "./ProposalView.tsx";
import { useProposal } from "./useProposal.ts";
import { useProposalDeeds } from "./useProposalDeeds.ts";

interface ProposalFormProps {
  id: string;
  onConfirmed: () => void;
  onDiscarded: () => void;
}

/**
 * A proposal inside a dialog: `<ProposalForm id={proposal} onConfirmed={close} onDiscarded={close} />`. Looked at anew it
 * stays where it is.
 */
export function ProposalForm({ id: first, onConfirmed, onDiscarded }: ProposalFormProps) {
  const [id, setId] = useState(first);
  const proposal = useProposal(id);
  const title = proposal.data.value?.title ?? "";
  const deeds = useProposalDeeds(id, title, proposal.refetch, { onAnew: setId, onConfirmed, onDiscarded });
  return (
    <Loaded of={proposal} label={texts.loading}>
      {(answer) => (
        <>
          <p class="cb-strong">{answer.title}</p>
          <ProposalView proposal={answer} deeds={deeds} compact />
        </>
      )}
    </Loaded>
  );
}
