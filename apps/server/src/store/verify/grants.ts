import type { AccessTable } from "@callboard/domain/core/effect";
import { type Database, type SqlValue, stmt } from "../database/port.ts";
import { GRANT_COLUMNS, isSealed, keyColumnOf } from "../seals/grants.ts";
import type { Seal } from "../seals/seal.ts";
import { type Finding, yieldToEventLoop } from "./finding.ts";

const PAGE = 1000;
/** Which rows of each table are checked: used links give no access any more. */
export const VALID_ROWS_SQL: Record<AccessTable, string> = {
  people: "true",
  sessions: "true",
  tokens: "used_at IS NULL",
  api_keys: "true",
};

/** Grants that are not as they were written, at most `limit` per table. */
export async function findBrokenGrants(db: Database, seal: Seal, limit = 1): Promise<Finding[]> {
  const unmatched = await findUnmatchedGrants(db, limit);
  const findings: Finding[][] = [];
  for (const table of Object.keys(GRANT_COLUMNS) as AccessTable[]) {
    const broken = await findBrokenRows(db, seal, table, limit);
    findings.push([...broken, ...unmatched.filter((finding) => finding.table === table)].slice(0, limit));
  }
  return findings.flat();
}

async function findBrokenRows(db: Database, seal: Seal, table: AccessTable, limit: number): Promise<Finding[]> {
  const key = keyColumnOf(table);
  const broken: Finding[] = [];
  for (let after: SqlValue = ""; broken.length < limit;) {
    const [rows] = await db.read([
      stmt(`SELECT * FROM ${table} WHERE ${key} > ? AND ${VALID_ROWS_SQL[table]} ORDER BY ${key} LIMIT ${PAGE}`, after),
    ]);
    for (const row of rows!)
      if (!isSealed(seal, table, row) && broken.length < limit)
        broken.push({
          table,
          account: row["account"] ?? "",
          row: row["id"] ?? row[key],
          problem: "it is not as it was written",
        });
    if (rows!.length < PAGE) break;
    after = rows!.at(-1)![key];
    await yieldToEventLoop();
  }
  return broken;
}

/**
 * Reports an API key whose record is missing or revoked (an old row was put back), a valid record without its key, and
 * a member without a person. At most `limit` of each.
 */
async function findUnmatchedGrants(db: Database, limit: number): Promise<Finding[]> {
  const [strayKeys, missingKeys, missingPeople] = await db.read([
    stmt(
      `SELECT k.account, k.id FROM api_keys k LEFT JOIN records r ON r.account = k.account AND r.kind = 'apiKey' AND r.id = k.id
       WHERE r.id IS NULL OR r.data ->> '$.revokedAt' IS NOT NULL LIMIT ?`,
      limit,
    ),
    stmt(
      `SELECT r.account, r.id FROM records r LEFT JOIN api_keys k ON k.account = r.account AND k.id = r.id
       WHERE r.kind = 'apiKey' AND r.data ->> '$.revokedAt' IS NULL AND k.id IS NULL LIMIT ?`,
      limit,
    ),
    stmt(
      `SELECT r.account, r.id FROM records r LEFT JOIN people p ON p.id = r.id WHERE r.kind = 'member' AND p.id IS NULL LIMIT ?`,
      limit,
    ),
  ]);
  return [
    ...strayKeys!.map(({ account, id }): Finding => ({
      table: "api_keys",
      account,
      row: id,
      problem: "no record grants it",
    })),
    ...missingKeys!.map(({ account, id }): Finding => ({
      table: "api_keys",
      account,
      row: id,
      problem: "it is missing",
    })),
    ...missingPeople!.map(({ account, id }): Finding => ({
      table: "people",
      account,
      row: id,
      problem: "it is missing",
    })),
  ];
}
