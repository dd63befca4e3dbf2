/** The sandbox carrier's own records: its orders, and the numbers it has assigned. */
export const sandbox = [
  `CREATE TABLE sandbox_orders (
    key TEXT PRIMARY KEY, verb TEXT NOT NULL, number TEXT NOT NULL,
    -- How often it was sent and asked about. No outcome: nothing was done.
    came INTEGER NOT NULL, asked INTEGER NOT NULL, fault TEXT, outcome TEXT
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE sandbox_numbers (number TEXT PRIMARY KEY, key TEXT NOT NULL) STRICT, WITHOUT ROWID`,
];
