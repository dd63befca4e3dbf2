import { checkGrant, checkInviterStillMay } from "@callboard/domain/core/permissions";
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
import { checkWorkAllowed } from "@callboard/domain/lifecycle/rules";
import { checkCapacity } from "@callboard/domain/plans/catalogue";
import { message } from "@callboard/domain/core/message";
import type { Doc } from "@callboard/domain/core/record";
import type { Instant } from "@callboard/domain/core/time";
import { findRoom } from "../../store/reads/dependents.ts";
import { mailEffects } from "../../integrations/mail/mailTemplates.ts";
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
import { INVITATION_MS } from "@callboard/domain/access/rules";
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
  checkWorkAllowed(lifecycle.data, "manage the account", now);
  checkInviterStillMay(inviter, role);
  checkRoleFits(account, terms, role);
}

export const invitationProcedures = {
  invite: accountProcedure("manage the account")
    .input(InviteInput)
    .mutation(async ({ ctx, input }) => {
      const { scope, world: services, place: context } = ctx;
      await services.limits.spend(["mail to", `${scope.account} ${scope.actor.id} ${input.email}`]);
      const secret = newSecret("cbt");
      const names = await readPersonNames(services.db, [scope.actor.id]);
      const queries = {
        account: findOne("account", scope.account),
        terms: findOne("terms", scope.account),
        isMember: findIsMember(input.email),
        room: findRoom("people"),
        sent: findSendCounts("invitation"),
      };
      return commit(scope, queries, ({ account, terms, isMember: isHere, room, sent }, { now, newId }) => {
        checkGrant(context.standing, input.role);
        checkRoleFits(account, terms, input.role);
        if (isHere) fail("conflict", "access.memberAlready", { email: input.email }, "email");
        checkCapacity(room);
        checkInvitations(sent, services.limits.sendings);
        const [id, ref] = [newId(), newId()];
        const expiresAt = now + INVITATION_MS;
        const values = { who: names.get(scope.actor.id) ?? "", account: account.data.name };
        const letter = {
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
              { ...input, expiresAt, by: scope.actor.id, owns: false },
              { action: message("access.didInvite", { email: input.email, role: input.role }) },
            ),
            addToken({ secret, ref }, "invite", scope.account, id, expiresAt),
            ...countSends(scope, "invitation", id),
            ...mailEffects(services, scope, letter),
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
    .meta({ repeated: "again" })
    .input(LinkTokenInput)
    .mutation(async ({ ctx, input }) => {
      const scope = personScope(ctx, "");
      const token = await findValidToken(ctx, input.token, "invite");
      const { invitation, ...ground } = await read(scopeWithin(scope, token.account!), invitationQueries(token));
      checkInvitationValid(invitation, ground, scope.now);
      const { account } = ground;
      const { known } = await read(scope, { known: findPersonByEmail(invitation.data.email) });
      return {
        account: account.data.name,
        email: invitation.data.email,
        name: known[0]?.name ?? invitation.data.name,
        role: invitation.data.role,
        known: known.length > 0,
      };
    }),

  /** Joins and signs in. Somebody who already has a password proves it instead of choosing a new one. */
  acceptInvitation: publicProcedure
    .meta({ repeated: "secret" })
    .input(AcceptInvitationInput)
    .mutation(async ({ ctx, input }) => {
      const { world: services } = ctx;
      const token = await findValidToken(ctx, input.token, "invite");
      const account = token.account!;
      const asked = await read(scopeWithin(personScope(ctx, ""), account), {
        invitation: findOne("invitation", token.subject),
      });
      const { known } = await read(personScope(ctx, ""), { known: findPersonByEmail(asked.invitation.data.email) });
      if (known[0]) return fail("conflict", "access.emailTaken", {}, "email");
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
        known: findPersonByEmail(asked.invitation.data.email),
        room: findRoom("people"),
      };
      return commit(scope, queries, ({ token: [fresh], invitation, known: [row], room, ...ground }, { now, newId }) => {
        if (!isTokenValid(fresh, "invite", now)) return fail("conflict", "access.linkOver");
        checkInvitationValid(invitation, ground, now);
        // People who already have a sign-in must use it to join: otherwise an inviter could choose their password.
        if (row) return fail("conflict", "access.emailTaken", {}, "email");
        // The invitation already counts toward the plan's limit, but the plan may have become smaller since.
        checkCapacity(room, 0);
        const { email, name, role, softphone } = invitation.data;
        const session = newId();
        const said = { action: message("access.didAccept", { email }) };
        return decision(
          [
            useToken(fresh.digest, now),
            addPerson(person, email, input.name ?? name, password, now),
            ...addMember(account, person, { role, softphone }, scope.actor, now),
            ...claimOwnership(ground.account, invitation.data, person),
            remove("invitation", invitation, said),
            openSession(session, secret, person, ctx.device, now),
            ...rememberDevice(person, input.device, now),
          ],
          { secret, session, person, account },
        );
      });
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
      room: findRoom("people"),
    };
    return commit(scope, queries, ({ token: [fresh], invitation, me: [me], member, room, ...ground }, { now }) => {
      const { email, role, softphone } = invitation.data;
      if (!isTokenValid(fresh, "invite", now) || me?.email !== email) return fail("conflict", "access.linkOver");
      checkInvitationValid(invitation, ground, now);
      if (member) return fail("conflict", "access.memberAlready", { email });
      checkCapacity(room, 0);
      const action = message("access.didAccept", { email });
      return decision(
        [
          useToken(fresh.digest, now),
          ...addMember(scope.account, person, { role, softphone }, scope.actor, now),
          ...claimOwnership(ground.account, invitation.data, person),
          remove("invitation", invitation, { action }),
        ],
        {
          account: scope.account,
        },
      );
    });
  }),
};
