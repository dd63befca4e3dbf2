import { setTimeout as wait } from "node:timers/promises";
import { Failure } from "@callboard/domain/failure";
import {
  type Client,
  createClient,
  type InArgs,
  type InStatement,
  LibsqlBatchError,
  LibsqlError,
} from "@libsql/client";
import { bound, type Database, type Outcome, type Row, type Stmt, type Work } from "./db.ts";

const GROUP_MAX = 64;
const QUEUE_MAX = 2000;
const TRIES_MAX = 40;

interface Waiting {
  work: Work<unknown>;
  tries: number;
  resolve: (answer: unknown) => void;
  reject: (error: unknown) => void;
}

/**
 * A database across the network. It looks outside any transaction and writes one batch; the unique numbers of the
 * change log (place in the account's chain, version of the record) refuse what was decided on old facts, and it is
 * decided anew. So a lock is never held while the network is waited for.
 */
export function openRemote(url: string, token?: string | undefined): Database {
  const client = createClient({ url, ...(token ? { authToken: token } : {}), intMode: "number" });
  const queue: Waiting[] = [];
  let pump: Promise<void> | null = null;

  const read = async (stmts: readonly Stmt[]): Promise<Row[][]> =>
    stmts.length === 0
      ? []
      : (await client.batch(stmts.map(toStatement), "read")).map((set) => set.rows as unknown as Row[]);

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      await new Promise(setImmediate);
      for (const again of await commitGroup(client, read, queue.splice(0, GROUP_MAX))) {
        if (again.tries >= TRIES_MAX) again.reject(new Failure("busy", "call.busy", {}));
        else queue.unshift(again);
      }
    }
    pump = null;
  }

  return {
    kind: "remote",
    read,
    readInBackground: read,
    write: <A>(work: Work<A>) =>
      new Promise<A>((resolve, reject) => {
        if (queue.length >= QUEUE_MAX) return reject(new Failure("busy", "call.busy", {}));
        // What cannot be asked is refused by itself: all the others would be refused with it.
        work.reads.forEach(toStatement);
        queue.push({ work, tries: 0, resolve: resolve as (answer: unknown) => void, reject });
        pump ??= drain();
      }),
    // Nothing tells who else wrote there: the feed looks each time it asks.
    writtenElsewhere: async () => true,
    script: async (stmts) =>
      (await client.batch(stmts.map(toStatement), "write")).map((set) => set.rows as unknown as Row[]),
    close: async () => {
      while (pump) await pump;
      client.close();
    },
  };
}

/** Writes the group as one batch; where that is refused, each alone. Answers the works to be decided again. */
async function commitGroup(client: Client, read: Database["read"], group: Waiting[]): Promise<Waiting[]> {
  const decided: { waiting: Waiting; outcome: Outcome<unknown> }[] = [];
  try {
    const sizes = group.map(({ work }) => work.reads.length);
    const rows = await read(group.flatMap(({ work }) => work.reads));
    let at = 0;
    for (const [index, waiting] of group.entries()) {
      const own = rows.slice(at, (at += sizes[index]!));
      try {
        decided.push({ waiting, outcome: waiting.work.decide(own) });
      } catch (error) {
        waiting.reject(error);
      }
    }
  } catch (error) {
    return isBusy(error) ? retried(group) : rejected(group, error);
  }
  const writing = decided.filter(({ outcome }) => outcome.writes.length > 0);
  for (const { waiting, outcome } of decided) if (outcome.writes.length === 0) waiting.resolve(outcome.answer);
  if (writing.length === 0) return [];
  const whole = await tryBatch(
    client,
    writing.flatMap(({ outcome }) => outcome.writes),
  );
  if (whole === "done") {
    for (const { waiting, outcome } of writing) waiting.resolve(outcome.answer);
    return [];
  }
  if (writing.length > 1) {
    // The first may still be right; the rest were decided before it and look again.
    const [first, ...rest] = writing;
    const again = await finishAlone(client, first!);
    return [...again, ...rest.map(({ waiting }) => waiting)];
  }
  return finish(writing[0]!, whole);
}

async function finishAlone(client: Client, one: { waiting: Waiting; outcome: Outcome<unknown> }): Promise<Waiting[]> {
  return finish(one, await tryBatch(client, one.outcome.writes));
}

async function finish(
  { waiting, outcome }: { waiting: Waiting; outcome: Outcome<unknown> },
  how: "done" | "again" | Error,
): Promise<Waiting[]> {
  if (how === "done") waiting.resolve(outcome.answer);
  else if (how === "again") return retried([waiting]);
  else waiting.reject(how);
  return [];
}

async function tryBatch(client: Client, writes: readonly Stmt[]): Promise<"done" | "again" | Error> {
  try {
    await client.batch(writes.map(toStatement), "write");
    return "done";
  } catch (error) {
    const refused = error instanceof LibsqlBatchError ? writes[error.statementIndex] : undefined;
    const told = isConstraint(error) ? refused?.taken?.(codes(error)) : undefined;
    if (told) return told;
    if (isBusy(error) || isConstraint(error)) return "again";
    return error as Error;
  }
}

async function retried(group: Waiting[]): Promise<Waiting[]> {
  for (const one of group) one.tries += 1;
  await wait(5 + (performance.now() % 1) * 20);
  return group;
}

function rejected(group: Waiting[], error: unknown): Waiting[] {
  for (const { reject } of group) reject(error);
  return [];
}

const codes = (error: unknown): string =>
  error instanceof LibsqlError ? `${error.code} ${error.extendedCode ?? ""} ${error.message}` : "";
const isBusy = (error: unknown): boolean => /SQLITE_BUSY|database is locked|TRANSACTION_TIMEOUT/.test(codes(error));
const isConstraint = (error: unknown): boolean => /SQLITE_CONSTRAINT|constraint failed/i.test(codes(error));

const toStatement = ({ sql, args }: Stmt): InStatement => ({ sql, args: args.map(bound) as InArgs });
