/** Mails, documents and statement schedules. */
export const mail = [
  `CREATE TABLE mails (
    id TEXT PRIMARY KEY, account TEXT, recipient TEXT NOT NULL, subject TEXT NOT NULL,
    text TEXT NOT NULL, html TEXT NOT NULL, created_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('outbox', 'waiting', 'sent', 'failed')), sent_at INTEGER, error TEXT,
    document TEXT REFERENCES documents (id), unsubscribe TEXT, secret TEXT, token TEXT
  ) STRICT`,
  `CREATE INDEX mails_by_account ON mails (account, created_at)`,
  `CREATE INDEX mails_by_document ON mails (document) WHERE document IS NOT NULL`,
  `CREATE INDEX mails_with_secret ON mails (token) WHERE secret IS NOT NULL`,
  `CREATE TRIGGER mail_secrets_after_send AFTER UPDATE OF state ON mails WHEN NEW.state IN ('sent', 'failed') AND NEW.secret IS NOT NULL BEGIN
    UPDATE mails SET secret = NULL WHERE id = NEW.id; END`,
  `CREATE TABLE documents (
    id TEXT PRIMARY KEY, account TEXT NOT NULL, first_day TEXT NOT NULL, last_day TEXT NOT NULL, name TEXT NOT NULL,
    bytes BLOB NOT NULL, checksum TEXT NOT NULL, created_at INTEGER NOT NULL, sent_by TEXT NOT NULL,
    schedule TEXT
  ) STRICT`,
  `CREATE INDEX documents_by_account ON documents (account, created_at)`,
  `CREATE TRIGGER documents_no_update BEFORE UPDATE ON documents BEGIN SELECT RAISE(ABORT, 'documents are kept as they were sent'); END`,
  `CREATE UNIQUE INDEX documents_once ON documents (schedule, first_day) WHERE schedule IS NOT NULL`,
  `CREATE TABLE schedule_progress (
    account TEXT NOT NULL, schedule TEXT NOT NULL, every TEXT NOT NULL, day INTEGER NOT NULL,
    first_day TEXT NOT NULL, next_day TEXT NOT NULL, PRIMARY KEY (account, schedule)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX schedule_progress_due ON schedule_progress (next_day)`,
  `CREATE TABLE unsubscribes (
    account TEXT NOT NULL, address TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (account, address)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TRIGGER mail_secrets_after_unsubscribe AFTER INSERT ON unsubscribes BEGIN
    UPDATE mails SET secret = NULL WHERE account = NEW.account AND recipient = NEW.address AND unsubscribe IS NOT NULL
    AND secret IS NOT NULL AND state <> 'waiting'; END`,
  `CREATE TABLE mail_sends (
    kind TEXT NOT NULL, counter TEXT NOT NULL, at INTEGER NOT NULL, id TEXT NOT NULL,
    account TEXT NOT NULL, mails INTEGER NOT NULL,
    PRIMARY KEY (kind, counter, at, id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX mail_sends_due ON mail_sends (at)`,
];
