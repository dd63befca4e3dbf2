const EXACT = Number.MAX_SAFE_INTEGER;

/** A book's order by number is its order by time, and its balances stay exact. */
export const bookingOrder = [
  // The time of the server that wrote a movement; for older ones only the booking time is known.
  `ALTER TABLE postings ADD COLUMN came_at INTEGER`,
  `INSERT INTO settings (name, value) SELECT 'postings.came.from', CAST(coalesce(max(seq), 0) + 1 AS TEXT) FROM postings`,
  // The end of the statements an account has issued: nothing is booked before that any more.
  `CREATE TABLE statement_seals (account TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (account, until)) STRICT, WITHOUT ROWID`,
  `CREATE TRIGGER postings_exact BEFORE INSERT ON postings
    WHEN NEW.from_after NOT BETWEEN -${EXACT} AND ${EXACT} OR NEW.to_after NOT BETWEEN -${EXACT} AND ${EXACT}
    BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: a book beyond exact sums'); END`,
];
