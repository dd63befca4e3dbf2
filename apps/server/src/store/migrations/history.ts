/** The tables and indexes that the change log needs for search, retention and verification. */
export const history = [
  // Lists use the position in the account's chain; activity pays only for the chain's own index.
  `DROP INDEX changes_of_history`,
  `CREATE INDEX changes_of_history ON changes (account, n) WHERE log = 'history'`,
  `CREATE INDEX changes_by_kind ON changes (account, kind, n) WHERE log = 'history'`,
  `CREATE INDEX changes_by_person ON changes (account, person, n) WHERE log = 'history'`,
  `CREATE INDEX changes_by_time ON changes (account, at) WHERE log = 'history'`,
  `CREATE INDEX changes_by_batch ON changes (account, batch, n) WHERE batch IS NOT NULL`,
  // The rest of a row removed by retention: its position in the chain and its digest.
  `CREATE TABLE removed (
    account TEXT NOT NULL, n INTEGER NOT NULL, digest TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (account, n)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE checkpoints (
    account TEXT PRIMARY KEY, removed INTEGER NOT NULL, at INTEGER NOT NULL, signature TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `DROP TRIGGER changes_kept`,
  // A row can be deleted only after its digest was stored instead.
  `CREATE TRIGGER changes_kept BEFORE DELETE ON changes
    WHEN NOT EXISTS (SELECT 1 FROM removed WHERE account = OLD.account AND n = OLD.n AND digest = OLD.digest)
    BEGIN SELECT RAISE(ABORT, 'changes are append-only'); END`,
  `CREATE TRIGGER removed_stay BEFORE UPDATE ON removed BEGIN SELECT RAISE(ABORT, 'removed rows are append-only'); END`,
  `CREATE TRIGGER removed_kept BEFORE DELETE ON removed BEGIN SELECT RAISE(ABORT, 'removed rows are append-only'); END`,
  `CREATE TRIGGER removed_new BEFORE INSERT ON removed WHEN
    EXISTS (SELECT 1 FROM removed WHERE account = NEW.account AND n = NEW.n)
    BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: removed rows are append-only'); END`,
  // A chain number is never used twice, not even a removed row's.
  `CREATE TRIGGER changes_place BEFORE INSERT ON changes WHEN
    EXISTS (SELECT 1 FROM removed WHERE account = NEW.account AND n = NEW.n)
    BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: this place in the log is taken'); END`,
  `ALTER TABLE postings ADD COLUMN digest TEXT`,
  `INSERT INTO settings (name, value) SELECT 'postings.digest.from', CAST(coalesce(max(seq), 0) + 1 AS TEXT) FROM postings`,
];
