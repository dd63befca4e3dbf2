import {
  type AnyKeyPermission,
  type Permission,
  NO_MEMBERSHIP,
  type Membership,
  effectiveKeyPermissions,
} from "@callboard/domain/core/permissions";
import type { AccountData } from "@callboard/domain/account/rules";
import type { Actor } from "@callboard/domain/core/actor";
import type { Lifecycle } from "@callboard/domain/lifecycle/rules";
import type { DataOf, KindName } from "@callboard/domain/core/records";
import { type Row, single, type Stmt, stmt } from "../store/database/port.ts";
import { parseData, type Query } from "../store/queries.ts";
import { checkedAccount } from "../store/checkedAccount.ts";

/** Whose membership is read: a person's, an API key's, or that of the person responsible for an invitation. */
export type Subject = { person: string } | { key: string } | { madeBy: "invitation"; id: string };

/** Whether a change to this kind can change memberships, so that cached ones are no longer valid. */
export const affectsMembership = (kind: string): boolean => MEMBERSHIP_KINDS.includes(kind);
const MEMBERSHIP_KINDS: readonly string[] = ["member", "account", "lifecycle", "apiKey"];

/** The person responsible for record `r`: the one it names, or else its creator. */
export const RESPONSIBLE_SQL = `coalesce(r.data ->> '$.responsible', (SELECT person FROM changes c WHERE c.account = r.account
  AND c.kind = r.kind AND c.id = r.id ORDER BY c.version LIMIT 1))`;

const responsibleSql = (kind: KindName): string =>
  `(SELECT ${RESPONSIBLE_SQL} FROM records r WHERE r.account = ?1 AND r.kind = '${kind}' AND r.id = ?2)`;

/** The person as a SQL expression of the account `?1` and the id `?2`. */
function subjectSql(who: Subject): [person: string, id: string] {
  if ("person" in who) return ["?2", who.person];
  return "key" in who ? [responsibleSql("apiKey"), who.key] : [responsibleSql(who.madeBy), who.id];
}

/** Everything that determines a membership, in one row. */
export function membershipStmt(account: string, who: Subject): Stmt {
  const [person, id] = subjectSql(who);
  const isKey = "key" in who;
  return single(
    `SELECT a.shape AS accountShape, a.data AS account, l.shape AS lifecycleShape, l.data AS lifecycle,
       m.shape AS memberShape, m.data AS member, u.shape AS agencyMemberShape, u.data AS agencyMember,
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

/** A caller's membership in an account. `source`: through a membership, through their agency's, or through a key. */
export interface AccountMembership {
  settings: AccountData;
  lifecycle: Lifecycle;
  source: "membership" | "agency" | "key";
  membership: Membership;
}

/** Null if the account doesn't exist or the caller has no access. */
export function membershipFromRow(row: Row | undefined, who: Subject): AccountMembership | null {
  const settings = parsePart("account", "account", row);
  const lifecycle = parsePart("lifecycle", "lifecycle", row);
  if (!settings || !lifecycle) return null;
  const base = { settings, lifecycle };
  const ownMembership = personMembership(settings, row!);
  if (!("key" in who)) return ownMembership && { ...base, ...ownMembership };
  const key = parsePart("apiKey", "apiKey", row);
  if (!key || key.revokedAt !== null) return null;
  // A key has the permissions it was created with, limited to those that the person responsible for it has now.
  const responsible = ownMembership?.membership ?? { ...NO_MEMBERSHIP, operator: row!.operator === 1 };
  const permissions = effectiveKeyPermissions(responsible, key.permissions as readonly AnyKeyPermission[]);
  return {
    ...base,
    source: "key",
    membership: { ...NO_MEMBERSHIP, permissions: permissions as readonly Permission[] },
  };
}

function personMembership(settings: AccountData, row: Row): Pick<AccountMembership, "source" | "membership"> | null {
  const base = { ...NO_MEMBERSHIP, operator: row.operator === 1 };
  const member = parsePart("member", "member", row);
  const agencyMember = parsePart("member", "agencyMember", row);
  if (agencyMember?.role === "agency administrator" && agencyMember.frozen === null)
    return {
      source: "agency",
      membership: { ...base, role: agencyMember.role, softphone: member?.softphone ?? false },
    };
  if (!member) return null;
  const { role, softphone, frozen } = member;
  return {
    source: "membership",
    membership: { ...base, role, owner: settings.owner === row.person, softphone, frozen: frozen !== null },
  };
}

function parsePart<K extends KindName>(kind: K, column: string, row: Row | undefined): DataOf<K> | null {
  const data: unknown = row?.[column];
  return typeof data === "string" ? parseData(kind, { shape: row![`${column}Shape`], data }) : null;
}

export const subjectOf = ({ as, id }: Actor): Subject => (as === "key" ? { key: id } : { person: id });

/**
 * Somebody's permissions in an account right now, read inside the write by everything that runs later than it was
 * requested. None if they have left.
 */
export const findMembership = (who: Subject, account?: string): Query<Membership> => ({
  statements: (scope) => [membershipStmt(checkedAccount(scope, account), who)],
  parse: ([rows]) => membershipFromRow(rows![0], who)?.membership ?? NO_MEMBERSHIP,
});

/** The person responsible for each record of a kind, by record id. */
export const findResponsible = (kind: KindName): Query<Map<string, string>> => ({
  statements: (scope) => [
    stmt(
      `SELECT r.id, ${RESPONSIBLE_SQL} AS person FROM records r WHERE r.account = ? AND r.kind = ?`,
      checkedAccount(scope, undefined),
      kind,
    ),
  ],
  parse: ([rows]) => new Map(rows!.flatMap(({ id, person }) => (person === null ? [] : [[id, person]]))),
});
