/**
 * Attempts that may be guesses, by a digest of the person or address; and the devices from which somebody signed in, by
 * a digest of the device's secret.
 */
export const tries = [
  `CREATE TABLE tries (
    door TEXT NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL, at INTEGER NOT NULL, over_at INTEGER NOT NULL,
    PRIMARY KEY (door, name)
  ) STRICT, WITHOUT ROWID`,
  "CREATE INDEX tries_due ON tries (over_at)",
  `CREATE TABLE devices (
    person TEXT NOT NULL REFERENCES people (id), digest TEXT NOT NULL, seen_at INTEGER NOT NULL, over_at INTEGER NOT NULL,
    PRIMARY KEY (person, digest)
  ) STRICT, WITHOUT ROWID`,
  "CREATE INDEX devices_due ON devices (over_at)",
];
