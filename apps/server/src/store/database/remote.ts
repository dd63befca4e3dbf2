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
  patience = DEFAULT_TIMEOUTS,
  seal: Seal | null = null,
): Database {
  // The client has no timeout of its own.
  const impatient: typeof fetch = (input, init) =>
    fetch(input, { ...init, signal: AbortSignal.timeout(patience.callMs) });
  const client = createClient({ url, ...(token ? { authToken: token } : {}), intMode: "number", fetch: impatient });
  const queue: QueuedWrite[] = [];
  let pump: Promise<void> | null = null;

  const ask = async (stmts: readonly Stmt[]): Promise<Row[][]> =>
    stmts.length === 0
      ? []
      : (await client.batch(stmts.map(toStatement), "read")).map((set) => set.rows as unknown as Row[]);
  /**
   * Reads are safe to repeat, so a broken connection is retried; if it stays broken, that isn't the caller's mistake.
   */
  async function read(stmts: readonly Stmt[]): Promise<Row[][]> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await ask(stmts);
      } catch (error) {
        if (isDatabaseError(error) && !isBusy(error)) throw error;
        if (tries >= READS_MAX) throw new Failure("busy", "call.busy", {});
        await wait(READ_PAUSE_MS * tries);
      }
    }
  }

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      await new Promise(setImmediate);
      const again = await commitGroup(client, ask, queue.splice(0, GROUP_MAX), patience);
      // Retried requests go before later ones in their original order; otherwise the first of several clicks would be
      // written last.
      for (const waiting of again.toReversed()) {
        if (waiting.tries >= TRIES_MAX) waiting.reject(new Failure("busy", "call.busy", {}));
        else queue.unshift(waiting);
      }
    }
    pump = null;
  }

  const db: Database = {
    kind: "remote",
    seal,
    read,
    readInBackground: read,
    still: (look) => look(db),
    write: <A>(work: WriteRequest<A>) =>
      new Promise<A>((resolve, reject) => {
        if (queue.length >= QUEUE_MAX) return reject(new Failure("busy", "call.busy", {}));
        // Reject an invalid query here: in a batch it would fail all the others too.
        work.reads.forEach(toStatement);
        queue.push({ work, tries: 0, resolve: resolve as (answer: unknown) => void, reject });
        pump ??= drain();
      }),
    // Nobody reports other processes' writes, so the feed reads each time.
    writtenElsewhere: async () => true,
    script: async (stmts) =>
      (await client.batch(stmts.map(toStatement), "write")).map((set) => set.rows as unknown as Row[]),
    close: async () => {
      while (pump) await pump;
      client.close();
    },
  };
  return db;
}
