/** Expired rows only, by expiry: the daily clean-up reads no row that stays. */
export const dueRows = [
  "CREATE INDEX commands_due ON commands (at) WHERE procedure <> 'calls.phoneEvent'",
  "DROP INDEX commands_by_age",
  "CREATE INDEX sessions_due ON sessions (expires_at)",
  "CREATE INDEX tokens_due ON tokens (expires_at)",
];
