import type { SqlValue } from "@callboard/domain/core/effect";
import type { Instant } from "@callboard/domain/core/time";
import { toPlainLine } from "@callboard/domain/core/text/text";
import { MINUTE, SECOND } from "@callboard/domain/core/time";
import { type Database, type Stmt, stmt, parseStored } from "../store/database/port.ts";
import { MailRejected } from "../integrations/mail/mailer.ts";
import type { Services } from "../services.ts";

/** How long a worker has a job to itself: after that, another one may take it. */
const LEASE_MS = MINUTE;
/** A run is worked on in short slices, so that a crash is recovered within seconds. */
const RUN_LEASE_MS = 5 * SECOND;
const ERROR_TEXT_MAX = 500;
const ATTEMPTS_MAX = 8;

/**
 * A leased job. `fence` increases with every lease, so a worker whose lease has ended can't finish the job any more.
 */
export interface LeasedJob {
  id: number;
  kind: string;
  data: unknown;
  attempts: number;
  fence: number;
}

/** `last`: this is the last attempt. `again` puts the job back at once, as a new one. */
export type JobHandler = (services: Services, data: never, last: boolean) => Promise<"again" | void>;

/** The job handlers by kind, registered in start/registries.ts: jobs don't depend on the features that handle them. */
export const JOB_HANDLERS: Record<string, JobHandler> = {};

/** Long work and slow provider calls have queues of their own, so that mails don't wait for them. */
export type JobQueue = "runs" | "requests" | "others";
const QUEUE_CONDITIONS: Record<JobQueue, string> = {
  runs: "AND kind = 'run'",
  requests: "AND kind = 'providerRequest'",
  others: "AND kind NOT IN ('run', 'providerRequest')",
};

/** Leases the next due job, or null. Two workers never have the same one. */
export async function leaseJob(db: Database, now: Instant, queue?: JobQueue): Promise<LeasedJob | null> {
  // Without the index hint the database goes through every job of the kind there ever was.
  const due = stmt(
    `SELECT id, kind, data, attempts, fence FROM jobs INDEXED BY jobs_${queue ?? "due"} WHERE done_at IS NULL AND failed_at IS NULL AND due_at <= ?1 AND lease_until <= ?1 ${queue ? QUEUE_CONDITIONS[queue] : ""} ORDER BY due_at, id LIMIT 1`,
    now,
  );
  // Checked outside the write queue first: an empty queue is polled every second and must take no lock.
  if ((await db.read([due]))[0]!.length === 0) return null;
  return db.write<LeasedJob | null>({
    reads: [due],
    decide: ([rows]) => {
      const row = rows![0];
      if (!row) return { writes: [], answer: null };
      const job = {
        id: Number(row.id),
        kind: row.kind,
        data: parseStored(row.data),
        attempts: Number(row.attempts) + 1,
        fence: Number(row.fence) + 1,
      };
      return {
        writes: [
          // On a remote database another worker may be first: then the fence becomes NULL, the constraint rejects it,
          // and the lease is tried again.
          stmt(
            "UPDATE jobs SET lease_until = ?, fence = CASE fence WHEN ? THEN ? END, attempts = ? WHERE id = ?",
            now + (job.kind === "run" ? RUN_LEASE_MS : LEASE_MS),
            job.fence - 1,
            job.fence,
            job.attempts,
            job.id,
          ),
        ],
        answer: job,
      };
    },
  });
}

/**
 * Ends a job or puts it back with growing pauses; with a stale fence it does nothing. Resolves to whether the fence was
 * current.
 */
export async function finishJob(
  db: Database,
  job: LeasedJob,
  now: Instant,
  error: Error | "again" | null,
): Promise<boolean> {
  const isFinal = error instanceof Error && (error instanceof MailRejected || job.attempts >= ATTEMPTS_MAX);
  // Half a minute after the first attempt, then doubling up to four hours.
  const retryAt = now + Math.min(2 ** job.attempts * 15 * SECOND, 4 * 60 * MINUTE);
  return db.write<boolean>({
    reads: [stmt("SELECT fence FROM jobs WHERE id = ? AND done_at IS NULL", job.id)],
    decide: ([rows]) => {
      if (Number(rows![0]?.fence) !== job.fence) return { writes: [], answer: false };
      const write =
        error === null
          ? finishStmt(job, "done_at = ?", now)
          : error === "again"
            ? finishStmt(job, "due_at = ?, lease_until = 0, attempts = 0, error = NULL", now)
            : isFinal
              ? finishStmt(job, "failed_at = ?, error = ?", now, errorText(error))
              : finishStmt(job, "due_at = ?, lease_until = 0, error = ?", retryAt, errorText(error));
      return { writes: [write], answer: true };
    },
  });
}

/** An error's text for storage: one short line, because the text of a provider's error can be anything. */
export const errorText = (error: Error): string => toPlainLine(error.message, ERROR_TEXT_MAX);

/**
 * On a remote database another worker may have leased it since: then the fence becomes NULL, the constraint rejects it,
 * and the decision runs again.
 */
const finishStmt = ({ id, fence }: LeasedJob, assignments: string, ...args: SqlValue[]): Stmt =>
  stmt(`UPDATE jobs SET ${assignments}, fence = CASE fence WHEN ? THEN fence END WHERE id = ?`, ...args, fence, id);

/** Runs due jobs until none is left. Resolves to how many it ran. */
export async function runDueJobs(
  services: Services,
  queue?: JobQueue,
  stopped: () => boolean = () => false,
): Promise<number> {
  let count = 0;
  for (;;) {
    const job = stopped() ? null : await leaseJob(services.db, services.now(), queue);
    if (!job) return count;
    const error = await runJobHandler(services, job);
    if (error instanceof Error)
      services.log.warn({ job: job.kind, attempts: job.attempts, why: error.message }, "job failed");
    await finishJob(services.db, job, services.now(), error);
    count += 1;
  }
}

async function runJobHandler(services: Services, job: LeasedJob): Promise<Error | "again" | null> {
  // Only a worker that crashed leaves a job with more attempts than allowed.
  if (job.attempts > ATTEMPTS_MAX) return new Error("every attempt crashed");
  const handler = JOB_HANDLERS[job.kind];
  if (!handler) return new Error(`no handler for jobs of kind ${job.kind}`);
  return handler(services, job.data as never, job.attempts >= ATTEMPTS_MAX).then(
    (result) => result ?? null,
    (error: Error) => error,
  );
}
