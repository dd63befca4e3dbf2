import { Failure } from "@callboard/domain/core/failure";
import type { Instant } from "@callboard/domain/core/time";
import { type Database, type Row, single, type Stmt, stmt } from "./database/port.ts";

/** A mutation with its idempotency key and the digest of its input: the same key with other input is rejected. */
export interface IdempotentCommand {
  /** The actor who chose the key; keys of different actors are independent. */
  actor: string;
  procedure: string;
  key: string;
  hash: string;
  /** The answer is a secret and shown only once: a replay says that it was already created. */
  isSecret?: boolean | undefined;
  /** Set after the first commit: a second one under the same key would be skipped as a repetition. */
  isAnswerStored?: boolean | undefined;
}

type StoredAnswer = { secret: true } | { answer: unknown };

export const commandStmt = ({ actor, procedure, key }: IdempotentCommand): Stmt =>
  single("SELECT hash, answer FROM commands WHERE actor = ? AND procedure = ? AND key = ?", actor, procedure, key);

export const storeAnswerStmt = (
  { actor, procedure, key, hash, isSecret }: IdempotentCommand,
  answer: unknown,
  at: Instant,
): Stmt =>
  stmt(
    "INSERT INTO commands (actor, procedure, key, hash, answer, at) VALUES (?, ?, ?, ?, ?, ?)",
    actor,
    procedure,
    key,
    hash,
    JSON.stringify((isSecret ? { secret: true } : { answer }) satisfies StoredAnswer),
    at,
  );

/** The first answer. Throws `conflict` if the key belongs to other input, or if the answer was a secret. */
export function replayAnswer<A>(command: IdempotentCommand, row: Row): A {
  if (row.hash !== command.hash) throw new Failure("conflict", "api.idempotencyKeyReused", {}, "idempotency-key");
  const stored: StoredAnswer = JSON.parse(row.answer);
  if ("secret" in stored) throw new Failure("conflict", "api.createdAlready", {});
  return stored.answer as A;
}

/** A command's earlier answer, or null if it hasn't run. */
export async function findAnswer(db: Database, command: IdempotentCommand): Promise<{ answer: unknown } | null> {
  const [rows] = await db.read([commandStmt(command)]);
  return rows![0] ? { answer: replayAnswer(command, rows![0]) } : null;
}

/**
 * Stores the answer of a request that committed nothing under its key. If the same request arrives twice at once, both
 * get the answer that was stored first.
 */
export const storeAnswer = (db: Database, command: IdempotentCommand, answer: unknown, at: Instant): Promise<unknown> =>
  db.write({
    reads: [commandStmt(command)],
    decide: ([rows]) =>
      rows![0]
        ? { writes: [], answer: replayAnswer<unknown>(command, rows![0]) }
        : { writes: [storeAnswerStmt(command, answer, at)], answer },
  });
