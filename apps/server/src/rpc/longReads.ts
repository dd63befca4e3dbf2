import { headStmt } from "../store/seals/accountSeals.ts";
import type { CallContext, AccountCall } from "./context.ts";
import type { Scope } from "../store/scope.ts";
import type { ThreadFile, ThreadQuestion } from "./question.ts";

/** With this many changes, an account's complete past is too long to read on the main thread. */
const LONG_LOG = 1000;

/** Answers a call in a reader thread if the account is long; null if it should be read here. */
export async function answerInThread(
  ctx: CallContext,
  entered: AccountCall,
  ask: { path: string; input: unknown },
): Promise<{ data: unknown } | null> {
  const { readers } = ctx.world;
  if (readers === null || !(await hasLongLog(entered.scope))) return null;
  const end = ctx.world.atOnce.begin("readings", entered.caller, entered.scope.account);
  try {
    return { data: await readers.answer(questionOf(ctx, entered, ask)) };
  } finally {
    end();
  }
}

/** A download, with the same rule. */
export async function fileInThread(
  ctx: CallContext,
  entered: AccountCall,
  ask: Extract<ThreadQuestion["ask"], { download: string }>,
): Promise<ThreadFile | null> {
  const { readers } = ctx.world;
  if (readers === null || !(await hasLongLog(entered.scope))) return null;
  return readers.file(questionOf(ctx, entered, ask));
}

const hasLongLog = async ({ db, account }: Scope): Promise<boolean> => {
  const [head] = await db.read([headStmt(account)]);
  return Number(head![0]?.n ?? 0) > LONG_LOG;
};

function questionOf(
  { world: _world, command: _command, ...asking }: CallContext,
  { scope }: AccountCall,
  ask: ThreadQuestion["ask"],
): ThreadQuestion {
  return { asking, now: scope.now, ask };
}
