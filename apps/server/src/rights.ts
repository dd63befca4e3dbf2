import { type AnyKeyDeed, type Deed, NO_STANDING, type Standing, stillHandedOut } from "@callboard/domain/access";
import type { AccountData } from "@callboard/domain/account";
import type { Actor } from "@callboard/domain/actor";
import type { Lifecycle } from "@callboard/domain/lifecycle";
import type { DataOf, KindName } from "@callboard/domain/records";
import { type Row, single, type Stmt, stmt } from "./db.ts";
import { dataOf, type Need } from "./needs.ts";
import { ownerOf } from "./owners.ts";

/** Whose place in an account is asked for: somebody's, a key's, or that of whoever answers for a record. */
export type Who = { person: string } | { key: string } | { madeBy: "invitation"; id: string };

/** Records by which somebody stands in an account: what is known of that is over where one of them moves. */
export const movesStanding = (kind: string): boolean => MOVING.includes(kind);
const MOVING: readonly string[] = ["member", "account", "lifecycle", "apiKey"];

/** Who answers for the record `r`: as it says, or, where it says nothing of that yet, whoever made it. */
export const ANSWERS_FOR = `coalesce(r.data ->> '$.by', (SELECT person FROM changes c WHERE c.account = r.account
  AND c.kind = r.kind AND c.id = r.id ORDER BY c.version LIMIT 1))`;

const makerOf = (kind: KindName): string =>
  `(SELECT ${ANSWERS_FOR} FROM records r WHERE r.account = ?1 AND r.kind = '${kind}' AND r.id = ?2)`;

/** Who it is, as an expression of the account `?1` and of what it is asked by, `?2`. */
function personIn(who: Who): [person: string, id: string] {
  if ("person" in who) return ["?2", who.person];
  return "key" in who ? [makerOf("apiKey"), who.key] : [makerOf(who.madeBy), who.id];
}

/** All that says how somebody stands in an account, in one row. */
export function standingStmt(account: string, who: Who): Stmt {
  const [person, id] = personIn(who);
  const isKey = "key" in who;
  return single(
    `SELECT a.shape AS accountShape, a.data AS account, l.shape AS lifecycleShape, l.data AS lifecycle,
       m.shape AS memberShape, m.data AS member, u.shape AS aboveShape, u.data AS above,
       ${isKey ? "k.shape AS apiKeyShape, k.data AS apiKey," : ""} w.person, p.operator
     FROM (SELECT ${person} AS person) w
     JOIN records a ON a.account = ?1 AND a.kind = 'account' AND a.id = ?1
     JOIN records l ON l.account = ?1 AND l.kind = 'lifecycle' AND l.id = ?1
     LEFT JOIN records m ON m.account = ?1 AND m.kind = 'member' AND m.id = w.person
     LEFT JOIN records u ON u.account = a.data ->> '$.agency' AND u.kind = 'member' AND u.id = w.person
     ${isKey ? "LEFT JOIN records k ON k.account = ?1 AND k.kind = 'apiKey' AND k.id = ?2" : ""}
     LEFT JOIN people p ON p.id = w.person`,
    account,
    id,
  );
}

/** How somebody stands in an account. `by`: by a membership, by their agency's, or as a key does. */
export interface Stands {
  settings: AccountData;
  lifecycle: Lifecycle;
  by: "membership" | "agency" | "key";
  standing: Standing;
}

/** Null where the account is not there, or they have no business in it. */
export function standsFrom(row: Row | undefined, who: Who): Stands | null {
  const settings = partOf("account", "account", row);
  const lifecycle = partOf("lifecycle", "lifecycle", row);
  if (!settings || !lifecycle) return null;
  const ground = { settings, lifecycle };
  const own = ofPerson(settings, row!);
  if (!("key" in who)) return own && { ...ground, ...own };
  const key = partOf("apiKey", "apiKey", row);
  if (!key || key.revokedAt !== null) return null;
  // A key does what it was made for, and no more than whoever answers for it could do now.
  const maker = own?.standing ?? { ...NO_STANDING, operator: row!.operator === 1 };
  const deeds = stillHandedOut(maker, key.deeds as readonly AnyKeyDeed[]);
  return { ...ground, by: "key", standing: { ...NO_STANDING, deeds: deeds as readonly Deed[] } };
}

function ofPerson(settings: AccountData, row: Row): Pick<Stands, "by" | "standing"> | null {
  const ground = { ...NO_STANDING, operator: row.operator === 1 };
  const member = partOf("member", "member", row);
  const above = partOf("member", "above", row);
  if (above?.role === "agency administrator" && above.parked === null)
    return { by: "agency", standing: { ...ground, role: above.role, softphone: member?.softphone ?? false } };
  if (!member) return null;
  const { role, softphone, parked } = member;
  return {
    by: "membership",
    standing: { ...ground, role, owner: settings.owner === row.person, softphone, parked: parked !== null },
  };
}

function partOf<K extends KindName>(kind: K, part: string, row: Row | undefined): DataOf<K> | null {
  const data: unknown = row?.[part];
  return typeof data === "string" ? dataOf(kind, { shape: row![`${part}Shape`], data }) : null;
}

export const whoIs = ({ as, id }: Actor): Who => (as === "key" ? { key: id } : { person: id });

/**
 * What somebody may do in an account at this very moment: asked inside the write by all that acts later than it was
 * asked for. Nothing, where they have left it.
 */
export const rightsOf = (who: Who, account?: string): Need<Standing> => ({
  stmts: (scope) => [standingStmt(ownerOf(scope, account), who)],
  take: ([rows]) => standsFrom(rows![0], who)?.standing ?? NO_STANDING,
});

/** Who answers for each record of a kind: their ids by the record's. */
export const makersOf = (kind: KindName): Need<Map<string, string>> => ({
  stmts: (scope) => [
    stmt(
      `SELECT r.id, ${ANSWERS_FOR} AS person FROM records r WHERE r.account = ? AND r.kind = ?`,
      ownerOf(scope, undefined),
      kind,
    ),
  ],
  take: ([rows]) => new Map(rows!.flatMap(({ id, person }) => (person === null ? [] : [[id, person]]))),
});
