/** Scheduled statements: each schedule's progress, what it has sent, and who has unsubscribed. */
export const schedules = [
  `CREATE TABLE statement_days (
    account TEXT NOT NULL, schedule TEXT NOT NULL, every TEXT NOT NULL, day INTEGER NOT NULL,
    first TEXT NOT NULL, next TEXT NOT NULL, PRIMARY KEY (account, schedule)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX statement_days_next ON statement_days (next)`,
  `CREATE TABLE unsubscribed (
    account TEXT NOT NULL, address TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (account, address)
  ) STRICT, WITHOUT ROWID`,
  `ALTER TABLE papers ADD COLUMN schedule TEXT`,
  // Whatever else fails: one statement per period of a schedule.
  `CREATE UNIQUE INDEX papers_once ON papers (schedule, first) WHERE schedule IS NOT NULL`,
  `ALTER TABLE mails ADD COLUMN leave TEXT`,
];
