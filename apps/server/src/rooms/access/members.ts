import { checkGrant, checkRoleChange, type Standing } from "@callboard/domain/access";
import {
  AcceptInvitation,
  Invite,
  InvitationToken,
  type MemberData,
  MemberForm,
  ThisInvitation,
  ThisMember,
} from "@callboard/domain/access.schema";
import { addMember, addSeat } from "@callboard/domain/account";
import type { AccountData } from "@callboard/domain/account.schema";
import { create, decided, type Effect, remove, save } from "@callboard/domain/decision";
import { refuse } from "@callboard/domain/failure";
import { phrase } from "@callboard/domain/phrase";
import type { Terms } from "@callboard/domain/plans";
import type { Doc } from "@callboard/domain/record";
import { letterEffects } from "../../mail/letters.ts";
import { maybe, one, rows, where } from "../../needs.ts";
import { within } from "../../scope.ts";
import { commit, look } from "../../store.ts";
import { anyone, open, signedIn } from "../../trpc.ts";
import {
  addPerson,
  addToken,
  accessWrite,
  INVITATION_MS,
  openSession,
  personByEmail,
  personById,
  tokenHolds,
  tokenNeed,
  useToken,
  namesOf,
} from "./people.ts";
import { newSecret, passwordHash } from "./secrets.ts";
import { ownScope } from "./sign-in.ts";

/** The agency's own role needs an account that can have sub-accounts. */
function checkRoleFits(terms: Doc<Terms>, role: MemberData["role"]): void {
  if (role === "agency administrator" && !terms.data.mayHaveSubAccounts)
    refuse("invalid", "access.agencyRoleOnly", {}, "role");
}

function checkTouchable(
  standing: Standing,
  account: Doc<AccountData>,
  member: Doc<MemberData>,
  next: MemberData["role"] | null,
): void {
  checkRoleChange(standing, { role: member.data.role, owner: account.data.owner === member.id }, next);
}

/** Removes the seat with the softphone; the log keeps what was done in it. */
const unseat = (agent: Doc<any> | null, phone: Doc<any> | null, person: string): Effect[] => {
  const action = phrase("agents.didUnseat", { who: person });
  return [
    ...(agent ? [remove("agent", agent, { action })] : []),
    ...(phone ? [remove("phone", phone, { action })] : []),
  ];
};

export const memberProcedures = {
  people: open("manage the account").query(async ({ ctx }) => {
    const { scope, world } = ctx;
    const { members, invitations, account } = await look(scope, {
      members: where("member", "account"),
      invitations: where("invitation", "account"),
      account: one("account", scope.account),
    });
    const names = await namesOf(
      world.db,
      members.map((member) => member.id),
    );
    const emails = await look(scope, {
      found: rows<{ id: string; email: string }>(
        `SELECT id, email FROM people WHERE id IN (${members.map(() => "?").join(", ") || "''"})`,
        ...members.map((member) => member.id),
      ),
    });
    const emailOf = new Map(emails.found.map((row) => [row.id, row.email]));
    return {
      members: members
        .map(({ id, version, data }) => ({
          id,
          version,
          ...data,
          name: names.get(id) ?? "",
          email: emailOf.get(id) ?? "",
          owner: account.data.owner === id,
        }))
        .sort((a, b) => a.name.localeCompare(b.name)),
      invitations: invitations.map(({ id, data }) => ({ id, ...data, expired: data.expiresAt <= scope.now })),
    };
  }),

  invite: open("manage the account")
    .input(Invite)
    .mutation(async ({ ctx, input }) => {
      const { scope, world, place } = ctx;
      await world.limits.spend("mail", `by:${scope.account}:${scope.actor.id}:${input.email}`);
      const secret = newSecret("cbt");
      const names = await namesOf(world.db, [scope.actor.id]);
      const needs = {
        account: one("account", scope.account),
        terms: one("terms", scope.account),
        known: personByEmail(input.email),
        members: where("member", "account"),
      };
      return commit(scope, needs, ({ account, terms, known, members }, { now, newId }) => {
        checkGrant(place.standing, input.role);
        checkRoleFits(terms, input.role);
        if (known[0] && members.some((member) => member.id === known[0]!.id))
          refuse("conflict", "access.memberAlready", { email: input.email }, "email");
        const id = newId();
        const expiresAt = now + INVITATION_MS;
        const values = { who: names.get(scope.actor.id) ?? "", account: account.data.name };
        const letter = {
          account: scope.account,
          to: input.email,
          subject: phrase("mail.inviteSubject", values),
          text: phrase("mail.inviteText", { ...values, role: input.role }),
          link: `${world.publicUrl}/console.html#/join/${secret}`,
        };
        return decided(
          [
            create(
              scope.account,
              "invitation",
              id,
              { ...input, expiresAt },
              { action: phrase("access.didInvite", { email: input.email, role: input.role }) },
            ),
            addToken(secret, "invite", scope.account, id, expiresAt),
            ...letterEffects(world, scope, letter),
          ],
          { id },
        );
      });
    }),

  uninvite: open("manage the account")
    .input(ThisInvitation)
    .mutation(({ ctx, input }) =>
      commit(ctx.scope, { invitation: maybe("invitation", input.id) }, ({ invitation }) => {
        if (!invitation) return refuse("not-found", "access.invitationMissing", {}, "id");
        return [
          remove("invitation", invitation, { action: phrase("access.didUninvite", { email: invitation.data.email }) }),
          accessWrite(
            "UPDATE tokens SET used_at = ? WHERE purpose = 'invite' AND subject = ? AND used_at IS NULL",
            ctx.scope.now,
            input.id,
          ),
        ];
      }),
    ),

  /** What a link invites to; says nothing about links that are over. */
  invitation: anyone.input(InvitationToken).query(async ({ ctx, input }) => {
    await ctx.world.limits.spend("sign in", `from:${ctx.from}:join`);
    const scope = ownScope(ctx, "");
    const [token] = (await look(scope, { token: tokenNeed(input.token) })).token;
    if (!tokenHolds(token, "invite", scope.now)) return refuse("conflict", "access.linkOver");
    const { account, invitation } = await look(within(scope, token.account!), {
      account: one("account", token.account!),
      invitation: one("invitation", token.subject),
    });
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
  acceptInvitation: anyone.input(AcceptInvitation).mutation(async ({ ctx, input }) => {
    const { world } = ctx;
    await world.limits.spend("sign in", `from:${ctx.from}:join`);
    const [token] = (await look(ownScope(ctx, ""), { token: tokenNeed(input.token) })).token;
    if (!tokenHolds(token, "invite", world.now())) return refuse("conflict", "access.linkOver");
    const account = token.account!;
    const asked = await look(within(ownScope(ctx, ""), account), { invitation: one("invitation", token.subject) });
    const { known } = await look(ownScope(ctx, ""), { known: personByEmail(asked.invitation.data.email) });
    if (known[0]?.password) return refuse("conflict", "access.emailTaken", {}, "email");
    const password = await passwordHash(input.password);
    const person = known[0]?.id ?? world.newId();
    const secret = newSecret("cbs");
    const scope = { ...within(ownScope(ctx, person), account), actor: { as: "person", id: person } as const };
    const needs = {
      token: tokenNeed(input.token),
      invitation: one("invitation", token.subject),
      member: maybe("member", person),
      agent: maybe("agent", person),
      phone: maybe("phone", person),
      known: personByEmail(asked.invitation.data.email),
    };
    return commit(scope, needs, ({ token: [fresh], invitation, known: [row] }, { now, newId }) => {
      if (!tokenHolds(fresh, "invite", now)) return refuse("conflict", "access.linkOver");
      const { email, name, role, softphone } = invitation.data;
      const session = newId();
      const said = { action: phrase("access.didJoin", { who: person, role }) };
      const becomes = row
        ? [
            accessWrite(
              "UPDATE people SET password = ?, name = ? WHERE id = ?",
              password,
              input.name ?? row.name,
              row.id,
            ),
          ]
        : [addPerson(person, email, input.name ?? name, password, now)];
      return decided(
        [
          useToken(fresh.digest, now),
          ...becomes,
          ...addMember(account, person, { role, softphone }, scope.actor, now),
          remove("invitation", invitation, said),
          openSession(session, secret, person, ctx.device, now),
        ],
        { secret, session, person, account },
      );
    });
  }),

  /** Joins with the session one has: the link must be for this person's own address. */
  join: signedIn.input(InvitationToken).mutation(async ({ ctx, input }) => {
    const [token] = (await look(ctx.scope, { token: tokenNeed(input.token) })).token;
    if (!tokenHolds(token, "invite", ctx.scope.now)) return refuse("conflict", "access.linkOver");
    const { person } = ctx.caller;
    const scope = within(ctx.scope, token.account!);
    const needs = {
      token: tokenNeed(input.token),
      invitation: one("invitation", token.subject),
      me: personById(person),
      member: maybe("member", person),
      agent: maybe("agent", person),
      phone: maybe("phone", person),
    };
    return commit(scope, needs, ({ token: [fresh], invitation, me: [me], member }, { now }) => {
      const { email, role, softphone } = invitation.data;
      if (!tokenHolds(fresh, "invite", now) || me?.email !== email) return refuse("conflict", "access.linkOver");
      if (member) return refuse("conflict", "access.memberAlready", { email });
      const action = phrase("access.didJoin", { who: person, role });
      return decided(
        [
          useToken(fresh.digest, now),
          ...addMember(scope.account, person, { role, softphone }, scope.actor, now),
          remove("invitation", invitation, { action }),
        ],
        {
          account: scope.account,
        },
      );
    });
  }),

  setRole: open("manage the account")
    .input(MemberForm)
    .mutation(({ ctx, input }) => {
      const { scope, place } = ctx;
      const needs = {
        account: one("account", scope.account),
        terms: one("terms", scope.account),
        member: maybe("member", input.person),
        agent: maybe("agent", input.person),
        phone: maybe("phone", input.person),
      };
      return commit(scope, needs, ({ account, terms, member, agent, phone }, { now }) => {
        if (!member) return refuse("not-found", "access.memberMissing", {}, "person");
        if (input.version !== member.version)
          return refuse(
            "conflict",
            "record.changedMeanwhile",
            { name: member.data.role, version: member.version },
            "version",
          );
        if (input.role !== member.data.role) checkTouchable(place.standing, account, member, input.role);
        checkRoleFits(terms, input.role);
        const { role, softphone } = input;
        const action = phrase("access.didSetRole", { who: input.person, role });
        return [
          save("member", member, { role, softphone }, { action }),
          ...(softphone && !agent ? addSeat(scope.account, input.person, scope.actor, now) : []),
          ...(softphone ? [] : unseat(agent, phone, input.person)),
        ];
      });
    }),

  remove: open("manage the account")
    .input(ThisMember)
    .mutation(({ ctx, input }) => {
      const { scope, place } = ctx;
      const needs = {
        account: one("account", scope.account),
        member: maybe("member", input.person),
        agent: maybe("agent", input.person),
        phone: maybe("phone", input.person),
      };
      return commit(scope, needs, ({ account, member, agent, phone }) => {
        if (!member) return refuse("not-found", "access.memberMissing", {}, "person");
        checkTouchable(place.standing, account, member, null);
        return [
          remove("member", member, { action: phrase("access.didRemove", { who: input.person }) }),
          ...unseat(agent, phone, input.person),
        ];
      });
    }),
};
