import type { KindName } from "@callboard/domain/core/records";
import { stmt } from "../../../store/database/port.ts";
import type { Scope } from "../../../store/scope.ts";
import { findVersion, type RecordVersion, VERSION_COLUMNS, versionFromRow } from "../../../store/versions.ts";
import { read } from "../../../store/commit.ts";

/** A record's visible or pinned versions, the newest first: one more than a page, to tell whether there are others. */
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
  const previousOnPage = (index: number) =>
    page[index + 1]?.version === page[index]!.version - 1 ? page[index + 1]! : null;
  const gaps = page.filter(
    ({ version }, index) => previousOnPage(index) === null && version > 1 && index < VERSIONS_PER_PAGE,
  );
  const versionsAtGaps = await read(
    scope,
    Object.fromEntries(gaps.map(({ kind, id, version }) => [String(version), findVersion(kind, id, version)])),
  );
  return page.map((recordVersion, index) => {
    const previous = previousOnPage(index);
    const before =
      previous === null
        ? (versionsAtGaps[recordVersion.version]?.before ?? null)
        : previous.event === "deleted"
          ? null
          : previous.data;
    return { ...recordVersion, before };
  });
}
