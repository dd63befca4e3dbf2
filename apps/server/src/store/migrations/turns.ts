/** What a remote database needs, where nobody holds a lock between looking and writing. A file has no use for it. */
export const turns = [
  // Each commit takes the next turn of those whom it is about: one that was decided on an older turn is refused.
  `CREATE TABLE turns (owner TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  // Whether a batch was written, where its answer never came.
  `CREATE TABLE batches (mark TEXT PRIMARY KEY, written INTEGER NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE INDEX batches_by_age ON batches (at)`,
];
