/** Accounts whose balance is low or negative, as reported to their administrators. Others have no row. */
export const lowBalances = [
  `CREATE TABLE low_balances (account TEXT PRIMARY KEY, level TEXT NOT NULL) STRICT, WITHOUT ROWID`,
];
