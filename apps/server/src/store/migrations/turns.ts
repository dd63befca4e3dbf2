/** For remote databases, where no lock is held between reading and writing. Unused for files. */
export const turns = [
  // Each commit advances the version of the owners it is about: a decision on an older version is rejected.
  `CREATE TABLE turns (owner TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  // Whether a batch was written, in case its answer never came.
  `CREATE TABLE batches (mark TEXT PRIMARY KEY, written INTEGER NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE INDEX batches_by_age ON batches (at)`,
];
