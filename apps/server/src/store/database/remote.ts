import { setTimeout as wait } from "node:timers/promises";
import { Failure } from "@callboard/domain/core/failure";
import { createClient } from "@libsql/client";
import type { Database, Row, Stmt, WriteRequest } from "./port.ts";
import { isDatabaseError, isBusy, DEFAULT_TIMEOUTS, toStatement } from "./remoteBatch.ts";
import { commitGroup, type QueuedWrite } from "./remoteGroup.ts";
import type { Seal } from "../seals/seal.ts";

const GROUP_MAX = 64;
const QUEUE_MAX = 2000;
const TRIES_MAX = 40;
const READS_MAX = 3;
const READ_PAUSE_MS = 50;

/**
 * A database across the network. Reads run outside a transaction and writes in one batch. Decisions on stale facts are
 * rejected by the unique numbers of the change log (position in the account's chain, version of the record) and by the
 * owner versions, and are decided again. So no lock is held during a round trip.
 */
export function openRemoteDatabase(
  url: string,
  token?: string | undefined,
  timeouts = DEFAULT_TIMEOUTS,
  seal: Seal | null = null,
): Database {
  // The client has no timeout of its own.
  const fetchWithTimeout: typeof fetch = (input, init) =>
    fetch(input, { ...init, signal: AbortSignal.timeout(timeouts.callMs) });
  const client = createClient({
    url,
    ...(token ? { authToken: token } : {}),
    intMode: "number",
    fetch: fetchWithTimeout,
  });
  const queue: QueuedWrite[] = [];
  let draining: Promise<void> | null = null;

  const readOnce = async (stmts: readonly Stmt[]): Promise<Row[][]> =>
    stmts.length === 0
      ? []
      : (await client.batch(stmts.map(toStatement), "read")).map((result) => result.rows as unknown as Row[]);
  /**
   * Reads are safe to repeat, so they are retried when the connection breaks. If it stays broken, the caller gets
   * `busy` and may try again later.
   */
  async function read(stmts: readonly Stmt[]): Promise<Row[][]> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await readOnce(stmts);
      } catch (error) {
        if (isDatabaseError(error) && !isBusy(error)) throw error;
        if (tries >= READS_MAX) throw new Failure("busy", "api.busy", {});
        await wait(READ_PAUSE_MS * tries);
      }
    }
  }

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      await new Promise(setImmediate);
      const retries = await commitGroup(client, readOnce, queue.splice(0, GROUP_MAX), timeouts);
      // Retried requests go before later ones in their original order; otherwise the first of several clicks would be
      // written last.
      for (const write of retries.toReversed()) {
        if (write.tries >= TRIES_MAX) write.reject(new Failure("busy", "api.busy", {}));
        else queue.unshift(write);
      }
    }
    draining = null;
  }

  const db: Database = {
    kind: "remote",
    seal,
    read,
    readInBackground: read,
    dataVersion: () => null,
    withSnapshot: (work) => work(db),
    write: <A>(request: WriteRequest<A>) =>
      new Promise<A>((resolve, reject) => {
        if (queue.length >= QUEUE_MAX) return reject(new Failure("busy", "api.busy", {}));
        // Reject an invalid query here: in a batch it would fail all the others too.
        request.reads.forEach(toStatement);
        queue.push({ request, tries: 0, resolve: resolve as (answer: unknown) => void, reject });
        draining ??= drain();
      }),
    // A remote database doesn't report other processes' writes, so there may always be some.
    hasExternalWrites: async () => true,
    runScript: async (stmts) =>
      (await client.batch(stmts.map(toStatement), "write")).map((result) => result.rows as unknown as Row[]),
    close: async () => {
      while (draining) await draining;
      client.close();
    },
  };
  return db;
}
