import { constants, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { Failure } from "@callboard/domain/core/failure";
import { callTRPCProcedure } from "@trpc/server";
import { downloadRoutes } from "../downloads/routes.ts";
import type { ServiceSettings } from "../../integrations/ports.ts";
import { registerHandlers } from "../registries.ts";
import { appRouter } from "../router.ts";
import type { ThreadAnswer, ThreadQuestion } from "../../rpc/question.ts";
import { threadServices } from "./threadServices.ts";

// Only Linux takes this for the one thread. Whoever clicks goes first where processors are few; somebody waits for this too.
if (process.platform === "linux") setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

registerHandlers();
const { servicesAt, close } = threadServices(workerData as ServiceSettings);

let isEnding = false;
parentPort!.on("message", async (message: { id: number; question: ThreadQuestion } | "end") => {
  // Stopped in the middle of a query, the database's binding would end the whole process.
  if (message === "end") {
    isEnding = true;
    return void (await close().finally(() => process.exit()));
  }
  const { id, question } = message;
  const answer = await answerQuestion(question).catch(failureAnswer);
  // That the thread ended says more than the query that it refused.
  if (isEnding) return;
  parentPort!.postMessage({ id, answer }, "file" in answer ? [answer.file.stream as never] : []);
});

/** By the very doors that the server's own calls go through: who asks is looked at here once more. */
async function answerQuestion({ asking, now, ask }: ThreadQuestion): Promise<ThreadAnswer> {
  const ctx = { ...asking, world: servicesAt(now) };
  if ("download" in ask) {
    const response = await downloadRoutes(() => ctx).request(ask.download, {
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

function failureAnswer(error: unknown): ThreadAnswer {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Failure))
    return { error: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) };
  const { code, key, values, field } = cause;
  return { refusal: { code, key, values, field } };
}
