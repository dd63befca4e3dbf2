/** Records with their keys, counts and search entries. */
export const records = [
  `CREATE TABLE records (
    account TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0), shape INTEGER NOT NULL,
    data TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (account, kind, id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX records_by_id ON records (kind, id)`,
  `CREATE TRIGGER account_openings_added AFTER INSERT ON records WHEN NEW.kind = 'account' BEGIN
    INSERT OR IGNORE INTO account_openings (account, at) VALUES (NEW.account, NEW.at); END`,
  // The values by which records are found, and those that must be unique. `space`: the area within which a unique value
  // is unique, which is an account, or "" for the whole platform. For all other keys, it is the account.
  `CREATE TABLE keys (
    space TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    account TEXT NOT NULL, id TEXT NOT NULL,
    PRIMARY KEY (space, kind, name, value, id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX keys_by_value ON keys (kind, name, value)`,
  `CREATE UNIQUE INDEX keys_unique ON keys (space, kind, name, value) WHERE name LIKE '=%'`,
  `CREATE TRIGGER list_counts_up AFTER INSERT ON keys WHEN NEW.name = 'name' BEGIN
    INSERT INTO list_counts (account, kind, n) VALUES (NEW.account, NEW.kind, 1)
    ON CONFLICT (account, kind) DO UPDATE SET n = n + 1; END`,
  `CREATE TRIGGER list_counts_down AFTER DELETE ON keys WHEN OLD.name = 'name' BEGIN
    UPDATE list_counts SET n = n - 1 WHERE account = OLD.account AND kind = OLD.kind; END`,
  `CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT`,
  `CREATE TABLE search_entries (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
    owner TEXT NOT NULL, words TEXT NOT NULL, tags TEXT NOT NULL, sorts TEXT NOT NULL DEFAULT '{}',
    UNIQUE (account, kind, id)
  ) STRICT`,
  `CREATE TRIGGER search_entries_added AFTER INSERT ON search_entries BEGIN
    INSERT INTO search_index (rowid, owner, words, tags) VALUES (NEW.n, NEW.owner, NEW.words, NEW.tags);
    INSERT INTO search_stamps (account, kind, n) VALUES (NEW.account, NEW.kind, 1) ON CONFLICT DO UPDATE SET n = n + 1; END`,
  `CREATE TRIGGER search_entries_removed AFTER DELETE ON search_entries BEGIN
    INSERT INTO search_index (search_index, rowid, owner, words, tags) VALUES ('delete', OLD.n, OLD.owner, OLD.words, OLD.tags);
    UPDATE search_stamps SET n = n + 1 WHERE account = OLD.account AND kind = OLD.kind; END`,
  `CREATE TRIGGER search_entries_changed AFTER UPDATE ON search_entries BEGIN
    INSERT INTO search_index (search_index, rowid, owner, words, tags) VALUES ('delete', OLD.n, OLD.owner, OLD.words, OLD.tags);
    INSERT INTO search_index (rowid, owner, words, tags) VALUES (NEW.n, NEW.owner, NEW.words, NEW.tags);
    UPDATE search_stamps SET n = n + 1 WHERE account = NEW.account AND kind = NEW.kind; END`,
  `CREATE TABLE list_counts (account TEXT NOT NULL, kind TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (account, kind)) STRICT, WITHOUT ROWID`,
  `CREATE VIRTUAL TABLE search_index USING fts5(owner, words, tags, content = 'search_entries', content_rowid = 'n', detail = column, prefix = '1 2 3 4 5 6 7 8')`,
  `CREATE TABLE search_stamps (account TEXT NOT NULL, kind TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (account, kind)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE platform_settings (name TEXT PRIMARY KEY, value TEXT NOT NULL, at INTEGER NOT NULL, set_by TEXT NOT NULL) STRICT`,
  `CREATE TABLE former_values (
    account TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, until INTEGER NOT NULL,
    shape INTEGER NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (account, kind, id, until)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX former_values_by_number ON former_values (account, data ->> '$.e164') WHERE kind = 'number'`,
  `CREATE TABLE record_counts (
    account TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (account, kind, name, value)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TRIGGER record_counts_zero AFTER UPDATE ON record_counts WHEN NEW.n = 0 BEGIN
    DELETE FROM record_counts WHERE account = NEW.account AND kind = NEW.kind AND name = NEW.name AND value = NEW.value; END`,
  `CREATE TABLE owner_versions (owner TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE TABLE write_batches (mark TEXT PRIMARY KEY, written INTEGER NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE INDEX write_batches_by_age ON write_batches (at)`,
  `CREATE TABLE account_openings (account TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
];
