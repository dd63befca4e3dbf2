/**
 * What vouches for each account's log, money, usage and rights as they are now, and for each row by which somebody gets in: signed
 * with the server's key, so that nobody without it can write what fits. What was there before is sealed by code.
 */
export const seals = [
  // The row of no account vouches for how many there are.
  `CREATE TABLE seals (
    account TEXT PRIMARY KEY, n INTEGER NOT NULL, digest TEXT NOT NULL, sums TEXT NOT NULL, signature TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `ALTER TABLE people ADD COLUMN seal TEXT NOT NULL DEFAULT ''`,
  `ALTER TABLE sessions ADD COLUMN seal TEXT NOT NULL DEFAULT ''`,
  `ALTER TABLE tokens ADD COLUMN seal TEXT NOT NULL DEFAULT ''`,
  `ALTER TABLE api_keys ADD COLUMN seal TEXT NOT NULL DEFAULT ''`,
  // A link that was used opens nothing any more, whatever becomes of the note that it was.
  `CREATE TRIGGER tokens_spent AFTER UPDATE OF used_at ON tokens WHEN NEW.used_at IS NOT NULL BEGIN
    UPDATE tokens SET seal = '' WHERE digest = NEW.digest; END`,
  // A kept head says how far the log had come: a removed row keeps its place in it.
  `ALTER TABLE removed ADD COLUMN seq INTEGER`,
];
