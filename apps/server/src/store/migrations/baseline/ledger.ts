/** Money: movements, usage, alerts about low balances, and closed periods. */
export const ledger = [
  `CREATE TABLE postings (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE, type TEXT NOT NULL,
    from_book TEXT NOT NULL, to_book TEXT NOT NULL CHECK (to_book <> from_book),
    from_after INTEGER NOT NULL, to_after INTEGER NOT NULL,
    micros INTEGER NOT NULL CHECK (micros > 0), currency TEXT NOT NULL, quantity INTEGER,
    memo TEXT NOT NULL, actor TEXT NOT NULL, corrects INTEGER, refund_of TEXT,
    booked_at INTEGER NOT NULL, happened_at INTEGER NOT NULL, received_at INTEGER NOT NULL, digest TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX postings_from ON postings (from_book, seq)`,
  `CREATE INDEX postings_to ON postings (to_book, seq)`,
  `CREATE TRIGGER postings_no_delete BEFORE DELETE ON postings BEGIN SELECT RAISE(ABORT, 'postings are append-only'); END`,
  `CREATE TRIGGER postings_no_replace BEFORE INSERT ON postings WHEN
    EXISTS (SELECT 1 FROM postings WHERE seq = NEW.seq OR key = NEW.key)
    BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: postings are append-only'); END`,
  `CREATE INDEX postings_by_type_from ON postings (from_book, type, seq) WHERE type NOT IN ('minutes', 'messages', 'add-on')`,
  `CREATE INDEX postings_by_type_to ON postings (to_book, type, seq) WHERE type NOT IN ('minutes', 'messages', 'add-on')`,
  `CREATE INDEX postings_corrected ON postings (corrects) WHERE corrects IS NOT NULL`,
  `CREATE INDEX postings_by_booking ON postings (booked_at)`,
  `CREATE TRIGGER postings_exact_sums BEFORE INSERT ON postings
    WHEN NEW.from_after NOT BETWEEN -9007199254740991 AND 9007199254740991 OR NEW.to_after NOT BETWEEN -9007199254740991 AND 9007199254740991
    BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: book sum out of range'); END`,
  `CREATE TRIGGER postings_no_update BEFORE UPDATE ON postings BEGIN SELECT RAISE(ABORT, 'postings are append-only'); END`,
  `CREATE INDEX postings_by_refund ON postings (refund_of) WHERE refund_of IS NOT NULL`,
  `CREATE TRIGGER postings_refund_limit BEFORE INSERT ON postings
    WHEN NEW.refund_of IS NOT NULL AND NEW.micros > coalesce((SELECT p.micros - coalesce((SELECT sum(b.micros - coalesce((SELECT sum(c.micros) FROM postings c WHERE c.refund_of = b.key), 0))
    FROM postings b WHERE b.refund_of = p.key), 0) FROM postings p WHERE p.key = NEW.refund_of), 0)
    BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: refund exceeds payment'); END`,
  `CREATE TABLE usage (
    account TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0), happened_at INTEGER NOT NULL, received_at INTEGER NOT NULL,
    number TEXT, description TEXT NOT NULL, micros INTEGER NOT NULL CHECK (micros >= 0),
    PRIMARY KEY (account, id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TRIGGER usage_no_update BEFORE UPDATE ON usage BEGIN SELECT RAISE(ABORT, 'usage is append-only'); END`,
  `CREATE TRIGGER usage_no_delete BEFORE DELETE ON usage BEGIN SELECT RAISE(ABORT, 'usage is append-only'); END`,
  `CREATE TRIGGER usage_no_replace BEFORE INSERT ON usage WHEN
    EXISTS (SELECT 1 FROM usage WHERE account = NEW.account AND id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: usage is append-only'); END`,
  `CREATE TABLE low_balances (account TEXT PRIMARY KEY, level TEXT NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE TABLE book_closings (account TEXT NOT NULL, closed_until INTEGER NOT NULL, PRIMARY KEY (account, closed_until)) STRICT, WITHOUT ROWID`,
];
