/**
 * The number of records for each declared count, updated with each write; and sort values next to the search words.
 * Both are derived from the records at the first start.
 */
export const counts = [
  `CREATE TABLE counts (
    account TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (account, kind, name, value)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TRIGGER counts_end AFTER UPDATE ON counts WHEN NEW.n = 0 BEGIN
    DELETE FROM counts WHERE account = NEW.account AND kind = NEW.kind AND name = NEW.name AND value = NEW.value; END`,
  `ALTER TABLE finds ADD COLUMN sorts TEXT NOT NULL DEFAULT '{}'`,
];
