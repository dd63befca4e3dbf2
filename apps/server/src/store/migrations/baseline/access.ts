/** People, sessions, links, API keys and sign-in attempts. */
export const access = [
  `CREATE TABLE people (
    id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    password TEXT, totp TEXT, totp_pending TEXT, totp_last INTEGER NOT NULL DEFAULT 0,
    recovery TEXT NOT NULL DEFAULT '[]', operator INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL,
    seal TEXT NOT NULL DEFAULT ''
  ) STRICT`,
  `CREATE TRIGGER person_renames_added AFTER UPDATE OF name ON people WHEN NEW.name <> OLD.name BEGIN
    INSERT INTO person_renames (person) VALUES (NEW.id); END`,
  `CREATE TABLE sessions (
    digest TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, person TEXT NOT NULL REFERENCES people (id),
    device TEXT NOT NULL, created_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
    seal TEXT NOT NULL DEFAULT ''
  ) STRICT`,
  `CREATE INDEX sessions_by_person ON sessions (person)`,
  `CREATE INDEX sessions_due ON sessions (expires_at)`,
  `CREATE TABLE tokens (
    digest TEXT PRIMARY KEY, purpose TEXT NOT NULL CHECK (purpose IN ('invite', 'reset')),
    account TEXT, subject TEXT NOT NULL, expires_at INTEGER NOT NULL, used_at INTEGER,
    ref TEXT, seal TEXT NOT NULL DEFAULT ''
  ) STRICT`,
  `CREATE INDEX tokens_due ON tokens (expires_at)`,
  `CREATE TRIGGER mail_secrets_after_use AFTER UPDATE OF used_at ON tokens WHEN NEW.used_at IS NOT NULL BEGIN
    UPDATE mails SET secret = NULL WHERE token = NEW.digest AND secret IS NOT NULL AND state <> 'waiting'; END`,
  `CREATE TRIGGER mail_secrets_after_expiry AFTER DELETE ON tokens BEGIN
    UPDATE mails SET secret = NULL WHERE token = OLD.digest AND secret IS NOT NULL AND state <> 'waiting'; END`,
  `CREATE UNIQUE INDEX tokens_by_ref ON tokens (ref) WHERE ref IS NOT NULL`,
  `CREATE TRIGGER tokens_unsealed AFTER UPDATE OF used_at ON tokens WHEN NEW.used_at IS NOT NULL BEGIN
    UPDATE tokens SET seal = '' WHERE digest = NEW.digest; END`,
  `CREATE TABLE api_keys (
    digest TEXT PRIMARY KEY, account TEXT NOT NULL, id TEXT NOT NULL, seal TEXT NOT NULL DEFAULT '', UNIQUE (account, id)
  ) STRICT`,
  `CREATE TABLE sign_in_attempts (
    rule TEXT NOT NULL, key_digest TEXT NOT NULL, count INTEGER NOT NULL, at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
    PRIMARY KEY (rule, key_digest)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX sign_in_attempts_due ON sign_in_attempts (expires_at)`,
  `CREATE TABLE devices (
    person TEXT NOT NULL REFERENCES people (id), digest TEXT NOT NULL, seen_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
    PRIMARY KEY (person, digest)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX devices_due ON devices (expires_at)`,
];
