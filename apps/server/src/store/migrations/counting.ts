/**
 * Search in long lists. Prefixes of up to eight letters have an index of their own: without one, all positions of all
 * matching words would be gathered first. Match counts are computed again only after a change.
 */
export const counting = [
  `DROP TRIGGER finds_come`,
  `DROP TRIGGER finds_go`,
  `DROP TRIGGER finds_change`,
  `DROP TABLE found`,
  `CREATE VIRTUAL TABLE found USING fts5(owner, words, tags, content = 'finds', content_rowid = 'n', detail = column, prefix = '1 2 3 4 5 6 7 8')`,
  `INSERT INTO found (found) VALUES ('rebuild')`,
  `CREATE TABLE find_stamps (account TEXT NOT NULL, kind TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (account, kind)) STRICT, WITHOUT ROWID`,
  `CREATE TRIGGER finds_come AFTER INSERT ON finds BEGIN
    INSERT INTO found (rowid, owner, words, tags) VALUES (NEW.n, NEW.owner, NEW.words, NEW.tags);
    INSERT INTO find_stamps (account, kind, n) VALUES (NEW.account, NEW.kind, 1) ON CONFLICT DO UPDATE SET n = n + 1; END`,
  `CREATE TRIGGER finds_go AFTER DELETE ON finds BEGIN
    INSERT INTO found (found, rowid, owner, words, tags) VALUES ('delete', OLD.n, OLD.owner, OLD.words, OLD.tags);
    UPDATE find_stamps SET n = n + 1 WHERE account = OLD.account AND kind = OLD.kind; END`,
  `CREATE TRIGGER finds_change AFTER UPDATE ON finds BEGIN
    INSERT INTO found (found, rowid, owner, words, tags) VALUES ('delete', OLD.n, OLD.owner, OLD.words, OLD.tags);
    INSERT INTO found (rowid, owner, words, tags) VALUES (NEW.n, NEW.owner, NEW.words, NEW.tags);
    UPDATE find_stamps SET n = n + 1 WHERE account = NEW.account AND kind = NEW.kind; END`,
];
