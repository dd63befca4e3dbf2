import { checkRoleChange, givesMore, type Standing } from "@callboard/domain/access";
import { CarriedAsk, type MemberData, MemberForm, ThisMember } from "@callboard/domain/access.schema";
import { addSeat } from "@callboard/domain/account";
import type { AccountData } from "@callboard/domain/account.schema";
import { type Effect, remove, save } from "@callboard/domain/decision";
import { refuse } from "@callboard/domain/failure";
import { checkWorkAllowed } from "@callboard/domain/lifecycle";
import { phrase } from "@callboard/domain/phrase";
import type { Terms } from "@callboard/domain/plans";
import type { Doc } from "@callboard/domain/record";
import { rhythmText } from "@callboard/domain/statementSchedule";
import { namesOf } from "../../names.ts";
import { each, maybe, type Need, one, where } from "../../needs.ts";
import type { Scope } from "../../scope.ts";
import { commit, look } from "../../store.ts";
import { teamOf } from "../../team.ts";
import { open } from "../../trpc.ts";
import { accountsCarrying, type Carried, carriedIn } from "./carried.ts";
import { ending, handOver, standsNext } from "./handover.ts";

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

/** Whoever runs the agency has made things in its accounts too: those are reached then. */
async function carriedBy(scope: Scope, person: string): Promise<{ scope: Scope; carried: Need<Carried[]> }> {
  const accounts = await accountsCarrying(scope, person);
  return {
    scope: { ...scope, reach: accounts.filter((account) => account !== scope.account) },
    carried: each(accounts.map((account) => carriedIn(account, person))),
  };
}

export const memberProcedures = {
  people: open("manage the account").query(async ({ ctx }) => {
    const { scope } = ctx;
    const { people } = await teamOf(scope);
    const { invitations, account } = await look(scope, {
      invitations: where("invitation", "account"),
      account: one("account", scope.account),
    });
    return {
      members: people.map(({ person: id, version, member, name, email }) => ({
        id,
        version,
        ...member,
        name,
        email,
        owner: account.data.owner === id,
      })),
      invitations: invitations.map(({ id, data }) => ({ id, ...data, expired: data.expiresAt <= scope.now })),
    };
  }),

  /** What goes on in somebody's name or to their address, and would end with this role, or with none. */
  carries: open("manage the account")
    .input(CarriedAsk)
    .query(async ({ ctx, input: { person, role } }) => {
      const { scope, carried } = await carriedBy(ctx.scope, person);
      const { all } = await look(scope, { all: carried });
      return all.map((one) => {
        const over = ending(one, standsNext(one, scope.account, role));
        return {
          account: { id: one.account.id, name: one.account.data.name },
          keys: over.keys.map(({ id, data }) => ({ id, name: data.name })),
          invitations: over.invitations.map(({ id, data }) => ({ id, email: data.email, role: data.role })),
          runs: over.runs.map(({ id, data }) => ({ id, title: data.title })),
          schedules: over.schedules.map(({ id, data }) => ({
            id,
            rhythm: rhythmText(data),
            alone: data.recipients.length === 1,
          })),
          mails: over.mails.length,
        };
      });
    }),

  setRole: open("take rights away")
    .input(MemberForm)
    .mutation(async ({ ctx, input }) => {
      const { place, world } = ctx;
      const { scope, carried } = await carriedBy(ctx.scope, input.person);
      const name = (await namesOf(world.db, [input.person])).get(input.person) ?? "";
      const needs = {
        account: one("account", scope.account),
        terms: one("terms", scope.account),
        lifecycle: one("lifecycle", scope.account),
        member: maybe("member", input.person),
        agent: maybe("agent", input.person),
        phone: maybe("phone", input.person),
        carried,
      };
      return commit(scope, needs, ({ account, terms, lifecycle, member, agent, phone, carried }, { now }) => {
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
        if (givesMore(member.data, input)) checkWorkAllowed(lifecycle.data, "manage the account", now);
        const action = phrase("access.didSetRole", { who: input.person, role });
        const over = carried.flatMap((one) => handOver(one, standsNext(one, scope.account, role), input.keep, scope));
        return [
          ...over,
          save("member", member, { ...member.data, role, softphone }, { action }),
          ...(softphone && !agent ? addSeat(scope.account, input.person, scope.actor, now) : []),
          ...(softphone ? [] : unseat(agent, phone, input.person)),
        ];
      });
    }),

  remove: open("take rights away")
    .input(ThisMember)
    .mutation(async ({ ctx, input }) => {
      const { place } = ctx;
      const { scope, carried } = await carriedBy(ctx.scope, input.person);
      const needs = {
        account: one("account", scope.account),
        member: maybe("member", input.person),
        agent: maybe("agent", input.person),
        phone: maybe("phone", input.person),
        carried,
      };
      return commit(scope, needs, ({ account, member, agent, phone, carried }) => {
        if (!member) return refuse("not-found", "access.memberMissing", {}, "person");
        checkTouchable(place.standing, account, member, null);
        return [
          ...carried.flatMap((one) => handOver(one, standsNext(one, scope.account, null), input.keep, scope)),
          remove("member", member, { action: phrase("access.didRemove", { who: input.person }) }),
          ...unseat(agent, phone, input.person),
        ];
      });
    }),
};
