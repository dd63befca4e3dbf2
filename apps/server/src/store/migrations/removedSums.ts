/** A checkpoint says which rows were removed and from behind which they were taken, and not only how many. */
export const removedSums = [`ALTER TABLE checkpoints ADD COLUMN sum TEXT NOT NULL DEFAULT ''`];
