/** Whose balance is low or below zero, as its administrators were told. What is fine has no row. */
export const lowBalances = [
  `CREATE TABLE low_balances (account TEXT PRIMARY KEY, level TEXT NOT NULL) STRICT, WITHOUT ROWID`,
];
