import { type Outputs, api } from "../../data/api.ts";
import { serverNow } from "../../data/clock.ts";
import { type Resource, useResource } from "../../data/liveResource.ts";
import { useNow } from "../../shared/useNow.ts";
import { useViewer } from "../../shared/viewer.ts";
import { ACTIVITY_KINDS, SETTINGS_KINDS } from "../../shared/recordKinds.ts";

/** `why`: why the change can't be made any more; null if it can. `stale`: its effects have changed since. */
export type Proposal = Outputs["proposals"]["get"];
/** `as`: an effect of confirming, or a figure that is shown for information, such as a balance. */
export type ProposalLine = Proposal["lines"][number];
export type ProposalState = Proposal["state"];

/** A proposal, recomputed as of now: any change in the account may make it stale. */
export function useProposal(id: string): Resource<Proposal> {
  const { zone } = useViewer();
  const load = () => api().proposals.get.query({ proposal: id, zone });
  return useResource([...SETTINGS_KINDS, ...ACTIVITY_KINDS, "balance"], load, [id, zone]);
}

/** A proposal's state at this second: it expires without an event from the server. */
export function useProposalState({ state, expiresAt }: Proposal): { state: ProposalState; msLeft: number } {
  useNow();
  const msLeft = expiresAt - serverNow();
  return { state: state === "open" && msLeft <= 0 ? "expired" : state, msLeft };
}
