import type { DataOf, KindName } from "@callboard/domain/core/records";
import type { Doc } from "@callboard/domain/core/record";
import { stmt } from "../database/port.ts";
import { findAll } from "../queries.ts";
import type { Scope } from "../scope.ts";

export const pastTeamQueries = {
  members: findAll("member"),
  agents: findAll("agent"),
  phones: findAll("phone"),
  statuses: findAll("status"),
};

type Docs<K extends KindName> = readonly Doc<DataOf<K>>[];

/** The account's members at that time, with their stored seats and present names. */
export async function readPastRows(
  scope: Scope,
  members: Docs<"member">,
  agents: Docs<"agent">,
  phones: Docs<"phone">,
) {
  const [rows] = await scope.db.read([
    stmt(
      "SELECT id, name, email FROM people WHERE id IN (SELECT value FROM json_each(?))",
      JSON.stringify(members.map(({ id }) => id)),
    ),
  ]);
  const people = new Map(
    rows!.map(({ id, name, email }) => [String(id), { name: String(name), email: String(email) }]),
  );
  const [agentOf, phoneOf] = [byId(agents), byId(phones)];
  return members.map(({ id: person, version, data: member }) => {
    const [agent, phone] = [agentOf.get(person), phoneOf.get(person)];
    const { name, email } = people.get(person) ?? { name: "", email: "" };
    const seat =
      agent && phone
        ? { agent: agent.data, phone: phone.data, frozen: member.frozen !== null, version: agent.version }
        : null;
    return { person, name, email, version, member, seat };
  });
}

const byId = <D>(docs: readonly Doc<D>[]): Map<string, Doc<D>> => new Map(docs.map((doc) => [doc.id, doc]));
