import { Failure } from "@callboard/domain/core/failure";
import type { Instant } from "@callboard/domain/core/time";
import { type Database, type Row, single, type Stmt, stmt } from "./database/port.ts";

/** An idempotency key with the digest of what was asked: same key and other content is refused. */
export interface IdempotentCommand {
  /** Who gave the key: it means nothing to anybody else. */
  actor: string;
  procedure: string;
  key: string;
  hash: string;
  /** The answer is shown once: a replay says that it was created already. */
  secret?: boolean | undefined;
  /** Its answer is written down, so it answers for the whole call: a second commit under it would not be done. */
  kept?: boolean | undefined;
}

type StoredAnswer = { secret: true } | { answer: unknown };

export const commandStmt = ({ actor, procedure, key }: IdempotentCommand): Stmt =>
  single("SELECT hash, answer FROM commands WHERE actor = ? AND procedure = ? AND key = ?", actor, procedure, key);

export const storeAnswerStmt = (
  { actor, procedure, key, hash, secret }: IdempotentCommand,
  answer: unknown,
  at: Instant,
): Stmt =>
  stmt(
    "INSERT INTO commands (actor, procedure, key, hash, answer, at) VALUES (?, ?, ?, ?, ?, ?)",
    actor,
    procedure,
    key,
    hash,
    JSON.stringify((secret ? { secret: true } : { answer }) satisfies StoredAnswer),
    at,
  );

/** What it answered the first time. Throws `conflict` where that was something else, or a secret. */
export function replayAnswer<A>(command: IdempotentCommand, row: Row): A {
  if (row.hash !== command.hash) throw new Failure("conflict", "call.keyReused", {}, "idempotency-key");
  const remembered: StoredAnswer = JSON.parse(row.answer);
  if ("secret" in remembered) throw new Failure("conflict", "call.createdAlready", {});
  return remembered.answer as A;
}

/** What a command answered before, where it has been done. */
export async function findAnswer(db: Database, command: IdempotentCommand): Promise<{ answer: unknown } | null> {
  const [rows] = await db.read([commandStmt(command)]);
  return rows![0] ? { answer: replayAnswer(command, rows![0]) } : null;
}

/** The answer of a call that wrote nothing by which it could be known again. Of two at once the first one's answer holds. */
export const storeAnswer = (db: Database, command: IdempotentCommand, answer: unknown, at: Instant): Promise<unknown> =>
  db.write({
    reads: [commandStmt(command)],
    decide: ([rows]) =>
      rows![0]
        ? { writes: [], answer: replayAnswer<unknown>(command, rows![0]) }
        : { writes: [storeAnswerStmt(command, answer, at)], answer },
  });
