/** The part of movement `p` that was not refunded, for the trigger. */
const LEFT = `p.micros - coalesce((SELECT sum(b.micros - coalesce((SELECT sum(c.micros) FROM postings c WHERE c.gives_back = b.key), 0))
  FROM postings b WHERE b.gives_back = p.key), 0)`;

/** A refund names what it refunds, and all refunds together never exceed the payment. */
export const givenBack = [
  `DROP TRIGGER postings_stay`,
  `ALTER TABLE postings ADD COLUMN gives_back TEXT`,
  `UPDATE postings SET gives_back = (SELECT key FROM postings p WHERE p.seq = postings.corrects) WHERE corrects IS NOT NULL`,
  // A plan change refunded the rest of the month: the payment before it was for that month.
  `UPDATE postings SET gives_back = (SELECT key FROM postings p WHERE p.to_book = postings.from_book
     AND p.type = 'subscription' AND p.seq < postings.seq ORDER BY p.seq DESC LIMIT 1)
    WHERE type = 'subscription' AND from_book LIKE '%/fees'`,
  `INSERT INTO settings (name, value) SELECT 'postings.back.from', CAST(coalesce(max(seq), 0) + 1 AS TEXT) FROM postings`,
  `CREATE TRIGGER postings_stay BEFORE UPDATE ON postings BEGIN SELECT RAISE(ABORT, 'postings are append-only'); END`,
  `CREATE INDEX postings_given_back ON postings (gives_back) WHERE gives_back IS NOT NULL`,
  `CREATE TRIGGER postings_given BEFORE INSERT ON postings
    WHEN NEW.gives_back IS NOT NULL AND NEW.micros > coalesce((SELECT ${LEFT} FROM postings p WHERE p.key = NEW.gives_back), 0)
    BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: more given back than was paid'); END`,
];
