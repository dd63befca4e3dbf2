/** The state of the embedded sandboxes of the carrier and the card provider. */
export const sandbox = [
  `CREATE TABLE sandbox_orders (
    key TEXT PRIMARY KEY, verb TEXT NOT NULL, number TEXT NOT NULL,
    -- How often it was sent and checked. No outcome: nothing was done.
    times_sent INTEGER NOT NULL, times_checked INTEGER NOT NULL, fault TEXT, outcome TEXT
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE sandbox_numbers (number TEXT PRIMARY KEY, key TEXT NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE TABLE sandbox_charges (
    key TEXT PRIMARY KEY, customer TEXT NOT NULL, card TEXT NOT NULL, cents INTEGER NOT NULL, currency TEXT NOT NULL,
    behavior TEXT NOT NULL, times_sent INTEGER NOT NULL, times_checked INTEGER NOT NULL, outcome TEXT
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE sandbox_refunds (key TEXT PRIMARY KEY, charge TEXT NOT NULL, cents INTEGER NOT NULL, failed INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID`,
  `CREATE INDEX sandbox_refunds_by_charge ON sandbox_refunds (charge)`,
];
