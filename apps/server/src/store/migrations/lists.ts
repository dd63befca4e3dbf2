/** The data of lists: search words and tags of records, and their number. */
export const lists = [
  `CREATE TABLE finds (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
    owner TEXT NOT NULL, words TEXT NOT NULL, tags TEXT NOT NULL,
    UNIQUE (account, kind, id)
  ) STRICT`,
  `CREATE VIRTUAL TABLE found USING fts5(owner, words, tags, content = 'finds', content_rowid = 'n', detail = column, prefix = '2 3')`,
  `CREATE TRIGGER finds_come AFTER INSERT ON finds BEGIN
    INSERT INTO found (rowid, owner, words, tags) VALUES (NEW.n, NEW.owner, NEW.words, NEW.tags); END`,
  `CREATE TRIGGER finds_go AFTER DELETE ON finds BEGIN
    INSERT INTO found (found, rowid, owner, words, tags) VALUES ('delete', OLD.n, OLD.owner, OLD.words, OLD.tags); END`,
  `CREATE TRIGGER finds_change AFTER UPDATE ON finds BEGIN
    INSERT INTO found (found, rowid, owner, words, tags) VALUES ('delete', OLD.n, OLD.owner, OLD.words, OLD.tags);
    INSERT INTO found (rowid, owner, words, tags) VALUES (NEW.n, NEW.owner, NEW.words, NEW.tags); END`,
  // Counting a long list whenever it is shown would cost as much as reading it.
  `CREATE TABLE tallies (account TEXT NOT NULL, kind TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (account, kind)) STRICT, WITHOUT ROWID`,
  `CREATE TRIGGER keys_tally_up AFTER INSERT ON keys WHEN NEW.name = 'name' BEGIN
    INSERT INTO tallies (account, kind, n) VALUES (NEW.account, NEW.kind, 1)
    ON CONFLICT (account, kind) DO UPDATE SET n = n + 1; END`,
  `CREATE TRIGGER keys_tally_down AFTER DELETE ON keys WHEN OLD.name = 'name' BEGIN
    UPDATE tallies SET n = n - 1 WHERE account = OLD.account AND kind = OLD.kind; END`,
];
