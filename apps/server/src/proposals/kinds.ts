import { type Permission, mayAll } from "@callboard/domain/core/permissions";
import { Failure } from "@callboard/domain/core/failure";
import type { ProposalData } from "@callboard/domain/proposals/lines";
import type { Doc } from "@callboard/domain/core/record";
import type { ProposalKind } from "./proposalKind.ts";
import type { Scope } from "../store/scope.ts";

/** Kinds of proposals by name: the table in http/registries.ts, which knows the features. */
export const PROPOSAL_KINDS = new Map<string, ProposalKind>();

/** What it takes to read a proposal and to confirm it; what it does in sub-accounts is whoever runs the agency's. */
export const permissionsOf = (kind: ProposalKind, found: object, account: string): Permission[] => {
  const below = kind.below?.(found, account) ?? [];
  return [kind.deed, ...(below.length > 0 ? (["run the agency"] as const) : [])];
};

/** The kind of a proposal. Throws `not-found` for somebody without the right. */
export function visibleKind(scope: Scope, proposal: Doc<ProposalData>): ProposalKind {
  const kind = PROPOSAL_KINDS.get(proposal.data.what);
  if (!kind || !mayAll(scope.standing, permissionsOf(kind, proposal.data.found, scope.account)))
    throw new Failure("not-found", "record.gone", {});
  return kind;
}
