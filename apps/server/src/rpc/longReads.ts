import { headStmt } from "../store/seals/accountSeals.ts";
import type { CallContext, AccountCall } from "./context.ts";
import type { Scope } from "../store/scope.ts";
import type { ThreadFile, ThreadQuestion } from "./question.ts";

/** With this many changes, an account's complete past is too long to read on the main thread. */
const LONG_LOG = 1000;

/** Answers a call in a reader thread if the account is long; null if it should be read here. */
export async function answerInThread(
  ctx: CallContext,
  accountCall: AccountCall,
  ask: { path: string; input: unknown },
): Promise<{ data: unknown } | null> {
  const { readerThreads } = ctx.services;
  if (readerThreads === null || !(await hasLongLog(accountCall.scope))) return null;
  const end = ctx.services.concurrency.begin("readings", accountCall.caller, accountCall.scope.account);
  try {
    return { data: await readerThreads.answerCall(questionOf(ctx, accountCall, ask)) };
  } finally {
    end();
  }
}

/** Reads a download in a reader thread if the account's log is long; null if it should be read here. */
export async function fileInThread(
  ctx: CallContext,
  accountCall: AccountCall,
  ask: Extract<ThreadQuestion["ask"], { download: string }>,
): Promise<ThreadFile | null> {
  const { readerThreads } = ctx.services;
  if (readerThreads === null || !(await hasLongLog(accountCall.scope))) return null;
  return readerThreads.readFile(questionOf(ctx, accountCall, ask));
}

const hasLongLog = async ({ db, account }: Scope): Promise<boolean> => {
  const [head] = await db.read([headStmt(account)]);
  return Number(head![0]?.n ?? 0) > LONG_LOG;
};

function questionOf(
  // A thread has its own services, and reads have no command.
  { services: _services, command: _command, ...call }: CallContext,
  { scope }: AccountCall,
  ask: ThreadQuestion["ask"],
): ThreadQuestion {
  return { call, now: scope.now, ask };
}
