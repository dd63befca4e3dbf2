/** A name for each mailed link that is no secret: it says which one is meant, where the secret was cut off. */
export const linkRefs = [
  "ALTER TABLE tokens ADD COLUMN ref TEXT",
  "CREATE UNIQUE INDEX tokens_by_ref ON tokens (ref) WHERE ref IS NOT NULL",
];
