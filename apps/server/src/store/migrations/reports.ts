/** Time in status, counted from the log: everything here can be counted again (`pnpm recount`). */
export const reportTables = [
  `CREATE TABLE report_progress (
    account TEXT PRIMARY KEY, n INTEGER NOT NULL, zone_since INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE report_people (
    account TEXT NOT NULL, person TEXT NOT NULL, agent_version INTEGER, phone_version INTEGER,
    first_day TEXT NOT NULL, gone_day TEXT, n INTEGER NOT NULL, PRIMARY KEY (account, person)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX report_people_by_n ON report_people (account, n)`,
  `CREATE TABLE report_repairs (
    account TEXT NOT NULL, person TEXT NOT NULL, since INTEGER NOT NULL, PRIMARY KEY (account, person)
  ) STRICT, WITHOUT ROWID`,
  ...["day", "month"].map(
    (unit) => `CREATE TABLE report_${unit}s (
    account TEXT NOT NULL, person TEXT NOT NULL, ${unit} TEXT NOT NULL,
    layer TEXT NOT NULL CHECK (layer IN ('status', 'phone')), status TEXT NOT NULL,
    ms INTEGER NOT NULL, over_ms INTEGER NOT NULL, kept INTEGER NOT NULL, overruns INTEGER NOT NULL,
    PRIMARY KEY (account, person, ${unit}, layer, status)
  ) STRICT, WITHOUT ROWID`,
  ),
];
