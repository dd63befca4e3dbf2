/** A checkpoint also proves which rows were removed and after which rows they were, not only how many. */
export const removedSums = [`ALTER TABLE checkpoints ADD COLUMN sum TEXT NOT NULL DEFAULT ''`];
