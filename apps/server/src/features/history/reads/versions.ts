import type { KindName } from "@callboard/domain/core/records";
import { stmt } from "../../../store/database/port.ts";
import type { Scope } from "../../../store/scope.ts";
import { findVersion, type RecordVersion, VERSION_COLUMNS, versionFromRow } from "../../../store/versions.ts";
import { read } from "../../../store/commit.ts";

export async function versionPage(
  scope: Scope,
  kind: KindName,
  { id, before = Number.MAX_SAFE_INTEGER }: { id: string; before?: number | undefined },
  hiddenUntil: number,
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
      hiddenUntil,
      JSON.stringify(pins),
      VERSIONS_PER_PAGE + 1,
    ),
  ]);
  return withPreviousVersions(
    scope,
    rows!.map((row) => versionFromRow(row)),
  );
}

export const VERSIONS_PER_PAGE = 50;

/** The version before is usually the next one on the page; if versions in between are hidden, it is looked up. */
async function withPreviousVersions(scope: Scope, page: readonly RecordVersion[]): Promise<RecordVersion[]> {
  const previousOnPage = (at: number) => (page[at + 1]?.version === page[at]!.version - 1 ? page[at + 1]! : null);
  const gaps = page.filter((one, at) => previousOnPage(at) === null && one.version > 1 && at < VERSIONS_PER_PAGE);
  const versionsAtGaps = await read(
    scope,
    Object.fromEntries(gaps.map(({ kind, id, version }) => [String(version), findVersion(kind, id, version)])),
  );
  return page.map((one, at) => {
    const previous = previousOnPage(at);
    const before =
      previous === null
        ? (versionsAtGaps[one.version]?.before ?? null)
        : previous.event === "deleted"
          ? null
          : previous.data;
    return { ...one, before };
  });
}
