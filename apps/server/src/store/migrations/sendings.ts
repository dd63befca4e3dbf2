/** Mails to addresses that somebody chose, by sender and by account. Expired rows are found by time. */
export const sendings = [
  `CREATE TABLE sendings (
    what TEXT NOT NULL, space TEXT NOT NULL, at INTEGER NOT NULL, id TEXT NOT NULL,
    account TEXT NOT NULL, mails INTEGER NOT NULL,
    PRIMARY KEY (what, space, at, id)
  ) STRICT, WITHOUT ROWID`,
  "CREATE INDEX sendings_due ON sendings (at)",
];
