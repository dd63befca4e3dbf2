/** Calls in progress, how queues' calls were distributed, and until when phones count as connected. */
export const callTables = [
  `CREATE TABLE calls_in_progress (
    account TEXT NOT NULL, id TEXT NOT NULL, payer TEXT NOT NULL, platform TEXT NOT NULL, number TEXT NOT NULL,
    rate_micros INTEGER NOT NULL CHECK (rate_micros >= 0), prepaid INTEGER NOT NULL CHECK (prepaid IN (0, 1)), started_at INTEGER NOT NULL, answered_at INTEGER,
    ring_seconds INTEGER, wrap_up_seconds INTEGER NOT NULL,
    ringing TEXT NOT NULL, ringing_until INTEGER NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (account, id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX calls_in_progress_by_start ON calls_in_progress (started_at)`,
  `CREATE INDEX calls_in_progress_ringing ON calls_in_progress (account, ringing_until)`,
  `CREATE TABLE queue_turns (
    account TEXT NOT NULL, queue TEXT NOT NULL, last_offered TEXT, credits TEXT NOT NULL, PRIMARY KEY (account, queue)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE phone_leases (
    account TEXT NOT NULL, person TEXT NOT NULL, connected INTEGER NOT NULL CHECK (connected IN (0, 1)),
    alive_until INTEGER NOT NULL, alive_seconds INTEGER, offered_until INTEGER, missed INTEGER NOT NULL,
    PRIMARY KEY (account, person)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX phone_leases_due ON phone_leases (alive_until) WHERE connected = 1`,
  `CREATE INDEX phone_leases_alive ON phone_leases (account, alive_until) WHERE connected = 1`,
  `CREATE INDEX phone_leases_person ON phone_leases (person)`,
  `CREATE INDEX phone_leases_silent ON phone_leases (account, offered_until) WHERE offered_until IS NOT NULL`,
];
