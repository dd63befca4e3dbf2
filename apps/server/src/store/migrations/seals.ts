/**
 * Seals over each account's log, money, usage and permissions, and over each row that grants access: signed with the
 * server's key, so that nobody without it can write valid data. Existing data is sealed by code.
 */
export const seals = [
  // The row without an account seals their number.
  `CREATE TABLE seals (
    account TEXT PRIMARY KEY, n INTEGER NOT NULL, digest TEXT NOT NULL, sums TEXT NOT NULL, signature TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `ALTER TABLE people ADD COLUMN seal TEXT NOT NULL DEFAULT ''`,
  `ALTER TABLE sessions ADD COLUMN seal TEXT NOT NULL DEFAULT ''`,
  `ALTER TABLE tokens ADD COLUMN seal TEXT NOT NULL DEFAULT ''`,
  `ALTER TABLE api_keys ADD COLUMN seal TEXT NOT NULL DEFAULT ''`,
  // A used link is void, whatever happens to the note that it was used.
  `CREATE TRIGGER tokens_spent AFTER UPDATE OF used_at ON tokens WHEN NEW.used_at IS NOT NULL BEGIN
    UPDATE tokens SET seal = '' WHERE digest = NEW.digest; END`,
  // A stored head says how far the log had come: removed rows keep their place in it.
  `ALTER TABLE removed ADD COLUMN seq INTEGER`,
];
