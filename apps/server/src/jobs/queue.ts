import type { SqlValue } from "@callboard/domain/core/effect";
import type { Instant } from "@callboard/domain/core/time";
import { toPlainLine } from "@callboard/domain/core/text/text";
import { MINUTE, SECOND } from "@callboard/domain/core/time";
import { type Database, type Stmt, stmt, parseStored } from "../store/database/port.ts";
import { MailRefused } from "../integrations/mail/mailer.ts";
import type { Services } from "../services.ts";

const LEASE_MS = MINUTE;
/** A run works in short slices: a crash is made good within seconds. */
const RUN_LEASE_MS = 5 * SECOND;
const ERROR_TEXT_MAX = 500;
const TRIES_MAX = 8;

/** A job in hand. The fence rises with every lease: a worker that slept through its lease cannot finish it. */
export interface LeasedJob {
  id: number;
  kind: string;
  data: unknown;
  tries: number;
  fence: number;
}

/** `last` tells that no further try follows where this one fails. `again` sets the job back at once, as a new one. */
export type JobHandler = (services: Services, data: never, last: boolean) => Promise<"again" | void>;

/** What does jobs, by their kind: the table in http/registries.ts, which knows engines and features. */
export const JOB_HANDLERS: Record<string, JobHandler> = {};

/** Long work, and calls that somebody outside may answer late, stand in rows of their own: nobody's mail waits. */
export type JobQueue = "runs" | "errands" | "others";
const QUEUE_CONDITIONS: Record<JobQueue, string> = {
  runs: "AND kind = 'run'",
  errands: "AND kind = 'errand'",
  others: "AND kind NOT IN ('run', 'errand')",
};

/** Takes the next job that is due, or null. Two workers never hold one at the same time. */
export async function leaseJob(db: Database, now: Instant, row?: JobQueue): Promise<LeasedJob | null> {
  // Left to itself the database goes through every job there ever was of the kind.
  const due = stmt(
    `SELECT id, kind, data, tries, fence FROM jobs INDEXED BY jobs_${row ?? "due"} WHERE done_at IS NULL AND failed_at IS NULL AND due_at <= ?1 AND lease_until <= ?1 ${row ? QUEUE_CONDITIONS[row] : ""} ORDER BY due_at, id LIMIT 1`,
    now,
  );
  // Looked for outside the lane first: an empty row is asked every second, and takes nobody's lock.
  if ((await db.read([due]))[0]!.length === 0) return null;
  return db.write<LeasedJob | null>({
    reads: [due],
    decide: ([rows]) => {
      const row = rows![0];
      if (!row) return { writes: [], answer: null };
      const leased = {
        id: Number(row.id),
        kind: row.kind,
        data: parseStored(row.data),
        tries: Number(row.tries) + 1,
        fence: Number(row.fence) + 1,
      };
      return {
        writes: [
          // On a remote database another worker may be first: then no fence fits, the rule against none refuses, and
          // the lane looks anew.
          stmt(
            "UPDATE jobs SET lease_until = ?, fence = CASE fence WHEN ? THEN ? END, tries = ? WHERE id = ?",
            now + (leased.kind === "run" ? RUN_LEASE_MS : LEASE_MS),
            leased.fence - 1,
            leased.fence,
            leased.tries,
            leased.id,
          ),
        ],
        answer: leased,
      };
    },
  });
}

/** Ends a job, or sets it back with growing pauses; a stale fence changes nothing. Answers whether it counted. */
export async function finishJob(
  db: Database,
  job: LeasedJob,
  now: Instant,
  error: Error | "again" | null,
): Promise<boolean> {
  const over = error instanceof Error && (error instanceof MailRefused || job.tries >= TRIES_MAX);
  const again = now + Math.min(2 ** job.tries * 15 * SECOND, 4 * 60 * MINUTE);
  return db.write<boolean>({
    reads: [stmt("SELECT fence FROM jobs WHERE id = ? AND done_at IS NULL", job.id)],
    decide: ([rows]) => {
      if (Number(rows![0]?.fence) !== job.fence) return { writes: [], answer: false };
      const write =
        error === null
          ? finishStmt(job, "done_at = ?", now)
          : error === "again"
            ? finishStmt(job, "due_at = ?, lease_until = 0, tries = 0, error = NULL", now)
            : over
              ? finishStmt(job, "failed_at = ?, error = ?", now, errorText(error))
              : finishStmt(job, "due_at = ?, lease_until = 0, error = ?", again, errorText(error));
      return { writes: [write], answer: true };
    },
  });
}

/** Other servers write such texts. */
export const errorText = (error: Error): string => toPlainLine(error.message, ERROR_TEXT_MAX);

/** On a remote database somebody may have leased it since the look: then no fence fits, and the lane looks anew. */
const finishStmt = ({ id, fence }: LeasedJob, sets: string, ...args: SqlValue[]): Stmt =>
  stmt(`UPDATE jobs SET ${sets}, fence = CASE fence WHEN ? THEN fence END WHERE id = ?`, ...args, fence, id);

/** Does what is due until nothing is. */
export async function runDueJobs(
  services: Services,
  row?: JobQueue,
  stopped: () => boolean = () => false,
): Promise<number> {
  let done = 0;
  for (;;) {
    const job = stopped() ? null : await leaseJob(services.db, services.now(), row);
    if (!job) return done;
    const error = await runJobHandler(services, job);
    if (error instanceof Error)
      services.log.warn({ job: job.kind, tries: job.tries, why: error.message }, "job failed");
    await finishJob(services.db, job, services.now(), error);
    done += 1;
  }
}

async function runJobHandler(services: Services, job: LeasedJob): Promise<Error | "again" | null> {
  // Only a worker that ended in the middle leaves a job with more tries than there are.
  if (job.tries > TRIES_MAX) return new Error("each try ended without a word");
  const handler = JOB_HANDLERS[job.kind];
  if (!handler) return new Error(`nobody here does jobs of the kind ${job.kind}`);
  return handler(services, job.data as never, job.tries >= TRIES_MAX).then(
    (how) => how ?? null,
    (failed: Error) => failed,
  );
}
