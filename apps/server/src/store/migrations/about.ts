/**
 * The people that a change by somebody else is about: they find such changes at once, however long the account's log
 * is. `news`: a person made it, not time alone.
 */
export const about = [
  `CREATE TABLE about (
    account TEXT NOT NULL, person TEXT NOT NULL, news INTEGER NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (account, person, news, n)
  ) STRICT, WITHOUT ROWID`,
  // Indexed by position so that they are deleted with rows that retention removes.
  `CREATE INDEX about_by_place ON about (account, n)`,
  `CREATE TRIGGER about_goes AFTER DELETE ON changes BEGIN
    DELETE FROM about WHERE account = OLD.account AND n = OLD.n; END`,
  `INSERT INTO about (account, person, news, n)
    SELECT account, id, log = 'history' OR person IS NOT NULL, n FROM changes
    WHERE kind IN ('agent', 'member') AND person IS NOT id`,
  `INSERT OR IGNORE INTO about (account, person, news, n)
    SELECT c.account, m.value ->> '$.id', 1, c.n FROM changes c, json_each(c.data, '$.members') m
    WHERE c.kind = 'queue' AND c.person IS NOT m.value ->> '$.id' AND (c.event = 'deleted' OR NOT EXISTS (
      SELECT 1 FROM changes p, json_each(p.data, '$.members') o WHERE p.account = c.account AND p.kind = 'queue'
      AND p.id = c.id AND p.version = c.version - 1 AND p.event <> 'deleted' AND o.value ->> '$.id' = m.value ->> '$.id'))`,
  `INSERT OR IGNORE INTO about (account, person, news, n)
    SELECT c.account, o.value ->> '$.id', 1, c.n FROM changes c JOIN changes p ON p.account = c.account AND p.kind = 'queue'
      AND p.id = c.id AND p.version = c.version - 1 AND p.event <> 'deleted', json_each(p.data, '$.members') o
    WHERE c.kind = 'queue' AND c.event <> 'deleted' AND c.person IS NOT o.value ->> '$.id' AND NOT EXISTS (
      SELECT 1 FROM json_each(c.data, '$.members') m WHERE m.value ->> '$.id' = o.value ->> '$.id')`,
];
