import { stopMails } from "../../integrations/mail/stopMails.ts";
import { endInvitationLinks } from "../../auth/people.ts";
import {
  may,
  mayGrant,
  NO_MEMBERSHIP,
  type Role,
  type Membership,
  effectiveKeyPermissions,
} from "@callboard/domain/core/permissions";
import type { HandoverSelection } from "@callboard/domain/access/schema";
import { checkGrant } from "@callboard/domain/core/permissions";
import { type Effect, remove, save } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { suspendRun } from "@callboard/domain/runs/rules";
import { unsubscribe } from "@callboard/domain/statements/schedule";
import type { Scope } from "../../store/scope.ts";
import type { OwnedItems } from "./reads.ts";
import { takeOverKey, revokeKey } from "./apiKeys.ts";

/** A person's membership in an account after their role in the `home` account changes to `next`, or to none. */
export function nextMembership({ account, member }: OwnedItems, home: string, next: Role | null): Membership {
  const role = account.id === home ? next : (member?.data.role ?? null);
  return { ...NO_MEMBERSHIP, role };
}

/** The items that end with this person's permission, unless somebody takes them over. */
export function endedItems(
  owned: OwnedItems,
  next: Membership,
): Omit<OwnedItems, "account" | "member" | "person" | "address"> {
  const { keys, invitations, runs, schedules, mails } = owned;
  const readsBalance = may(next, "read the balance");
  return {
    keys: keys.filter(
      ({ data: { permissions } }) => effectiveKeyPermissions(next, permissions).length < permissions.length,
    ),
    invitations: invitations.filter(({ data }) => !may(next, "manage the account") || !mayGrant(next, data.role)),
    runs: next.role === null ? runs : [],
    schedules: readsBalance ? [] : schedules,
    mails: readsBalance ? [] : mails,
  };
}

/**
 * Hands over the selected items and ends the others, so that nothing runs in the name of, or goes to the address of,
 * somebody without the permission. Keys of a member who stays keep the permissions that the new role has.
 */
export function handOver(owned: OwnedItems, next: Membership, keep: HandoverSelection, scope: Scope): Effect[] {
  const { account, member, address, person } = owned;
  const ended = endedItems(owned, next);
  const isKept = ({ id }: { id: string }, ids: readonly string[]) => ids.includes(id);
  const ownsSubAccounts = account.id !== scope.account && member === null && account.data.owner === person;
  const mailsToStop = ended.mails.filter(({ schedule }) => schedule === null || !keep.schedules.includes(schedule));
  const action = message("account.didTransfer", { who: scope.actor.id });
  return [
    ...ended.keys.flatMap((key) => {
      if (isKept(key, keep.keys)) return takeOverKey(key, scope);
      return next.role === null ? revokeKey(key, scope.now) : [];
    }),
    ...ended.invitations.flatMap((invitation) => {
      const { email, role } = invitation.data;
      if (!isKept(invitation, keep.invitations)) return withdrawInvitation(invitation, scope.now);
      checkGrant(scope.membership, role);
      const action = message("access.didTakeOverInvitation", { email });
      return [save("invitation", invitation, { ...invitation.data, responsible: scope.actor.id }, { action })];
    }),
    ...ended.runs.flatMap(suspendRun),
    ...unsubscribe(
      ended.schedules.filter((schedule) => !isKept(schedule, keep.schedules)),
      address,
    ),
    ...(ownsSubAccounts ? [save("account", account, { ...account.data, owner: scope.actor.id }, { action })] : []),
    ...(mailsToStop.length === 0
      ? []
      : [
          stopMails(
            account.id,
            mailsToStop.map(({ id }) => id),
          ),
        ]),
  ];
}

/** Withdraws an invitation; its link no longer works. */
export const withdrawInvitation = (invitation: OwnedItems["invitations"][number], now: number): Effect[] => [
  remove("invitation", invitation, {
    action: message("access.didWithdrawInvitation", { email: invitation.data.email }),
  }),
  endInvitationLinks(invitation.account, invitation.id, now),
];
