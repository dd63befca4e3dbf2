import { type AnyKeyDeed, type Deed, NO_STANDING, type Standing, stillHandedOut } from "@callboard/domain/access";
import type { AccountData } from "@callboard/domain/account";
import type { Actor } from "@callboard/domain/actor";
import type { Lifecycle } from "@callboard/domain/lifecycle";
import type { DataOf, KindName } from "@callboard/domain/records";
import { type Row, single, type Stmt, stmt } from "./db.ts";
import { dataOf, type Need, ownerOf } from "./needs.ts";

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

/** All that says how somebody stands in an account, to be read at one instant. */
export function standingStmts(account: string, who: Who): Stmt[] {
  const [person, id] = personIn(who);
  return [
    stmt(
      `SELECT kind, shape, data FROM records WHERE account = ?1 AND ((kind IN ('account', 'lifecycle') AND id = ?1)
       OR (kind = 'member' AND id = ${person})${"key" in who ? " OR (kind = 'apiKey' AND id = ?2)" : ""})`,
      account,
      id,
    ),
    stmt(
      `SELECT m.shape, m.data FROM keys k JOIN records m ON m.account = k.value AND m.kind = 'member' AND m.id = ${person}
       WHERE k.space = ?1 AND k.kind = 'account' AND k.name = 'agency' AND k.id = ?1`,
      account,
      id,
    ),
    single(
      `SELECT ${person} AS id, (SELECT operator FROM people WHERE id = ${person}) AS operator WHERE ?1 <> ''`,
      account,
      id,
    ),
  ];
}

/** How somebody stands in an account. `by`: by a membership, by their agency's, or as a key does. */
export interface Stands {
  settings: AccountData;
  lifecycle: Lifecycle;
  by: "membership" | "agency" | "key";
  standing: Standing;
}

/** Null where the account is not there, or they have no business in it. */
export function standsFrom([records, above, people]: readonly Row[][], who: Who): Stands | null {
  const settings = firstOf("account", records!);
  const lifecycle = firstOf("lifecycle", records!);
  if (!settings || !lifecycle) return null;
  const person = people![0]!;
  const ground = { settings, lifecycle };
  const own = ofPerson(settings, person, firstOf("member", records!), above![0]);
  if (!("key" in who)) return own && { ...ground, ...own };
  const key = firstOf("apiKey", records!);
  if (!key || key.revokedAt !== null) return null;
  // A key does what it was made for, and no more than whoever answers for it could do now.
  const maker = own?.standing ?? { ...NO_STANDING, operator: person.operator === 1 };
  const deeds = stillHandedOut(maker, key.deeds as readonly AnyKeyDeed[]);
  return { ...ground, by: "key", standing: { ...NO_STANDING, deeds: deeds as readonly Deed[] } };
}

function ofPerson(
  settings: AccountData,
  { id, operator }: Row,
  member: DataOf<"member"> | null,
  above: Row | undefined,
): Pick<Stands, "by" | "standing"> | null {
  const ground = { ...NO_STANDING, operator: operator === 1 };
  const there = above ? dataOf("member", above) : null;
  if (there?.role === "agency administrator" && there.parked === null)
    return { by: "agency", standing: { ...ground, role: there.role, softphone: member?.softphone ?? false } };
  if (!member) return null;
  const { role, softphone, parked } = member;
  return {
    by: "membership",
    standing: { ...ground, role, owner: settings.owner === id, softphone, parked: parked !== null },
  };
}

function firstOf<K extends KindName>(kind: K, rows: readonly Row[]): DataOf<K> | null {
  const row = rows.find((one) => one.kind === kind);
  return row ? dataOf(kind, row) : null;
}

export const whoIs = ({ as, id }: Actor): Who => (as === "key" ? { key: id } : { person: id });

/**
 * What somebody may do in an account at this very moment: asked inside the write by all that acts later than it was
 * asked for. Nothing, where they have left it.
 */
export const rightsOf = (who: Who, account?: string): Need<Standing> => ({
  stmts: (scope) => standingStmts(ownerOf(scope, account), who),
  take: (rows) => standsFrom(rows, who)?.standing ?? NO_STANDING,
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
