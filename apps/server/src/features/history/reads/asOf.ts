import { type Row, stmt } from "../../../store/database/port.ts";
import {
  type RecordVersion,
  VERSION_COLUMNS_WITH_PREVIOUS,
  CHANGES_WITH_PREVIOUS,
  versionFromRow,
} from "../../../store/versions.ts";

/** Only records that changed after the instant can differ from now. */
export const CHANGED_SINCE_SQL = `SELECT DISTINCT kind, id FROM changes WHERE account = ?1 AND log = 'history' AND at > ?2
  AND kind IN (SELECT value FROM json_each(?3)) AND (kind, id) > (?4, ?5) ORDER BY kind, id LIMIT ?6`;

/** A record at the instant and currently; null where it didn't exist. */
interface VersionPair {
  older: RecordVersion | null;
  current: RecordVersion | null;
}

/** Two statements for each record: its newest version at the instant, and its newest of all. */
export async function readVersionPairs(
  account: string,
  changedRows: readonly Row[],
  at: number,
  read: (stmts: ReturnType<typeof stmt>[]) => Promise<Row[][]>,
): Promise<VersionPair[]> {
  const newestSql = `SELECT ${VERSION_COLUMNS_WITH_PREVIOUS} FROM ${CHANGES_WITH_PREVIOUS} WHERE c.account = ? AND c.kind = ? AND c.id = ? AND c.at <= ?
    ORDER BY c.version DESC LIMIT 1`;
  const results = await read(
    changedRows.flatMap(({ kind, id }) => [
      stmt(newestSql, account, kind, id, at),
      stmt(newestSql, account, kind, id, Number.MAX_SAFE_INTEGER),
    ]),
  );
  const existing = (rows: Row[]): RecordVersion | null =>
    rows[0] && rows[0].event !== "deleted" ? versionFromRow(rows[0]) : null;
  return changedRows
    .map((_, index) => ({ older: existing(results[index * 2]!), current: existing(results[index * 2 + 1]!) }))
    .filter(({ older, current }) => older !== null || current !== null);
}
