import { book, type PaidFee } from "@callboard/domain/core/ledger";
import { type Row, stmt } from "../database/port.ts";
import { type Query } from "../queries.ts";
import { checkedAccount } from "../checkedAccount.ts";

/** The part of movement `p` that was not refunded; a refund may itself have been reversed. */
const REMAINING_SQL = `(p.micros - coalesce((SELECT sum(b.micros - coalesce((SELECT sum(c.micros) FROM postings c WHERE c.refund_of = b.key), 0))
  FROM postings b WHERE b.refund_of = p.key), 0))`;

/** The part not yet refunded of the movement with this number, in micros. */
export const remainingOf = (seq: number): Query<number> => ({
  statements: () => [stmt(`SELECT ${REMAINING_SQL} AS remaining FROM postings p WHERE p.seq = ?`, seq)],
  parse: ([rows]) => Number(rows![0]?.remaining ?? 0),
});

/**
 * The latest subscription payment for an account, whoever paid it, or null. The condition on other types is the one of
 * the index by type, which SQLite uses only if the query repeats it.
 */
export const findLastSubscriptionFee = (account?: string): Query<PaidFee | null> => ({
  statements: (scope) => [
    stmt(
      `SELECT p.key, ${REMAINING_SQL} AS remaining FROM postings p WHERE p.to_book = ? AND p.type = 'subscription'
       AND p.type NOT IN ('minutes', 'messages', 'add-on') ORDER BY p.seq DESC LIMIT 1`,
      book(checkedAccount(scope, account), "fees"),
    ),
  ],
  parse: ([rows]) => paidFeeFrom(rows![0]),
});

const paidFeeFrom = (row: Row | undefined): PaidFee | null =>
  row ? { key: row.key, remaining: Number(row.remaining) } : null;
