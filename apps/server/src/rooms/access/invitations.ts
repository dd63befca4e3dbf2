import { checkGrant, checkInviter } from "@callboard/domain/access";
import {
  AcceptInvitation,
  type InvitationData,
  Invite,
  LinkToken,
  ThisInvitation,
} from "@callboard/domain/access.schema";
import { addMember, ownerArrives } from "@callboard/domain/account";
import { decided, create, remove } from "@callboard/domain/decision";
import { refuse } from "@callboard/domain/failure";
import { checkWorkAllowed } from "@callboard/domain/lifecycle";
import { checkRoom } from "@callboard/domain/plans";
import { phrase } from "@callboard/domain/phrase";
import type { Doc } from "@callboard/domain/record";
import type { Instant } from "@callboard/domain/time";
import { roomFor } from "../../uses.ts";
import { letterEffects } from "../../mail/letters.ts";
import { secretLink } from "../../mail/links.ts";
import { checkInvitations, countSending, sentSoFar } from "../../mail/sendings.ts";
import { namesOf } from "../../names.ts";
import { type Facts, maybe, one } from "../../needs.ts";
import { rightsOf } from "../../rights.ts";
import { within } from "../../scope.ts";
import { commit, look } from "../../store.ts";
import { anyone, signedIn, open } from "../../trpc.ts";
import { takenBack } from "./handover.ts";
import { checkRoleFits } from "./members.ts";
import { knowDevice } from "./devices.ts";
import { heldToken } from "./links.ts";
import { ownScope } from "./own-scope.ts";
import {
  addToken,
  isMember,
  openSession,
  type TokenRow,
  personByEmail,
  personById,
  tokenHolds,
  tokenByDigest,
  useToken,
  addPerson,
  INVITATION_MS,
} from "./people.ts";
import { newSecret, passwordHash } from "./secrets.ts";

/** What an invitation is worth when somebody wants to accept it. */
const invitedNeeds = ({ account, subject }: TokenRow) => ({
  invitation: one("invitation", subject),
  account: one("account", account!),
  terms: one("terms", account!),
  lifecycle: one("lifecycle", account!),
  inviter: rightsOf({ madeBy: "invitation", id: subject }),
});

/** The account and whoever invited are as they are now, not as they were when the mail went out. */
function checkInvited(
  { data: { role } }: Doc<InvitationData>,
  { account, terms, lifecycle, inviter }: Omit<Facts<ReturnType<typeof invitedNeeds>>, "invitation">,
  now: Instant,
): void {
  checkWorkAllowed(lifecycle.data, "manage the account", now);
  checkInviter(inviter, role);
  checkRoleFits(account, terms, role);
}

export const invitationProcedures = {
  invite: open("manage the account")
    .input(Invite)
    .mutation(async ({ ctx, input }) => {
      const { scope, world, place } = ctx;
      await world.limits.spend(["mail to", `${scope.account} ${scope.actor.id} ${input.email}`]);
      const secret = newSecret("cbt");
      const names = await namesOf(world.db, [scope.actor.id]);
      const needs = {
        account: one("account", scope.account),
        terms: one("terms", scope.account),
        isMember: isMember(input.email),
        room: roomFor("people"),
        sent: sentSoFar("invitation"),
      };
      return commit(scope, needs, ({ account, terms, isMember: isHere, room, sent }, { now, newId }) => {
        checkGrant(place.standing, input.role);
        checkRoleFits(account, terms, input.role);
        if (isHere) refuse("conflict", "access.memberAlready", { email: input.email }, "email");
        checkRoom(room);
        checkInvitations(sent, world.limits.sendings);
        const [id, ref] = [newId(), newId()];
        const expiresAt = now + INVITATION_MS;
        const values = { who: names.get(scope.actor.id) ?? "", account: account.data.name };
        const letter = {
          account: scope.account,
          to: input.email,
          subject: phrase("mail.inviteSubject", values),
          text: phrase("mail.inviteText", { ...values, role: input.role }),
          ...secretLink(world, "join", ref, secret),
        };
        return decided(
          [
            create(
              scope.account,
              "invitation",
              id,
              { ...input, expiresAt, by: scope.actor.id, owns: false },
              { action: phrase("access.didInvite", { email: input.email, role: input.role }) },
            ),
            addToken({ secret, ref }, "invite", scope.account, id, expiresAt),
            ...countSending(scope, "invitation", id),
            ...letterEffects(world, scope, letter),
          ],
          { id },
        );
      });
    }),

  uninvite: open("take rights away")
    .input(ThisInvitation)
    .mutation(({ ctx, input }) =>
      commit(ctx.scope, { invitation: maybe("invitation", input.id) }, ({ invitation }) => {
        if (!invitation) return refuse("not-found", "access.invitationMissing", {}, "id");
        return takenBack(invitation, ctx.scope.now);
      }),
    ),

  /** What a link invites to; says nothing about links that are over. It writes nothing: the secret is not for an address. */
  invitation: anyone
    .meta({ repeated: "again" })
    .input(LinkToken)
    .mutation(async ({ ctx, input }) => {
      const scope = ownScope(ctx, "");
      const token = await heldToken(ctx, input.token, "invite");
      const { invitation, ...ground } = await look(within(scope, token.account!), invitedNeeds(token));
      checkInvited(invitation, ground, scope.now);
      const { account } = ground;
      const { known } = await look(scope, { known: personByEmail(invitation.data.email) });
      return {
        account: account.data.name,
        email: invitation.data.email,
        name: known[0]?.name ?? invitation.data.name,
        role: invitation.data.role,
        known: known.length > 0,
      };
    }),

  /** Joins and signs in. Somebody with a password already proves it instead of choosing a new one. */
  acceptInvitation: anyone
    .meta({ repeated: "secret" })
    .input(AcceptInvitation)
    .mutation(async ({ ctx, input }) => {
      const { world } = ctx;
      const token = await heldToken(ctx, input.token, "invite");
      const account = token.account!;
      const asked = await look(within(ownScope(ctx, ""), account), { invitation: one("invitation", token.subject) });
      const { known } = await look(ownScope(ctx, ""), { known: personByEmail(asked.invitation.data.email) });
      if (known[0]) return refuse("conflict", "access.emailTaken", {}, "email");
      const password = await passwordHash(input.password);
      const person = world.newId();
      const secret = newSecret("cbs");
      const scope = { ...within(ownScope(ctx, person), account), actor: { as: "person", id: person } as const };
      const needs = {
        token: tokenByDigest(token.digest),
        ...invitedNeeds(token),
        member: maybe("member", person),
        agent: maybe("agent", person),
        phone: maybe("phone", person),
        known: personByEmail(asked.invitation.data.email),
        room: roomFor("people"),
      };
      return commit(scope, needs, ({ token: [fresh], invitation, known: [row], room, ...ground }, { now, newId }) => {
        if (!tokenHolds(fresh, "invite", now)) return refuse("conflict", "access.linkOver");
        checkInvited(invitation, ground, now);
        // Somebody known joins signed in: else whoever invites an address could choose its password.
        if (row) return refuse("conflict", "access.emailTaken", {}, "email");
        // The invitation itself has kept the place; a plan that was changed since may have none.
        checkRoom(room, 0);
        const { email, name, role, softphone } = invitation.data;
        const session = newId();
        const said = { action: phrase("access.didAccept", { email }) };
        return decided(
          [
            useToken(fresh.digest, now),
            addPerson(person, email, input.name ?? name, password, now),
            ...addMember(account, person, { role, softphone }, scope.actor, now),
            ...ownerArrives(ground.account, invitation.data, person),
            remove("invitation", invitation, said),
            openSession(session, secret, person, ctx.device, now),
            ...knowDevice(person, input.device, now),
          ],
          { secret, session, person, account },
        );
      });
    }),

  /** Joins with the session one has: the link must be for this person's own address. */
  join: signedIn.input(LinkToken).mutation(async ({ ctx, input }) => {
    const token = await heldToken(ctx, input.token, "invite");
    const { person } = ctx.caller;
    const scope = within(ctx.scope, token.account!);
    const needs = {
      token: tokenByDigest(token.digest),
      ...invitedNeeds(token),
      me: personById(person),
      member: maybe("member", person),
      agent: maybe("agent", person),
      phone: maybe("phone", person),
      room: roomFor("people"),
    };
    return commit(scope, needs, ({ token: [fresh], invitation, me: [me], member, room, ...ground }, { now }) => {
      const { email, role, softphone } = invitation.data;
      if (!tokenHolds(fresh, "invite", now) || me?.email !== email) return refuse("conflict", "access.linkOver");
      checkInvited(invitation, ground, now);
      if (member) return refuse("conflict", "access.memberAlready", { email });
      checkRoom(room, 0);
      const action = phrase("access.didAccept", { email });
      return decided(
        [
          useToken(fresh.digest, now),
          ...addMember(scope.account, person, { role, softphone }, scope.actor, now),
          ...ownerArrives(ground.account, invitation.data, person),
          remove("invitation", invitation, { action }),
        ],
        {
          account: scope.account,
        },
      );
    });
  }),
};
