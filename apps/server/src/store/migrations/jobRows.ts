/**
 * Each row of jobs finds its next one at once, however many stand in the others or are done. The conditions are those of
 * the question itself, word for word: the database takes such an index only where it sees that they are the same.
 */
export const jobRows = [
  `CREATE INDEX jobs_runs ON jobs (due_at, id) WHERE done_at IS NULL AND failed_at IS NULL AND kind = 'run'`,
  `CREATE INDEX jobs_errands ON jobs (due_at, id) WHERE done_at IS NULL AND failed_at IS NULL AND kind = 'errand'`,
  `CREATE INDEX jobs_others ON jobs (due_at, id)
   WHERE done_at IS NULL AND failed_at IS NULL AND kind NOT IN ('run', 'errand')`,
];
