import { headStmt } from "../sealing.ts";
import type { Ctx, Entered } from "../entering.ts";
import type { Scope } from "../scope.ts";
import type { FileThere, Question } from "./asking.ts";

/** From so many changes on an account's whole past is too long to be read on the thread that everybody's calls are on. */
const LONG = 1000;

/** What goes through a whole account is answered apart where the account is long; null where it is read here. */
export async function answerApart(
  ctx: Ctx,
  entered: Entered,
  ask: { path: string; input: unknown },
): Promise<{ data: unknown } | null> {
  const { readers } = ctx.world;
  if (readers === null || !(await isLong(entered.scope))) return null;
  const end = ctx.world.atOnce.begin("readings", entered.caller, entered.scope.account);
  try {
    return { data: await readers.answer(questionOf(ctx, entered, ask)) };
  } finally {
    end();
  }
}

/** A download by its address, with the same rule. */
export async function fileApart(
  ctx: Ctx,
  entered: Entered,
  ask: Extract<Question["ask"], { download: string }>,
): Promise<FileThere | null> {
  const { readers } = ctx.world;
  if (readers === null || !(await isLong(entered.scope))) return null;
  return readers.file(questionOf(ctx, entered, ask));
}

const isLong = async ({ db, account }: Scope): Promise<boolean> => {
  const [head] = await db.read([headStmt(account)]);
  return Number(head![0]?.n ?? 0) > LONG;
};

function questionOf(
  { world: _world, command: _command, ...asking }: Ctx,
  { scope }: Entered,
  ask: Question["ask"],
): Question {
  return { asking, now: scope.now, ask };
}
