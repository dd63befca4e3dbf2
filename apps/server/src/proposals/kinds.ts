import { type Permission, mayAll } from "@callboard/domain/core/permissions";
import { Failure } from "@callboard/domain/core/failure";
import type { ProposalData } from "@callboard/domain/proposals/lines";
import type { Doc } from "@callboard/domain/core/record";
import type { ProposalKind } from "./proposalKind.ts";
import type { Scope } from "../store/scope.ts";

/** The kinds of proposals by name, registered in http/registries.ts, which knows the features. */
export const PROPOSAL_KINDS = new Map<string, ProposalKind>();

/** The permissions to read and confirm a proposal; changes in sub-accounts require running the agency. */
export const permissionsOf = (kind: ProposalKind, found: object, account: string): Permission[] => {
  const below = kind.below?.(found, account) ?? [];
  return [kind.deed, ...(below.length > 0 ? (["run the agency"] as const) : [])];
};

/** A proposal's kind. Throws `not-found` without the permission. */
export function visibleKind(scope: Scope, proposal: Doc<ProposalData>): ProposalKind {
  const kind = PROPOSAL_KINDS.get(proposal.data.what);
  if (!kind || !mayAll(scope.standing, permissionsOf(kind, proposal.data.found, scope.account)))
    throw new Failure("not-found", "record.gone", {});
  return kind;
}
