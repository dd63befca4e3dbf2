/**
 * Since when an account's history is whole: what a shorter retention removed before is not known again after an upgrade.
 * Where rows went already it is not known which: no removal kept less than the fewest days that the account's terms said.
 */
export const completeSince = [
  `CREATE TABLE complete_since (account TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  `INSERT INTO complete_since (account, at)
    SELECT p.account, p.at - 86400000 * coalesce((SELECT min(c.data ->> '$.retentionDays') FROM changes c
      WHERE c.account = p.account AND c.kind = 'terms'), 7)
    FROM checkpoints p WHERE p.removed > 0`,
];
