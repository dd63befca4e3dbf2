/** The change log, and the tables that seal it, index it or record what was removed from it. */
export const changes = [
  `CREATE TABLE changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL, n INTEGER NOT NULL CHECK (n > 0),
    kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL CHECK (version > 0),
    event TEXT NOT NULL CHECK (event IN ('created', 'changed', 'deleted', 'restored')),
    log TEXT NOT NULL CHECK (log IN ('history', 'activity')), area TEXT NOT NULL,
    shape INTEGER NOT NULL, data TEXT NOT NULL,
    actor TEXT NOT NULL, person TEXT, action TEXT NOT NULL, cause TEXT,
    request TEXT, batch TEXT, at INTEGER NOT NULL, digest TEXT NOT NULL,
    UNIQUE (account, n), UNIQUE (account, kind, id, version)
  ) STRICT`,
  `CREATE TRIGGER changes_no_update BEFORE UPDATE ON changes BEGIN SELECT RAISE(ABORT, 'changes are append-only'); END`,
  `CREATE TRIGGER changes_no_replace BEFORE INSERT ON changes WHEN
    EXISTS (SELECT 1 FROM changes WHERE seq = NEW.seq)
    OR EXISTS (SELECT 1 FROM changes WHERE account = NEW.account AND n = NEW.n)
    OR EXISTS (SELECT 1 FROM changes WHERE account = NEW.account AND kind = NEW.kind AND id = NEW.id AND version = NEW.version)
    BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: changes are append-only'); END`,
  `CREATE INDEX changes_by_history ON changes (account, n) WHERE log = 'history'`,
  `CREATE INDEX changes_by_kind ON changes (account, kind, n) WHERE log = 'history'`,
  `CREATE INDEX changes_by_person ON changes (account, person, n) WHERE log = 'history'`,
  `CREATE INDEX changes_by_time ON changes (account, at) WHERE log = 'history'`,
  `CREATE INDEX changes_by_batch ON changes (account, batch, n) WHERE batch IS NOT NULL`,
  `CREATE TRIGGER changes_no_delete BEFORE DELETE ON changes
    WHEN NOT EXISTS (SELECT 1 FROM removed WHERE account = OLD.account AND n = OLD.n AND digest = OLD.digest)
    BEGIN SELECT RAISE(ABORT, 'changes are append-only'); END`,
  `CREATE TRIGGER changes_place_unused BEFORE INSERT ON changes WHEN
    EXISTS (SELECT 1 FROM removed WHERE account = NEW.account AND n = NEW.n)
    BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: this place in the log is taken'); END`,
  `CREATE TRIGGER change_people_purged AFTER DELETE ON changes BEGIN
    DELETE FROM change_people WHERE account = OLD.account AND n = OLD.n; END`,
  `CREATE TRIGGER late_rows_added AFTER INSERT ON changes WHEN NEW.log = 'history' AND NEW.at < -600000 + (
    SELECT at FROM changes INDEXED BY changes_by_time WHERE account = NEW.account AND log = 'history' ORDER BY at DESC LIMIT 1)
    BEGIN INSERT INTO late_rows (account, n, at) VALUES (NEW.account, NEW.n, NEW.at); END`,
  `CREATE TRIGGER late_rows_purged AFTER DELETE ON changes WHEN OLD.log = 'history' BEGIN
    DELETE FROM late_rows WHERE account = OLD.account AND n = OLD.n; END`,
  `CREATE TABLE commands (
    actor TEXT NOT NULL, procedure TEXT NOT NULL, key TEXT NOT NULL,
    hash TEXT NOT NULL, answer TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (actor, procedure, key)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX commands_due ON commands (at) WHERE procedure <> 'calls.phoneEvent'`,
  `CREATE TABLE removed (
    account TEXT NOT NULL, n INTEGER NOT NULL, digest TEXT NOT NULL, at INTEGER NOT NULL, seq INTEGER,
    PRIMARY KEY (account, n)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TRIGGER removed_no_update BEFORE UPDATE ON removed BEGIN SELECT RAISE(ABORT, 'removed rows are append-only'); END`,
  `CREATE TRIGGER removed_no_delete BEFORE DELETE ON removed BEGIN SELECT RAISE(ABORT, 'removed rows are append-only'); END`,
  `CREATE TRIGGER removed_no_replace BEFORE INSERT ON removed WHEN
    EXISTS (SELECT 1 FROM removed WHERE account = NEW.account AND n = NEW.n)
    BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: removed rows are append-only'); END`,
  `CREATE TABLE checkpoints (
    account TEXT PRIMARY KEY, removed INTEGER NOT NULL, at INTEGER NOT NULL, signature TEXT NOT NULL,
    sum TEXT NOT NULL DEFAULT ''
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE history_complete_since (account TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE TABLE change_people (
    account TEXT NOT NULL, person TEXT NOT NULL, by_person INTEGER NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (account, person, by_person, n)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX change_people_by_place ON change_people (account, n)`,
  `CREATE TABLE person_renames (n INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL) STRICT`,
  `CREATE TABLE seals (
    account TEXT PRIMARY KEY, n INTEGER NOT NULL, digest TEXT NOT NULL, sums TEXT NOT NULL, signature TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE late_rows (
    account TEXT NOT NULL, n INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (account, n)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX late_rows_by_time ON late_rows (account, at)`,
];
