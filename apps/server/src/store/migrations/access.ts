/** People and their credentials. Secrets are stored only as digests; the second step's key is encrypted. */
export const access = [
  `CREATE TABLE people (
    id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    password TEXT, totp TEXT, totp_pending TEXT, totp_last INTEGER NOT NULL DEFAULT 0,
    recovery TEXT NOT NULL DEFAULT '[]', operator INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE sessions (
    digest TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, person TEXT NOT NULL REFERENCES people (id),
    device TEXT NOT NULL, created_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX sessions_by_person ON sessions (person)`,
  `CREATE TABLE tokens (
    digest TEXT PRIMARY KEY, purpose TEXT NOT NULL CHECK (purpose IN ('invite', 'reset')),
    account TEXT, subject TEXT NOT NULL, expires_at INTEGER NOT NULL, used_at INTEGER
  ) STRICT`,
  `CREATE TABLE api_keys (
    digest TEXT PRIMARY KEY, account TEXT NOT NULL, id TEXT NOT NULL, UNIQUE (account, id)
  ) STRICT`,
  `CREATE TABLE mails (
    id TEXT PRIMARY KEY, account TEXT, recipient TEXT NOT NULL, subject TEXT NOT NULL,
    text TEXT NOT NULL, html TEXT NOT NULL, created_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('outbox', 'waiting', 'sent', 'failed')), sent_at INTEGER, error TEXT
  ) STRICT`,
  `CREATE INDEX mails_by_account ON mails (account, created_at)`,
];
