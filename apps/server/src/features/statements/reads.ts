import { createHash } from "node:crypto";
import { personOf } from "@callboard/domain/core/actor";
import type { Effect } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import type { Instant } from "@callboard/domain/core/time";
import { stmt } from "../../store/database/port.ts";
import { selectRows } from "../../store/queries.ts";
import { sqlEffect } from "../../store/sqlEffect.ts";
import type { Scope } from "../../store/scope.ts";

const DOCUMENTS_SHOWN = 100;

export interface StatementDocument {
  id: string;
  name: string;
  /** The first and the last day that it covers. */
  first: string;
  last: string;
  bytes: Buffer;
  /** The instant up to which it closes the account's books; null if its period isn't over. */
  closes: Instant | null;
  /** The schedule that sent it; undefined if a person did. */
  schedule?: string;
}

/**
 * Saves a document as it is sent, with the digest of its bytes. Nothing can be booked into the period that it closes
 * afterwards.
 */
export const saveDocument = (
  scope: Scope,
  { id, name, first, last, bytes, closes, schedule }: StatementDocument,
): Effect[] => [
  ...(closes === null
    ? []
    : [sqlEffect("INSERT OR IGNORE INTO statement_seals (account, until) VALUES (?, ?)", scope.account, closes)]),
  sqlEffect(
    "INSERT INTO papers (id, account, first, last, name, bytes, checksum, made_at, sent_by, schedule) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    id,
    scope.account,
    first,
    last,
    name,
    bytes.toString("base64"),
    createHash("sha256").update(bytes).digest("hex"),
    scope.now,
    personOf(scope.actor) ?? scope.actor.id,
    schedule ?? null,
  ),
];

/** A saved document, and who received it. */
export const documentQueries = ({ account }: Scope, id: string) => ({
  paper: selectRows("SELECT first, last FROM papers WHERE account = ? AND id = ?", account, id),
  had: selectRows("SELECT DISTINCT recipient FROM mails WHERE account = ? AND paper = ? ORDER BY rowid", account, id),
});

export interface SentStatementView {
  id: string;
  first: string;
  last: string;
  name: string;
  checksum: string;
  at: number;
  /** Who sent it; null if a schedule did. */
  by: string | null;
  schedule: string | null;
  mails: {
    to: string;
    at: number;
    state: "outbox" | "waiting" | "sent" | "failed";
    sentAt: number | null;
    error: string | null;
  }[];
}

/** The sent statements, the newest first, with who received each and when. */
export async function readSentStatements({ db, account }: Scope): Promise<SentStatementView[]> {
  const [papers, mails] = await db.read([
    stmt(
      `SELECT id, first, last, name, checksum, made_at, sent_by, schedule FROM papers WHERE account = ? ORDER BY made_at DESC, id DESC LIMIT ${DOCUMENTS_SHOWN}`,
      account,
    ),
    stmt(
      `SELECT paper, recipient, created_at, state, sent_at, error FROM mails WHERE account = ? AND paper IS NOT NULL
       AND paper IN (SELECT id FROM papers WHERE account = ? ORDER BY made_at DESC, id DESC LIMIT ${DOCUMENTS_SHOWN}) ORDER BY created_at, rowid`,
      account,
      account,
    ),
  ]);
  const byPaper = Map.groupBy(mails!, ({ paper }) => String(paper));
  return papers!.map((row) => ({
    id: row.id,
    first: row.first,
    last: row.last,
    name: row.name,
    checksum: row.checksum,
    at: Number(row.made_at),
    by: row.schedule === null ? row.sent_by : null,
    schedule: row.schedule,
    mails: (byPaper.get(row.id) ?? []).map((mail) => ({
      to: mail.recipient,
      at: Number(mail.created_at),
      state: mail.state,
      sentAt: mail.sent_at === null ? null : Number(mail.sent_at),
      error: mail.error,
    })),
  }));
}

export interface LastSentView {
  first: string;
  last: string;
  at: number;
  /** The number of recipients, and of those whose mail failed. */
  mails: number;
  failed: number;
}

/** The newest statement of each schedule. */
export async function readLastBySchedule({ db, account }: Scope): Promise<Map<string, LastSentView>> {
  const [found] = await db.read([
    stmt(
      `SELECT p.schedule, p.first, p.last, p.made_at, count(m.id) AS mails, sum(m.state = 'failed') AS failed
       FROM papers p LEFT JOIN mails m ON m.paper = p.id
       WHERE p.account = ?1 AND p.schedule IS NOT NULL
       AND p.first = (SELECT max(first) FROM papers WHERE schedule = p.schedule)
       GROUP BY p.id`,
      account,
    ),
  ]);
  return new Map(
    found!.map(({ schedule, first, last, made_at, mails, failed }) => [
      schedule,
      { first, last, at: Number(made_at), mails: Number(mails), failed: Number(failed ?? 0) },
    ]),
  );
}

/** The bytes that were sent. Throws `not-found`. */
export async function readDocument({ db, account }: Scope, id: string): Promise<{ name: string; bytes: Uint8Array }> {
  const [found] = await db.read([stmt("SELECT name, bytes FROM papers WHERE account = ? AND id = ?", account, id)]);
  const row = found![0] ?? fail("not-found", "statements.noPaper", {}, "id");
  return { name: row.name, bytes: Buffer.from(row.bytes, "base64") };
}
