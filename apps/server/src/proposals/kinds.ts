import { type Permission, mayAll } from "@callboard/domain/core/permissions";
import { Failure } from "@callboard/domain/core/failure";
import type { ProposalData } from "@callboard/domain/proposals/lines";
import type { Doc } from "@callboard/domain/core/record";
import type { ProposalKind } from "./proposalKind.ts";
import type { Scope } from "../store/scope.ts";

/** The kinds of proposals by name, registered in start/registries.ts, which knows the features. */
export const PROPOSAL_KINDS = new Map<string, ProposalKind>();

/** The permissions to read and confirm a proposal; changes in sub-accounts require running the agency. */
export const permissionsOf = (kind: ProposalKind, context: object, account: string): Permission[] => {
  const subAccounts = kind.subAccounts?.(context, account) ?? [];
  return [kind.permission, ...(subAccounts.length > 0 ? (["run the agency"] as const) : [])];
};

/** A proposal's kind. Throws `not-found` without the permission. */
export function visibleKind(scope: Scope, proposal: Doc<ProposalData>): ProposalKind {
  const kind = PROPOSAL_KINDS.get(proposal.data.type);
  if (!kind || !mayAll(scope.membership, permissionsOf(kind, proposal.data.context, scope.account)))
    throw new Failure("not-found", "record.notFound", {});
  return kind;
}
