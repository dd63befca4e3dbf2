/** The operator's settings for all accounts, with who set them and when. */
export const platform = [
  `CREATE TABLE platform (name TEXT PRIMARY KEY, value TEXT NOT NULL, at INTEGER NOT NULL, set_by TEXT NOT NULL) STRICT`,
];
