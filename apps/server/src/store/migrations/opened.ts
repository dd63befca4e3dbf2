/**
 * When each account was opened: no usage is older. If the first row of its log is gone, this is unknown and any time is
 * accepted.
 */
export const opened = [
  `CREATE TABLE opened (account TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  `INSERT INTO opened (account, at) SELECT c.account, c.at FROM changes c JOIN records r
    ON r.account = c.account AND r.kind = 'account' AND r.id = c.account WHERE c.n = 1`,
  `CREATE TRIGGER accounts_open AFTER INSERT ON records WHEN NEW.kind = 'account' BEGIN
    INSERT OR IGNORE INTO opened (account, at) VALUES (NEW.account, NEW.at); END`,
];
