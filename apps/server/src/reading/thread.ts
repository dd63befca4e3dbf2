import { constants, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { Failure } from "@callboard/domain/failure";
import { callTRPCProcedure } from "@trpc/server";
import { exportRoutes } from "../export.ts";
import type { WorldSettings } from "../ports.ts";
import { appRouter } from "../router.ts";
import type { Answer, Question } from "./asking.ts";
import { worldsThere } from "./there.ts";

// Only Linux takes this for the one thread. Whoever clicks goes first where processors are few; somebody waits for this too.
if (process.platform === "linux") setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const worldAt = worldsThere(workerData as WorldSettings);

parentPort!.on("message", async (message: { id: number; question: Question } | "end") => {
  // Between two turns of its own: stopped from outside in the middle of a query, the database's binding ends the process.
  if (message === "end") process.exit();
  const { id, question } = message;
  const answer = await answered(question).catch(refused);
  parentPort!.postMessage({ id, answer }, "file" in answer ? [answer.file.stream as never] : []);
});

/** By the very doors that the server's own calls go through: who asks is looked at here once more. */
async function answered({ asking, now, ask }: Question): Promise<Answer> {
  const ctx = { ...asking, world: worldAt(now) };
  if ("download" in ask) {
    const response = await exportRoutes(() => ctx).request(ask.download, {
      method: ask.isHead ? "HEAD" : "GET",
    });
    const stream = response.body ?? new Blob([]).stream();
    return { file: { status: response.status, headers: [...response.headers], stream } };
  }
  const { path, input } = ask;
  const getRawInput = async () => input;
  const data = await callTRPCProcedure({
    router: appRouter,
    path,
    getRawInput,
    ctx,
    type: "query",
    signal: undefined,
    batchIndex: 0,
  });
  return { data };
}

function refused(error: unknown): Answer {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Failure))
    return { error: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) };
  const { code, key, values, field } = cause;
  return { refusal: { code, key, values, field } };
}
