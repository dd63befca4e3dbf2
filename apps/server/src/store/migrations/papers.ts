/** Statements as they were sent: sent again, they are the same bytes. */
export const papers = [
  `CREATE TABLE papers (
    id TEXT PRIMARY KEY, account TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, name TEXT NOT NULL,
    bytes TEXT NOT NULL, checksum TEXT NOT NULL, made_at INTEGER NOT NULL, sent_by TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX papers_by_account ON papers (account, made_at)`,
  `CREATE TRIGGER papers_stay BEFORE UPDATE ON papers BEGIN SELECT RAISE(ABORT, 'papers are kept as they were sent'); END`,
  `ALTER TABLE mails ADD COLUMN paper TEXT REFERENCES papers (id)`,
  `CREATE INDEX mails_by_paper ON mails (paper) WHERE paper IS NOT NULL`,
];
