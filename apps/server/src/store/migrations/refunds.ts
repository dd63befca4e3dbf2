/** The refunds of the card sandbox. */
export const refunds = [
  `CREATE TABLE sandbox_refunds (key TEXT PRIMARY KEY, charge TEXT NOT NULL, cents INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE INDEX sandbox_refunds_of ON sandbox_refunds (charge)`,
];
