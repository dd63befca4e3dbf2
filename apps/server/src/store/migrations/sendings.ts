/** How many mails went to addresses of somebody's choosing, by who sent them and by account. What is over is found by its time. */
export const sendings = [
  `CREATE TABLE sendings (
    what TEXT NOT NULL, space TEXT NOT NULL, at INTEGER NOT NULL, id TEXT NOT NULL,
    account TEXT NOT NULL, mails INTEGER NOT NULL,
    PRIMARY KEY (what, space, at, id)
  ) STRICT, WITHOUT ROWID`,
  "CREATE INDEX sendings_due ON sendings (at)",
];
