/**
 * Accepted corrections are counted beside the time that they correct, and calls by day. Everything is counted again from
 * the log, as calls from before must be counted too.
 */
export const correctionTables = [
  `DELETE FROM report_progress`,
  `DELETE FROM report_people`,
  `DELETE FROM report_repairs`,
  ...["day", "month"].flatMap((unit) => [
    `DROP TABLE report_${unit}s`,
    `CREATE TABLE report_${unit}s (
    account TEXT NOT NULL, person TEXT NOT NULL, ${unit} TEXT NOT NULL,
    layer TEXT NOT NULL CHECK (layer IN ('status', 'phone', 'corrected')), status TEXT NOT NULL,
    ms INTEGER NOT NULL, over_ms INTEGER NOT NULL, kept INTEGER NOT NULL, overruns INTEGER NOT NULL,
    PRIMARY KEY (account, person, ${unit}, layer, status)
  ) STRICT, WITHOUT ROWID`,
  ]),
  `CREATE TABLE report_calls (
    account TEXT NOT NULL, by TEXT NOT NULL CHECK (by IN ('agent', 'queue', 'number', 'source', 'all')),
    day TEXT NOT NULL, key TEXT NOT NULL,
    offered INTEGER NOT NULL, answered INTEGER NOT NULL, missed INTEGER NOT NULL, refused INTEGER NOT NULL,
    talk_ms INTEGER NOT NULL, wrap_up_ms INTEGER NOT NULL,
    PRIMARY KEY (account, by, day, key)
  ) STRICT, WITHOUT ROWID`,
];
