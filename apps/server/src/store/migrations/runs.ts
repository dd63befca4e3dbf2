/** Runs: their items, and counts by state. */
export const runs = [
  `CREATE TABLE run_items (
    account TEXT NOT NULL, run TEXT NOT NULL, n INTEGER NOT NULL,
    about TEXT NOT NULL,
    -- None where it was refused for good: then there is nothing that could be tried again.
    input TEXT,
    state TEXT NOT NULL CHECK (state IN ('left', 'done', 'skipped', 'failed')),
    reason TEXT, at INTEGER, made TEXT,
    PRIMARY KEY (account, run, n)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX run_items_by_state ON run_items (account, run, state, n)`,
  `CREATE INDEX run_items_by_time ON run_items (account, run, at) WHERE at IS NOT NULL`,
  // Counting a hundred thousand items four times a second would cost more than the work itself.
  `CREATE TABLE run_counts (
    account TEXT NOT NULL, run TEXT NOT NULL,
    total INTEGER NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0,
    -- Where listing goes on, and when it began.
    place TEXT NOT NULL DEFAULT '', since INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account, run)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX run_counts_left ON run_counts (account) WHERE total > done + skipped + failed`,
  `CREATE TRIGGER run_items_come AFTER INSERT ON run_items BEGIN
    INSERT INTO run_counts (account, run, total, done, skipped, failed)
    VALUES (NEW.account, NEW.run, 1, NEW.state = 'done', NEW.state = 'skipped', NEW.state = 'failed')
    ON CONFLICT (account, run) DO UPDATE SET total = total + 1, done = done + excluded.done,
      skipped = skipped + excluded.skipped, failed = failed + excluded.failed; END`,
  `CREATE TRIGGER run_items_move AFTER UPDATE OF state ON run_items WHEN NEW.state <> OLD.state BEGIN
    UPDATE run_counts SET done = done + (NEW.state = 'done') - (OLD.state = 'done'),
      skipped = skipped + (NEW.state = 'skipped') - (OLD.state = 'skipped'),
      failed = failed + (NEW.state = 'failed') - (OLD.state = 'failed')
    WHERE account = NEW.account AND run = NEW.run; END`,
];
