/** Every hold has an end that the scheduler finds, whatever it is for. */
export const holds = [
  `INSERT OR IGNORE INTO keys (space, kind, name, value, account, id)
   SELECT account, 'number', 'due', printf('%016d', data ->> '$.standing.until'), account, id FROM records
   WHERE kind = 'number' AND data ->> '$.standing.is' = 'held' AND data ->> '$.graceUntil' IS NULL`,
];
