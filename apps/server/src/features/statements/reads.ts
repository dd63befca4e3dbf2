import { createHash } from "node:crypto";
import { personOf } from "@callboard/domain/core/actor";
import type { AccountOwner, Effect } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import type { Instant } from "@callboard/domain/core/time";
import { stmt } from "../../store/database/port.ts";
import { selectRows } from "../../store/queries.ts";
import { defineRowEffect } from "../../store/rowEffects.ts";
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
  closesAt: Instant | null;
  /** The schedule that sent it; undefined if a person did. */
  schedule?: string;
}

const bookClosing = defineRowEffect(
  "close statement period",
  ({ account }: AccountOwner, { until }: { until: Instant }) =>
    stmt("INSERT OR IGNORE INTO book_closings (account, closed_until) VALUES (?, ?)", account, until),
);

type DocumentValues = {
  id: string;
  first: string;
  last: string;
  name: string;
  bytes: Uint8Array;
  checksum: string;
  madeAt: Instant;
  sentBy: string;
  schedule: string | null;
};
const savedDocument = defineRowEffect("keep document", ({ account }: AccountOwner, values: DocumentValues) =>
  stmt(
    "INSERT INTO documents (id, account, first_day, last_day, name, bytes, checksum, created_at, sent_by, schedule) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    values.id,
    account,
    values.first,
    values.last,
    values.name,
    values.bytes,
    values.checksum,
    values.madeAt,
    values.sentBy,
    values.schedule,
  ),
);
export const statementEffects = [bookClosing, savedDocument];

/**
 * Saves a document as it is sent, with the digest of its bytes. Nothing can be booked into the period that it closes
 * afterwards.
 */
export const saveDocument = (
  { account, actor, now }: Scope,
  { id, name, first, last, bytes, closesAt, schedule }: StatementDocument,
): Effect[] => [
  ...(closesAt === null ? [] : [bookClosing.of({ account }, { until: closesAt })]),
  savedDocument.of(
    { account },
    {
      id,
      first,
      last,
      name,
      bytes,
      checksum: createHash("sha256").update(bytes).digest("hex"),
      madeAt: now,
      sentBy: personOf(actor) ?? actor.id,
      schedule: schedule ?? null,
    },
  ),
];

/** A saved document, and who received it. */
export const documentQueries = ({ account }: Scope, id: string) => ({
  document: selectRows("SELECT first_day, last_day FROM documents WHERE account = ? AND id = ?", account, id),
  recipients: selectRows(
    "SELECT DISTINCT recipient FROM mails WHERE account = ? AND document = ? ORDER BY rowid",
    account,
    id,
  ),
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
  const [documents, mails] = await db.read([
    stmt(
      `SELECT id, first_day, last_day, name, checksum, created_at, sent_by, schedule FROM documents WHERE account = ? ORDER BY created_at DESC, id DESC LIMIT ${DOCUMENTS_SHOWN}`,
      account,
    ),
    stmt(
      `SELECT document, recipient, created_at, state, sent_at, error FROM mails WHERE account = ? AND document IS NOT NULL
       AND document IN (SELECT id FROM documents WHERE account = ? ORDER BY created_at DESC, id DESC LIMIT ${DOCUMENTS_SHOWN}) ORDER BY created_at, rowid`,
      account,
      account,
    ),
  ]);
  const byDocument = Map.groupBy(mails!, ({ document }) => String(document));
  return documents!.map((row) => ({
    id: row.id,
    first: row.first_day,
    last: row.last_day,
    name: row.name,
    checksum: row.checksum,
    at: Number(row.created_at),
    by: row.schedule === null ? row.sent_by : null,
    schedule: row.schedule,
    mails: (byDocument.get(row.id) ?? []).map((mail) => ({
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
  const [rows] = await db.read([
    stmt(
      `SELECT d.schedule, d.first_day, d.last_day, d.created_at, count(m.id) AS mails, sum(m.state = 'failed') AS failed
       FROM documents d LEFT JOIN mails m ON m.document = d.id
       WHERE d.account = ?1 AND d.schedule IS NOT NULL
       AND d.first_day = (SELECT max(first_day) FROM documents WHERE schedule = d.schedule)
       GROUP BY d.id`,
      account,
    ),
  ]);
  return new Map(
    rows!.map(({ schedule, first_day: first, last_day: last, created_at: at, mails, failed }) => [
      schedule,
      { first, last, at: Number(at), mails: Number(mails), failed: Number(failed ?? 0) },
    ]),
  );
}

/** The bytes that were sent. Throws `not-found`. */
export async function readDocument({ db, account }: Scope, id: string): Promise<{ name: string; bytes: Uint8Array }> {
  const [rows] = await db.read([stmt("SELECT name, bytes FROM documents WHERE account = ? AND id = ?", account, id)]);
  const row = rows![0] ?? fail("not-found", "statements.noDocument", {}, "id");
  return { name: row.name, bytes: new Uint8Array(row.bytes) };
}
