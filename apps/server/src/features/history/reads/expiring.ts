/** The times of versions between two instants that are neither their record's newest nor pinned. */
export const EXPIRING_SQL = `SELECT at FROM changes c WHERE account = ?1 AND log = 'history' AND at > ?2 AND at <= ?3
  AND kind IN (SELECT value FROM json_each(?4))
  AND EXISTS (SELECT 1 FROM changes d WHERE d.account = c.account AND d.kind = c.kind AND d.id = c.id AND d.version > c.version)
  AND NOT EXISTS (SELECT 1 FROM keys k WHERE k.space = c.account AND k.kind = 'pin' AND k.name = 'of'
    AND k.value = c.kind || ':' || c.id AND k.id = c.kind || ':' || c.id || ':' || c.version)
  ORDER BY at LIMIT ?5`;
