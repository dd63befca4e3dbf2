import { may } from "@callboard/domain/core/permissions";
import type { ChangeType } from "@callboard/domain/core/differences";
import { anyKind, type KindName } from "@callboard/domain/core/records";
import { stmt } from "../../store/database/port.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import { withDisplayNames } from "../../store/reads/displayNames.ts";
import { visibleKinds, readVisibility } from "../../store/reads/ownVisibility.ts";

const PEOPLE_MAX = 500;
const CHANGE_TYPES: readonly ChangeType[] = ["created", "changed", "deleted", "restored"];
/** Somebody's own things: they stand in that person's log, not in the account's. */
const PERSONAL_KINDS: readonly KindName[] = ["preferences", "looked"];

/** What the change history can be narrowed by. People who have left are still among those who changed something. */
export const filters = {
  filters: accountProcedure("read history").query(async ({ ctx }) => {
    const { scope, place: context } = ctx;
    const { sight, words } = await readVisibility(scope, context, undefined);
    const kinds = visibleKinds(sight);
    const members = may(scope.standing, "read the board") ? 1 : 0;
    const [rows] = await scope.db.read([
      stmt(PEOPLE_SQL, scope.account, sight.hiddenTo, JSON.stringify(kinds), members, PEOPLE_MAX),
    ]);
    return withDisplayNames(scope, words, (show) => ({
      kinds: kinds
        .filter((kind) => !PERSONAL_KINDS.includes(kind))
        .map(anyKind)
        .map(({ kind, noun, log }) => ({ kind: kind as KindName, noun: show.word(noun), log })),
      people: rows!
        .map(({ person }) => ({ id: String(person), name: show.person(String(person)) }))
        .sort((a, b) => a.name.localeCompare(b.name, "en")),
      events: CHANGE_TYPES,
    }));
  }),
};

/** How far back a person's own changes are looked through for one that the role may read. */
const SCAN_DEPTH = 200;

/**
 * Jumps from person to person along the index: the log is long, those who wrote it are few. Whose newest change is hidden
 * has none that is shown.
 */
const PEOPLE_SQL = `WITH RECURSIVE actors (person) AS (
    SELECT min(person) FROM changes WHERE account = ?1 AND log = 'history'
    UNION ALL
    SELECT (SELECT min(c.person) FROM changes c WHERE c.account = ?1 AND c.log = 'history' AND c.person > actors.person)
    FROM actors WHERE actors.person IS NOT NULL LIMIT ${2 * PEOPLE_MAX})
  SELECT person FROM actors WHERE person IS NOT NULL AND EXISTS (SELECT 1 FROM (
    SELECT c.at, c.kind FROM changes c INDEXED BY changes_by_person WHERE c.account = ?1 AND c.log = 'history'
    AND c.person = actors.person ORDER BY c.n DESC LIMIT ${SCAN_DEPTH})
    WHERE at > ?2 AND kind IN (SELECT value FROM json_each(?3)))
  UNION SELECT id FROM (SELECT id FROM records WHERE account = ?1 AND kind = 'member' AND ?4 = 1 LIMIT ${PEOPLE_MAX})
  LIMIT ?5`;
