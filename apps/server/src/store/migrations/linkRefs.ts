/** A public name for each mailed link: it identifies the link if the secret was cut off. */
export const linkRefs = [
  "ALTER TABLE tokens ADD COLUMN ref TEXT",
  "CREATE UNIQUE INDEX tokens_by_ref ON tokens (ref) WHERE ref IS NOT NULL",
];
