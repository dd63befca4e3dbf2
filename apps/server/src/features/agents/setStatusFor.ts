import { allStatuses } from "@callboard/domain/agents/rules";
import { SetStatusForInput, SetStatusForManyInput } from "@callboard/domain/agents/boardSchema";
import { chooseStatus } from "@callboard/domain/agents/statusChoice";
import { phoneNow } from "@callboard/domain/calls/phoneState";
import type { Effect } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import { message } from "@callboard/domain/core/message";
import type { Doc } from "@callboard/domain/core/record";
import type { DataOf } from "@callboard/domain/core/records";
import type { Instant } from "@callboard/domain/core/time";
import { accountProcedure } from "../../rpc/procedures.ts";
import { commit } from "../../store/commit.ts";
import { findAll, findByIds, findOrRemoved } from "../../store/queries.ts";
import { readPersonNames } from "../../store/reads/personNames.ts";
import type { Scope } from "../../store/scope.ts";

const statuses = findAll("status");

/** Sets another person's status, with a reason that they can read. */
export const setStatusFor = accountProcedure("set another's status")
  .input(SetStatusForInput)
  .mutation(async ({ ctx, input }) => {
    const { person, ...choice } = input;
    const name = (await readPersonNames(ctx.services.db, [person])).get(person) ?? "";
    return commit(
      ctx.scope,
      {
        agent: findOrRemoved("agent", person),
        phone: findOrRemoved("phone", person),
        member: findOrRemoved("member", person),
        statuses,
      },
      (facts, { now }) => chooseFor(ctx.scope, { ...facts, name, field: "person" }, choice, now),
    );
  });

/** Sets the status of several people with one reason: of all of them, or of none. Answers how many changed. */
export const setStatusForMany = accountProcedure("set another's status")
  .input(SetStatusForManyInput)
  .mutation(async ({ ctx, input }): Promise<{ changed: number }> => {
    const { people: given, ...choice } = input;
    const people = [...new Set(given)];
    const names = await readPersonNames(ctx.services.db, people);
    return commit(
      ctx.scope,
      {
        agents: findByIds("agent", people),
        phones: findByIds("phone", people),
        members: findByIds("member", people),
        statuses,
      },
      ({ agents, phones, members, statuses }, { now }) => {
        const byId = <D>(docs: readonly Doc<D>[]) => new Map(docs.map((doc) => [doc.id, doc]));
        const [agentOf, phoneOf, memberOf] = [byId(agents), byId(phones), byId(members)];
        const changes = people.map((person) => {
          const [agent, phone] = [agentOf.get(person) ?? null, phoneOf.get(person) ?? null];
          const member = memberOf.get(person) ?? null;
          // Names of other accounts' people stay unknown.
          const name = member ? (names.get(person) ?? "") : "";
          const facts = { agent, phone, member, statuses, name, field: `people.${given.indexOf(person)}` };
          return chooseFor(ctx.scope, facts, choice, now);
        });
        return { effects: changes.flat(), answer: { changed: changes.filter((effects) => effects.length > 0).length } };
      },
    );
  });

interface SeatFacts {
  agent: Doc<DataOf<"agent">> | null;
  phone: Doc<DataOf<"phone">> | null;
  member: Doc<DataOf<"member">> | null;
  statuses: readonly Doc<DataOf<"status">>[];
  name: string;
  /** The input's field that names the person. */
  field: string;
}

function chooseFor(
  scope: Scope,
  { agent, phone, member, statuses, name, field }: SeatFacts,
  { reason, ...choice }: { status: string; minutes?: number | null | undefined; reason: string },
  now: Instant,
): Effect[] {
  if (!agent || !phone) return fail("not-found", "agents.noSoftphone", {}, field);
  if (member && member.data.frozen !== null) fail("conflict", "access.memberFrozen", { name });
  return chooseStatus(
    { agent, phone: phoneNow(phone.data, now), statuses: allStatuses(statuses) },
    choice,
    { actor: scope.actor, cause: message("agents.cause.reason", { reason }) },
    now,
  );
}
