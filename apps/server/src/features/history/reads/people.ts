export const PEOPLE_MAX = 500;
/** How many of a person's newest changes are scanned for one that the role may read. */
const SCAN_DEPTH = 200;
/**
 * Jumps from person to person along the index, as the log is long and its authors are few. Leaves out a person whose
 * newest change is hidden.
 */
export const PEOPLE_SQL = `WITH RECURSIVE actors (person) AS (
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
