/** The core: records (the present), changes (the past), money, idempotency keys, jobs. All tables are STRICT. */
export const core = [
  `CREATE TABLE records (
    account TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0), shape INTEGER NOT NULL,
    data TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (account, kind, id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX records_by_id ON records (kind, id)`,
  `CREATE TABLE keys (
    space TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    account TEXT NOT NULL, id TEXT NOT NULL,
    PRIMARY KEY (space, kind, name, value, id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX keys_by_value ON keys (kind, name, value)`,
  `CREATE UNIQUE INDEX keys_sole ON keys (space, kind, name, value) WHERE name LIKE '=%'`,
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
  // Activity is frequent and never listed by this index, so it doesn't pay for it.
  `CREATE INDEX changes_of_history ON changes (account, seq) WHERE log = 'history'`,
  `CREATE TRIGGER changes_stay BEFORE UPDATE ON changes BEGIN SELECT RAISE(ABORT, 'changes are append-only'); END`,
  `CREATE TRIGGER changes_kept BEFORE DELETE ON changes BEGIN SELECT RAISE(ABORT, 'changes are append-only'); END`,
  // REPLACE deletes the old row without firing its triggers, so it is rejected beforehand.
  `CREATE TRIGGER changes_new BEFORE INSERT ON changes WHEN
    EXISTS (SELECT 1 FROM changes WHERE seq = NEW.seq)
    OR EXISTS (SELECT 1 FROM changes WHERE account = NEW.account AND n = NEW.n)
    OR EXISTS (SELECT 1 FROM changes WHERE account = NEW.account AND kind = NEW.kind AND id = NEW.id AND version = NEW.version)
    BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: changes are append-only'); END`,
  `CREATE TABLE postings (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    from_book TEXT NOT NULL, to_book TEXT NOT NULL CHECK (to_book <> from_book),
    from_after INTEGER NOT NULL, to_after INTEGER NOT NULL,
    micros INTEGER NOT NULL CHECK (micros > 0), currency TEXT NOT NULL,
    memo TEXT NOT NULL, actor TEXT NOT NULL, booked_at INTEGER NOT NULL, happened_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX postings_from ON postings (from_book, seq)`,
  `CREATE INDEX postings_to ON postings (to_book, seq)`,
  `CREATE TRIGGER postings_stay BEFORE UPDATE ON postings BEGIN SELECT RAISE(ABORT, 'postings are append-only'); END`,
  `CREATE TRIGGER postings_kept BEFORE DELETE ON postings BEGIN SELECT RAISE(ABORT, 'postings are append-only'); END`,
  `CREATE TRIGGER postings_new BEFORE INSERT ON postings WHEN
    EXISTS (SELECT 1 FROM postings WHERE seq = NEW.seq OR key = NEW.key)
    BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: postings are append-only'); END`,
  `CREATE TABLE commands (
    actor TEXT NOT NULL, procedure TEXT NOT NULL, key TEXT NOT NULL,
    hash TEXT NOT NULL, answer TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (actor, procedure, key)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX commands_by_age ON commands (at)`,
  `CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL, key TEXT NOT NULL, data TEXT NOT NULL,
    due_at INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
    lease_until INTEGER NOT NULL DEFAULT 0, fence INTEGER NOT NULL DEFAULT 0,
    done_at INTEGER, failed_at INTEGER, error TEXT,
    UNIQUE (kind, key)
  ) STRICT`,
  `CREATE INDEX jobs_due ON jobs (due_at) WHERE done_at IS NULL AND failed_at IS NULL`,
  `CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT`,
];
