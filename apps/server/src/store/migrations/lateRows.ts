/**
 * The log is in order of time except for rows by servers whose clock was more than ten minutes behind. A period is
 * found by the ordered rows, and the late ones are searched separately.
 */
export const lateRows = [
  `CREATE TABLE late_rows (
    account TEXT NOT NULL, n INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (account, n)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX late_rows_by_time ON late_rows (account, at)`,
  `INSERT INTO late_rows (account, n, at) SELECT account, n, at FROM (
    SELECT account, n, at, max(at) OVER (PARTITION BY account ORDER BY n) AS newest FROM changes WHERE log = 'history')
   WHERE at < newest - 600000`,
  `CREATE TRIGGER changes_late AFTER INSERT ON changes WHEN NEW.log = 'history' AND NEW.at < -600000 + (
    SELECT at FROM changes INDEXED BY changes_by_time WHERE account = NEW.account AND log = 'history' ORDER BY at DESC LIMIT 1)
    BEGIN INSERT INTO late_rows (account, n, at) VALUES (NEW.account, NEW.n, NEW.at); END`,
  `CREATE TRIGGER late_goes AFTER DELETE ON changes WHEN OLD.log = 'history' BEGIN
    DELETE FROM late_rows WHERE account = OLD.account AND n = OLD.n; END`,
];
