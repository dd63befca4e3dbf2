import { checkRoleChange, grantsMore, type Membership } from "@callboard/domain/core/permissions";
import { HandoverInput, type MemberData, MemberInput, RemoveMemberInput } from "@callboard/domain/access/schema";
import { addSeat } from "@callboard/domain/account/rules";
import type { AccountData } from "@callboard/domain/account/schema";
import { type Effect, remove, save } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import { checkVersion } from "@callboard/domain/core/version";
import { checkNotCanceled } from "@callboard/domain/lifecycle/rules";
import { message } from "@callboard/domain/core/message";
import type { Terms } from "@callboard/domain/plans/catalogue";
import type { Doc } from "@callboard/domain/core/record";
import { formatCadence } from "@callboard/domain/statements/cadence";
import { readPersonNames } from "../../store/reads/personNames.ts";
import {
  combineQueries,
  type Facts,
  findOrRemoved,
  type Query,
  findMany,
  findOne,
  findAll,
} from "../../store/queries.ts";
import type { Scope } from "../../store/scope.ts";
import { commit, read } from "../../store/commit.ts";
import { readTeam } from "../../store/reads/team.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import { findAccountsWithOwnedItems, type OwnedItems, findOwnedItems } from "./reads.ts";
import { endedItems, handOver, nextMembership } from "./handover.ts";

/** Only an account that can have sub-accounts may have the agency's own role. */
export function checkRoleFits(account: Doc<AccountData>, terms: Doc<Terms>, role: MemberData["role"]): void {
  if (role === "agency administrator" && (!terms.data.mayHaveSubAccounts || account.data.agency !== null))
    fail("invalid", "access.agencyRoleOnly", {}, "role");
}

function checkMemberEditable(
  membership: Membership,
  account: Doc<AccountData>,
  member: Doc<MemberData>,
  next: MemberData["role"] | null,
): void {
  checkRoleChange(membership, { role: member.data.role, owner: account.data.owner === member.id }, next);
}

const seatQueries = (person: string) => ({
  agent: findOrRemoved("agent", person),
  phone: findOrRemoved("phone", person),
  plans: findMany("plannedStatus", { name: "person", value: person }),
});

/** Removes the seat (the agent, their phone state and what is planned); the log keeps what was done with it. */
function removeSeat({ agent, phone, plans }: Facts<ReturnType<typeof seatQueries>>, person: string): Effect[] {
  const action = message("agents.didTakeSoftphone", { who: person });
  return [
    ...(agent ? [remove("agent", agent, { action })] : []),
    ...(phone ? [remove("phone", phone, { action })] : []),
    ...plans.map((plan) => remove("plannedStatus", plan, { action })),
  ];
}

/** An agency administrator may have created things in the sub-accounts too, so those become related accounts. */
async function readOwnedItems(
  scope: Scope,
  person: string,
): Promise<{ scope: Scope; ownedItems: Query<OwnedItems[]> }> {
  const accounts = await findAccountsWithOwnedItems(scope, person);
  return {
    scope: { ...scope, relatedAccounts: accounts.filter((account) => account !== scope.account) },
    ownedItems: combineQueries(accounts.map((account) => findOwnedItems(account, person))),
  };
}

export const memberProcedures = {
  people: accountProcedure("manage the account").query(async ({ ctx }) => {
    const { scope } = ctx;
    const { people } = await readTeam(scope);
    const { invitations, account } = await read(scope, {
      invitations: findAll("invitation"),
      account: findOne("account", scope.account),
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

  /** Items that run in somebody's name or go to their address, and would end with this role or with none. */
  ownedItems: accountProcedure("manage the account")
    .input(HandoverInput)
    .query(async ({ ctx, input: { person, role } }) => {
      const { scope, ownedItems } = await readOwnedItems(ctx.scope, person);
      const { owned } = await read(scope, { owned: ownedItems });
      return owned.map((accountItems) => {
        const ended = endedItems(accountItems, nextMembership(accountItems, scope.account, role));
        return {
          account: { id: accountItems.account.id, name: accountItems.account.data.name },
          keys: ended.keys.map(({ id, data }) => ({ id, name: data.name })),
          invitations: ended.invitations.map(({ id, data }) => ({ id, email: data.email, role: data.role })),
          runs: ended.runs.map(({ id, data }) => ({ id, title: data.title })),
          schedules: ended.schedules.map(({ id, data }) => ({
            id,
            /** The cadence in words. */
            cadenceText: formatCadence(data),
            /** Nobody else receives its statements. */
            alone: data.recipients.length === 1,
          })),
          mails: ended.mails.length,
        };
      });
    }),

  setRole: accountProcedure("take rights away")
    .input(MemberInput)
    .mutation(async ({ ctx, input }) => {
      const { context, services } = ctx;
      const { scope, ownedItems } = await readOwnedItems(ctx.scope, input.person);
      const name = (await readPersonNames(services.db, [input.person])).get(input.person) ?? "";
      const queries = {
        account: findOne("account", scope.account),
        terms: findOne("terms", scope.account),
        lifecycle: findOne("lifecycle", scope.account),
        member: findOrRemoved("member", input.person),
        ...seatQueries(input.person),
        ownedItems,
      };
      return commit(scope, queries, ({ account, terms, lifecycle, member, ownedItems, ...seat }, { now }) => {
        if (!member) return fail("not-found", "access.memberMissing", {}, "person");
        checkVersion(member, input.version, name);
        // People may add or remove their own softphone whatever their role; every other change is checked by role.
        const isOwnSoftphone = input.person === scope.actor.id && input.role === member.data.role;
        if (!isOwnSoftphone) checkMemberEditable(context.membership, account, member, input.role);
        if (member.data.frozen !== null) fail("conflict", "access.memberFrozen", { name });
        // An earlier, larger plan may have allowed this role: it stays until somebody changes it.
        if (input.role !== member.data.role) checkRoleFits(account, terms, input.role);
        const { role, softphone } = input;
        if (grantsMore(member.data, input)) checkNotCanceled(lifecycle.data, "manage the account", now);
        const action = message("access.didSetRole", { who: input.person, role });
        const handoverEffects = ownedItems.flatMap((accountItems) =>
          handOver(accountItems, nextMembership(accountItems, scope.account, role), input.keep, scope),
        );
        return [
          ...handoverEffects,
          save("member", member, { ...member.data, role, softphone }, { action }),
          ...(softphone && !seat.agent ? addSeat(scope.account, input.person, scope.actor, now) : []),
          ...(softphone ? [] : removeSeat(seat, input.person)),
        ];
      });
    }),

  removeMember: accountProcedure("take rights away")
    .input(RemoveMemberInput)
    .mutation(async ({ ctx, input }) => {
      const { context } = ctx;
      const { scope, ownedItems } = await readOwnedItems(ctx.scope, input.person);
      const queries = {
        account: findOne("account", scope.account),
        member: findOrRemoved("member", input.person),
        ...seatQueries(input.person),
        ownedItems,
      };
      return commit(scope, queries, ({ account, member, ownedItems, ...seat }) => {
        if (!member) return fail("not-found", "access.memberMissing", {}, "person");
        checkMemberEditable(context.membership, account, member, null);
        return [
          ...ownedItems.flatMap((accountItems) =>
            handOver(accountItems, nextMembership(accountItems, scope.account, null), input.keep, scope),
          ),
          remove("member", member, { action: message("access.didRemove", { who: input.person }) }),
          ...removeSeat(seat, input.person),
        ];
      });
    }),
};
