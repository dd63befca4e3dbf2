/** The type of each movement, usage, and due dates. */
export const ledger = [
  // Existing movements stay as booked: their types follow from their books, and their digests don't cover a type.
  `DROP TRIGGER postings_stay`,
  `ALTER TABLE postings ADD COLUMN type TEXT NOT NULL DEFAULT 'number'`,
  `ALTER TABLE postings ADD COLUMN quantity INTEGER`,
  `ALTER TABLE postings ADD COLUMN corrects INTEGER`,
  `UPDATE postings SET type = 'opening' WHERE from_book LIKE '%/opening'`,
  `INSERT INTO settings (name, value) SELECT 'postings.type.from', CAST(coalesce(max(seq), 0) + 1 AS TEXT) FROM postings`,
  `CREATE TRIGGER postings_stay BEFORE UPDATE ON postings BEGIN SELECT RAISE(ABORT, 'postings are append-only'); END`,
  // Rare among thousands of calls: each of these lists has its own index, which calls don't pay for.
  `CREATE INDEX postings_rare_from ON postings (from_book, type, seq) WHERE type NOT IN ('minutes', 'messages', 'add-on')`,
  `CREATE INDEX postings_rare_to ON postings (to_book, type, seq) WHERE type NOT IN ('minutes', 'messages', 'add-on')`,
  `CREATE INDEX postings_corrected ON postings (corrects) WHERE corrects IS NOT NULL`,
  `CREATE INDEX postings_when ON postings (booked_at)`,
  `CREATE TABLE usage (
    account TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0), happened_at INTEGER NOT NULL, came_at INTEGER NOT NULL,
    number TEXT, description TEXT NOT NULL, micros INTEGER NOT NULL CHECK (micros >= 0),
    PRIMARY KEY (account, id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TRIGGER usage_stays BEFORE UPDATE ON usage BEGIN SELECT RAISE(ABORT, 'usage is append-only'); END`,
  `CREATE TRIGGER usage_kept BEFORE DELETE ON usage BEGIN SELECT RAISE(ABORT, 'usage is append-only'); END`,
  `CREATE TRIGGER usage_new BEFORE INSERT ON usage WHEN
    EXISTS (SELECT 1 FROM usage WHERE account = NEW.account AND id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: usage is append-only'); END`,
  `CREATE TABLE sandbox_charges (
    key TEXT PRIMARY KEY, customer TEXT NOT NULL, card TEXT NOT NULL, cents INTEGER NOT NULL, currency TEXT NOT NULL,
    manner TEXT NOT NULL, came INTEGER NOT NULL, asked INTEGER NOT NULL, outcome TEXT
  ) STRICT, WITHOUT ROWID`,
  // Numbers from before monthly fees were due automatically.
  `INSERT INTO keys (space, kind, name, value, account, id)
    SELECT account, 'number', 'due', printf('%016d', data ->> '$.renewsAt'), account, id FROM records
    WHERE kind = 'number' AND data ->> '$.renewsAt' IS NOT NULL AND data ->> '$.standing.is' IN ('active', 'porting')`,
];
