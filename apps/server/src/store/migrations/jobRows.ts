/**
 * Each job queue finds its next job at once, however many jobs others have or are done. The conditions repeat the
 * query's word for word: the database uses such an index only if it sees that they are the same.
 */
export const jobRows = [
  `CREATE INDEX jobs_runs ON jobs (due_at, id) WHERE done_at IS NULL AND failed_at IS NULL AND kind = 'run'`,
  `CREATE INDEX jobs_errands ON jobs (due_at, id) WHERE done_at IS NULL AND failed_at IS NULL AND kind = 'errand'`,
  `CREATE INDEX jobs_others ON jobs (due_at, id)
   WHERE done_at IS NULL AND failed_at IS NULL AND kind NOT IN ('run', 'errand')`,
];
