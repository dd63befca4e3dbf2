/** What each signed-in device last said of being used: the idle rule acts when nobody uses any. */
export const idleReportTable = [
  `CREATE TABLE idle_reports (
    session TEXT PRIMARY KEY, person TEXT NOT NULL, idle_since INTEGER, reported_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX idle_reports_person ON idle_reports (person)`,
  `CREATE INDEX idle_reports_due ON idle_reports (reported_at)`,
];
