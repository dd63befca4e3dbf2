/**
 * The start of an account's complete history: what a shorter retention removed isn't known again after an upgrade. For
 * rows removed earlier the exact start is unknown, but no removal kept less than the fewest days in the account's
 * terms.
 */
export const completeSince = [
  `CREATE TABLE complete_since (account TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  `INSERT INTO complete_since (account, at)
    SELECT p.account, p.at - 86400000 * coalesce((SELECT min(c.data ->> '$.retentionDays') FROM changes c
      WHERE c.account = p.account AND c.kind = 'terms'), 7)
    FROM checkpoints p WHERE p.removed > 0`,
];
