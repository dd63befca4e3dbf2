import { checkRoleChange, type Standing } from "@callboard/domain/access";
import { type MemberData, MemberForm, ThisMember } from "@callboard/domain/access.schema";
import { addSeat } from "@callboard/domain/account";
import type { AccountData } from "@callboard/domain/account.schema";
import { type Effect, remove, save } from "@callboard/domain/decision";
import { refuse } from "@callboard/domain/failure";
import { phrase } from "@callboard/domain/phrase";
import type { Terms } from "@callboard/domain/plans";
import type { Doc } from "@callboard/domain/record";
import { namesOf } from "../../names.ts";
import { rows, maybe, one, where } from "../../needs.ts";
import { commit, look } from "../../store.ts";
import { open } from "../../trpc.ts";

/** The agency's own role needs an account that can have sub-accounts. */
export function checkRoleFits(account: Doc<AccountData>, terms: Doc<Terms>, role: MemberData["role"]): void {
  if (role === "agency administrator" && (!terms.data.mayHaveSubAccounts || account.data.agency !== null))
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
        "SELECT id, email FROM people WHERE id IN (SELECT value FROM json_each(?))",
        JSON.stringify(members.map((member) => member.id)),
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

  setRole: open("manage the account")
    .input(MemberForm)
    .mutation(async ({ ctx, input }) => {
      const { scope, place, world } = ctx;
      const name = (await namesOf(world.db, [input.person])).get(input.person) ?? "";
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
          return refuse("conflict", "record.changedMeanwhile", { name, version: member.version }, "version");
        // A softphone of one's own is one's own to take or leave; everything else follows rank.
        const mine = input.person === scope.actor.id && input.role === member.data.role;
        if (!mine) checkTouchable(place.standing, account, member, input.role);
        if (member.data.parked !== null) refuse("conflict", "access.memberParked", { name });
        // A larger plan of before may have given it: it stays until somebody takes it.
        if (input.role !== member.data.role) checkRoleFits(account, terms, input.role);
        const { role, softphone } = input;
        const action = phrase("access.didSetRole", { who: input.person, role });
        return [
          save("member", member, { ...member.data, role, softphone }, { action }),
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
