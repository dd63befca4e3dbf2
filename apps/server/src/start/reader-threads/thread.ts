import { constants, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { Failure } from "@callboard/domain/core/failure";
import { callTRPCProcedure } from "@trpc/server";
import { downloadRoutes } from "../../http/downloads/routes.ts";
import type { ServiceSettings } from "../../integrations/ports.ts";
import { registerHandlers } from "../registries.ts";
import { appRouter } from "../../http/router.ts";
import type { ThreadAnswer, ThreadQuestion } from "../../rpc/question.ts";
import { threadServices } from "./threadServices.ts";

// Only Linux applies this to a single thread. On few processors clicks go first; not the lowest priority, because
// somebody is waiting for this as well.
if (process.platform === "linux") setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

registerHandlers();
const { servicesAt, close } = threadServices(workerData as ServiceSettings);

let isEnding = false;
parentPort!.on("message", async (message: { id: number; question: ThreadQuestion } | "end") => {
  // Waits for running queries: ending a thread during one crashes the whole process, through the native database
  // library.
  if (message === "end") {
    isEnding = true;
    return void (await close().finally(() => process.exit()));
  }
  const { id, question } = message;
  const answer = await answerQuestion(question).catch(failureAnswer);
  // The caller is told that the thread ended, not that its query failed because of that.
  if (isEnding) return;
  parentPort!.postMessage({ id, answer }, "file" in answer ? [answer.file.stream as never] : []);
});

/** Uses the server's own procedures, so the caller's access is checked again here. */
async function answerQuestion({ call, now, ask }: ThreadQuestion): Promise<ThreadAnswer> {
  const ctx = { ...call, services: servicesAt(now) };
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
  return { failure: { code, key, values, field } };
}
