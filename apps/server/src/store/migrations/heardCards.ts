/**
 * The provider's last report about each card, and whether it was removed here: an old or repeated report doesn't bring
 * it back.
 */
export const heardCards = [
  `CREATE TABLE heard_cards (
    provider TEXT NOT NULL, ref TEXT NOT NULL, customer TEXT NOT NULL,
    fingerprint TEXT, at INTEGER NOT NULL, removed INTEGER NOT NULL, refused TEXT,
    PRIMARY KEY (provider, ref)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX heard_cards_of ON heard_cards (provider, customer)`,
  // Cards transferred to another account have left the first one's list and are still in use.
  `INSERT OR IGNORE INTO heard_cards (provider, ref, customer, at, removed)
    SELECT c.data ->> '$.provider', c.data ->> '$.ref', coalesce(w.data ->> '$.customer', ''), 0, 1 FROM changes c
    LEFT JOIN records w ON w.account = c.account AND w.kind = 'wallet' AND w.id = c.account
    WHERE c.kind = 'card' AND c.event = 'deleted' AND NOT EXISTS
      (SELECT 1 FROM records r WHERE r.kind = 'card' AND r.data ->> '$.ref' = c.data ->> '$.ref')`,
  `ALTER TABLE sandbox_refunds ADD COLUMN failed INTEGER NOT NULL DEFAULT 0`,
];
