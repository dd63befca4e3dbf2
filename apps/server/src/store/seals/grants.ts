import type { AccessTable, SqlValue } from "@callboard/domain/core/effect";
import { type Row, type Stmt, stmt } from "../database/port.ts";
import type { Seal } from "./seal.ts";

/**
 * The tables of grants (rows that give access: people, sessions, mailed links and API keys), with the columns that say
 * who and with which rights. The first is the key.
 */
export const GRANT_COLUMNS = {
  people: [
    "id",
    "email",
    "name",
    "password",
    "totp",
    "totp_pending",
    "totp_last",
    "recovery",
    "operator",
    "created_at",
  ],
  sessions: ["digest", "id", "person", "expires_at"],
  tokens: ["digest", "ref", "purpose", "account", "subject", "expires_at"],
  api_keys: ["digest", "account", "id"],
} as const satisfies Record<AccessTable, readonly string[]>;

/** The column by which a table's rows are found. */
export const keyColumnOf = (table: AccessTable): string => GRANT_COLUMNS[table][0];

/** The seal of a row: a signature over the columns above. */
export const signGrant = (seal: Seal, table: AccessTable, row: Row): string =>
  seal.sign(JSON.stringify(["grant", table, ...GRANT_COLUMNS[table].map((column) => row[column] ?? null)]));

/** Whether a row is as the server wrote it. */
export const isSealed = (seal: Seal, table: AccessTable, row: Row): boolean =>
  row["seal"] === signGrant(seal, table, row);

/**
 * Writes a grant with its seal. `before`: the row with all its columns, read in the same decision. A
 * row that didn't fit its seal stays that way, otherwise we would sign a forgery; if another server changed it
 * meanwhile, the decision runs again.
 */
export function grantStmt(seal: Seal, table: AccessTable, before: Row | null, row: Row): Stmt {
  if (before === null) {
    const columns = [...Object.keys(row), "seal"];
    return stmt(
      `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${Array(columns.length).fill("?").join(", ")})`,
      ...(Object.values(row) as SqlValue[]),
      signGrant(seal, table, row),
    );
  }
  const after: Row = { ...before, ...row };
  const newSeal = isSealed(seal, table, before) ? signGrant(seal, table, after) : before["seal"];
  const key = keyColumnOf(table);
  return stmt(
    `UPDATE ${table} SET ${Object.keys(row)
      .map((column) => `${column} = ?, `)
      .join("")}seal = CASE seal WHEN ? THEN ? END WHERE ${key} = ?`,
    ...(Object.values(row) as SqlValue[]),
    before["seal"],
    newSeal,
    before[key],
  );
}
