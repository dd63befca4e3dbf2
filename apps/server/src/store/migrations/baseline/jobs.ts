/** Jobs, runs, and cards as their provider reported them. */
export const jobs = [
  `CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL, key TEXT NOT NULL, data TEXT NOT NULL,
    due_at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
    lease_until INTEGER NOT NULL DEFAULT 0, fence INTEGER NOT NULL DEFAULT 0,
    done_at INTEGER, failed_at INTEGER, error TEXT,
    UNIQUE (kind, key)
  ) STRICT`,
  `CREATE INDEX jobs_due ON jobs (due_at) WHERE done_at IS NULL AND failed_at IS NULL`,
  `CREATE INDEX jobs_runs ON jobs (due_at, id) WHERE done_at IS NULL AND failed_at IS NULL AND kind = 'run'`,
  `CREATE INDEX jobs_requests ON jobs (due_at, id) WHERE done_at IS NULL AND failed_at IS NULL AND kind = 'providerRequest'`,
  `CREATE INDEX jobs_others ON jobs (due_at, id)
    WHERE done_at IS NULL AND failed_at IS NULL AND kind NOT IN ('run', 'providerRequest')`,
  `CREATE TABLE run_items (
    account TEXT NOT NULL, run TEXT NOT NULL, n INTEGER NOT NULL,
    title TEXT NOT NULL,
    -- NULL for an item that was rejected for good: there is nothing to retry.
    input TEXT,
    state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'skipped', 'failed')),
    reason TEXT, at INTEGER, created_record TEXT,
    PRIMARY KEY (account, run, n)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX run_items_by_state ON run_items (account, run, state, n)`,
  `CREATE INDEX run_items_by_time ON run_items (account, run, at) WHERE at IS NOT NULL`,
  `CREATE TRIGGER run_items_added AFTER INSERT ON run_items BEGIN
    INSERT INTO run_counts (account, run, total, done, skipped, failed)
    VALUES (NEW.account, NEW.run, 1, NEW.state = 'done', NEW.state = 'skipped', NEW.state = 'failed')
    ON CONFLICT (account, run) DO UPDATE SET total = total + 1, done = done + excluded.done,
    skipped = skipped + excluded.skipped, failed = failed + excluded.failed; END`,
  `CREATE TRIGGER run_items_changed AFTER UPDATE OF state ON run_items WHEN NEW.state <> OLD.state BEGIN
    UPDATE run_counts SET done = done + (NEW.state = 'done') - (OLD.state = 'done'),
    skipped = skipped + (NEW.state = 'skipped') - (OLD.state = 'skipped'),
    failed = failed + (NEW.state = 'failed') - (OLD.state = 'failed')
    WHERE account = NEW.account AND run = NEW.run; END`,
  `CREATE TABLE run_counts (
    account TEXT NOT NULL, run TEXT NOT NULL,
    total INTEGER NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0,
    -- Where listing continues, and when it started.
    list_cursor TEXT NOT NULL DEFAULT '', listed_from INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account, run)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX run_counts_pending ON run_counts (account) WHERE total > done + skipped + failed`,
  `CREATE TABLE provider_cards (
    provider TEXT NOT NULL, ref TEXT NOT NULL, customer TEXT NOT NULL,
    fingerprint TEXT, at INTEGER NOT NULL, removed INTEGER NOT NULL, last_decline TEXT, added_at INTEGER, pending TEXT,
    PRIMARY KEY (provider, ref)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX provider_cards_by_customer ON provider_cards (provider, customer)`,
];
