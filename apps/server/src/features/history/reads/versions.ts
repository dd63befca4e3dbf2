import type { KindName } from "@callboard/domain/core/records";
import { stmt } from "../../../store/database/port.ts";
import type { Scope } from "../../../store/scope.ts";
import { findVersion, type RecordVersion, VERSION_COLUMNS, versionFromRow } from "../../../store/versions.ts";
import { read } from "../../../store/commit.ts";

export async function versionPage(
  scope: Scope,
  kind: KindName,
  { id, before = Number.MAX_SAFE_INTEGER }: { id: string; before?: number | undefined },
  hiddenTo: number,
  pins: readonly number[],
): Promise<RecordVersion[]> {
  const [rows] = await scope.db.read([
    stmt(
      `SELECT ${VERSION_COLUMNS} FROM changes c WHERE c.account = ? AND c.kind = ? AND c.id = ? AND c.version < ?
       AND (c.at > ? OR c.version IN (SELECT value FROM json_each(?))) ORDER BY c.version DESC LIMIT ?`,
      scope.account,
      kind,
      id,
      before,
      hiddenTo,
      JSON.stringify(pins),
      PAGE + 1,
    ),
  ]);
  return withPreviousVersions(
    scope,
    rows!.map((row) => versionFromRow(row)),
  );
}

export const PAGE = 50;
/** The version before is usually the next one on the page; if versions in between are hidden, it is looked up. */
async function withPreviousVersions(scope: Scope, page: readonly RecordVersion[]): Promise<RecordVersion[]> {
  const below = (at: number) => (page[at + 1]?.version === page[at]!.version - 1 ? page[at + 1]! : null);
  const apart = page.filter((one, at) => below(at) === null && one.version > 1 && at < PAGE);
  const found = await read(
    scope,
    Object.fromEntries(apart.map(({ kind, id, version }) => [String(version), findVersion(kind, id, version)])),
  );
  return page.map((one, at) => {
    const older = below(at);
    const before =
      older === null ? (found[one.version]?.before ?? null) : older.event === "deleted" ? null : older.data;
    return { ...one, before };
  });
}
