import { checkGrant, checkInviterMayGrant } from "@callboard/domain/core/permissions";
import {
  AcceptInvitationInput,
  type InvitationData,
  InviteInput,
  LinkTokenInput,
  InvitationInput,
} from "@callboard/domain/access/schema";
import { addMember, claimOwnership } from "@callboard/domain/account/rules";
import { decision, create, remove } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import { checkNotCanceled } from "@callboard/domain/lifecycle/rules";
import { checkCapacity } from "@callboard/domain/plans/catalogue";
import { message } from "@callboard/domain/core/message";
import type { Doc } from "@callboard/domain/core/record";
import type { Instant } from "@callboard/domain/core/time";
import { findCapacity } from "../../store/reads/dependents.ts";
import { mailEffects } from "../../integrations/mail/composeMail.ts";
import { secretLink } from "../../store/seals/secretLinks.ts";
import { checkInvitations, countSends, findSendCounts } from "../../integrations/mail/sendLimits.ts";
import { readPersonNames } from "../../store/reads/personNames.ts";
import { type Facts, findOrRemoved, findOne } from "../../store/queries.ts";
import { findMembership } from "../../auth/memberships.ts";
import { scopeWithin } from "../../store/scope.ts";
import { commit, read } from "../../store/commit.ts";
import { publicProcedure, personProcedure, accountProcedure } from "../../rpc/procedures.ts";
import { withdrawInvitation } from "./handover.ts";
import { checkRoleFits } from "./members.ts";
import { rememberDevice } from "../../auth/devices.ts";
import { findValidToken } from "../../rpc/mailedLinks.ts";
import { personScope } from "../../rpc/personScope.ts";
import {
  addToken,
  findIsMember,
  openSession,
  type TokenRow,
  findPersonByEmail,
  findPersonById,
  isTokenValid,
  findTokenByDigest,
  useToken,
  addPerson,
} from "../../auth/people.ts";
import { INVITATION_MS } from "@callboard/domain/access/linkLifetimes";
import { newSecret, passwordHash } from "../../auth/secrets.ts";

/** The facts that decide whether an invitation can still be accepted. */
const invitationQueries = ({ account, subject }: TokenRow) => ({
  invitation: findOne("invitation", subject),
  account: findOne("account", account!),
  terms: findOne("terms", account!),
  lifecycle: findOne("lifecycle", account!),
  inviter: findMembership({ madeBy: "invitation", id: subject }),
});

/** Checks the account and the inviter as they are now, not as they were when the mail was sent. */
function checkInvitationValid(
  { data: { role } }: Doc<InvitationData>,
  { account, terms, lifecycle, inviter }: Omit<Facts<ReturnType<typeof invitationQueries>>, "invitation">,
  now: Instant,
): void {
  checkNotCanceled(lifecycle.data, "manage the account", now);
  checkInviterMayGrant(inviter, role);
  checkRoleFits(account, terms, role);
}

export const invitationProcedures = {
  invite: accountProcedure("manage the account")
    .input(InviteInput)
    .mutation(async ({ ctx, input }) => {
      const { scope, services, context } = ctx;
      await services.throttle.countAttempt(["mail to address", `${scope.account} ${scope.actor.id} ${input.email}`]);
      const secret = newSecret("cbt");
      const names = await readPersonNames(services.db, [scope.actor.id]);
      const queries = {
        account: findOne("account", scope.account),
        terms: findOne("terms", scope.account),
        isMember: findIsMember(input.email),
        capacity: findCapacity("people"),
        sendCounts: findSendCounts("invitation"),
      };
      return commit(scope, queries, ({ account, terms, isMember, capacity, sendCounts }, { now, newId }) => {
        checkGrant(context.membership, input.role);
        checkRoleFits(account, terms, input.role);
        if (isMember) fail("conflict", "access.memberAlready", { email: input.email }, "email");
        checkCapacity(capacity);
        checkInvitations(sendCounts, services.throttle.sendLimits);
        const [id, ref] = [newId(), newId()];
        const expiresAt = now + INVITATION_MS;
        const values = { who: names.get(scope.actor.id) ?? "", account: account.data.name };
        const mail = {
          account: scope.account,
          to: input.email,
          subject: message("mail.inviteSubject", values),
          text: message("mail.inviteText", { ...values, role: input.role }),
          ...secretLink(services, "join", ref, secret),
        };
        return decision(
          [
            create(
              scope.account,
              "invitation",
              id,
              { ...input, expiresAt, responsible: scope.actor.id, becomesOwner: false },
              { action: message("access.didInvite", { email: input.email, role: input.role }) },
            ),
            addToken({ secret, ref }, "invite", scope.account, id, expiresAt),
            ...countSends(scope, "invitation", id),
            ...mailEffects(services, scope, mail),
          ],
          { id },
        );
      });
    }),

  withdrawInvitation: accountProcedure("take rights away")
    .input(InvitationInput)
    .mutation(({ ctx, input }) =>
      commit(ctx.scope, { invitation: findOrRemoved("invitation", input.id) }, ({ invitation }) => {
        if (!invitation) return fail("not-found", "access.invitationMissing", {}, "id");
        return withdrawInvitation(invitation, ctx.scope.now);
      }),
    ),

  /**
   * Shows what a link invites to, and nothing about links that have expired. It writes nothing, and it is a mutation
   * only to keep the secret out of the URL.
   */
  invitation: publicProcedure
    .meta({ onReplay: "again" })
    .input(LinkTokenInput)
    .mutation(async ({ ctx, input }) => {
      const scope = personScope(ctx, "");
      const token = await findValidToken(ctx, input.token, "invite");
      const { invitation, ...facts } = await read(scopeWithin(scope, token.account!), invitationQueries(token));
      checkInvitationValid(invitation, facts, scope.now);
      const { account } = facts;
      const { existing } = await read(scope, { existing: findPersonByEmail(invitation.data.email) });
      return {
        account: account.data.name,
        email: invitation.data.email,
        name: existing[0]?.name ?? invitation.data.name,
        role: invitation.data.role,
        known: existing.length > 0,
      };
    }),

  /** Creates a sign-in, joins and signs in. Somebody who already has a sign-in must use `join` instead. */
  acceptInvitation: publicProcedure
    .meta({ onReplay: "secret" })
    .input(AcceptInvitationInput)
    .mutation(async ({ ctx, input }) => {
      const { services } = ctx;
      const token = await findValidToken(ctx, input.token, "invite");
      const account = token.account!;
      const { invitation: pending } = await read(scopeWithin(personScope(ctx, ""), account), {
        invitation: findOne("invitation", token.subject),
      });
      const { existing } = await read(personScope(ctx, ""), { existing: findPersonByEmail(pending.data.email) });
      if (existing[0]) return fail("conflict", "access.emailTaken", {}, "email");
      const password = await passwordHash(input.password);
      const person = services.newId();
      const secret = newSecret("cbs");
      const scope = { ...scopeWithin(personScope(ctx, person), account), actor: { as: "person", id: person } as const };
      const queries = {
        token: findTokenByDigest(token.digest),
        ...invitationQueries(token),
        member: findOrRemoved("member", person),
        agent: findOrRemoved("agent", person),
        phone: findOrRemoved("phone", person),
        existing: findPersonByEmail(pending.data.email),
        capacity: findCapacity("people"),
      };
      return commit(
        scope,
        queries,
        ({ token: [fresh], invitation, existing: [existingPerson], capacity, ...facts }, { now, newId }) => {
          if (!isTokenValid(fresh, "invite", now)) return fail("conflict", "access.linkExpired");
          checkInvitationValid(invitation, facts, now);
          // People who already have a sign-in must use it to join: otherwise an inviter could choose their password.
          if (existingPerson) return fail("conflict", "access.emailTaken", {}, "email");
          // The invitation already counts toward the plan's limit, but the plan may have become smaller since.
          checkCapacity(capacity, 0);
          const { email, name, role, softphone } = invitation.data;
          const session = newId();
          const action = message("access.didAccept", { email });
          return decision(
            [
              useToken(fresh, now),
              addPerson(person, email, input.name ?? name, password, now),
              ...addMember(account, person, { role, softphone }, scope.actor, now),
              ...claimOwnership(facts.account, invitation.data, person),
              remove("invitation", invitation, { action }),
              openSession(session, secret, person, ctx.device, now),
              ...rememberDevice(person, input.device, now),
            ],
            { secret, session, person, account },
          );
        },
      );
    }),

  /** Joins with the current session: the link must be for this person's own address. */
  join: personProcedure.input(LinkTokenInput).mutation(async ({ ctx, input }) => {
    const token = await findValidToken(ctx, input.token, "invite");
    const { person } = ctx.caller;
    const scope = scopeWithin(ctx.scope, token.account!);
    const queries = {
      token: findTokenByDigest(token.digest),
      ...invitationQueries(token),
      me: findPersonById(person),
      member: findOrRemoved("member", person),
      agent: findOrRemoved("agent", person),
      phone: findOrRemoved("phone", person),
      capacity: findCapacity("people"),
    };
    return commit(scope, queries, ({ token: [fresh], invitation, me: [me], member, capacity, ...facts }, { now }) => {
      const { email, role, softphone } = invitation.data;
      if (!isTokenValid(fresh, "invite", now) || me?.email !== email) return fail("conflict", "access.linkExpired");
      checkInvitationValid(invitation, facts, now);
      if (member) return fail("conflict", "access.memberAlready", { email });
      // Adds nobody: the invitation already counts toward the plan's limit.
      checkCapacity(capacity, 0);
      const action = message("access.didAccept", { email });
      return decision(
        [
          useToken(fresh, now),
          ...addMember(scope.account, person, { role, softphone }, scope.actor, now),
          ...claimOwnership(facts.account, invitation.data, person),
          remove("invitation", invitation, { action }),
        ],
        {
          account: scope.account,
        },
      );
    });
  }),
};
