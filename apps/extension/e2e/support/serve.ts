import { appendFileSync } from "node:fs";
import { serve } from "@hono/node-server";
import { createApp } from "../../../server/src/http/app.ts";
import { startScheduler } from "../../../server/src/jobs/scheduler.ts";
import { scheduledWork } from "../../../server/src/start/scheduledWork.ts";
import { startCardPage } from "../../../server/src/integrations/payments/sandbox/pageProcess.ts";
import type { SandboxPayments } from "../../../server/src/integrations/payments/sandbox/sandbox.ts";
import { randomId } from "../../../server/src/store/randomId.ts";
import { openServices } from "../../../server/src/start/openServices.ts";
import { cardNumbersIn } from "../../../server/test/support/checks/cardNumbers.ts";
import { DEMO_KEY, envFor, SECRET } from "./prepared.ts";

/** The options that the parent process sends, as JSON. */
export interface ServeOptions {
  file: string;
  port: number;
  pages: string;
  /** False: time must then take effect without any job. */
  jobs: boolean;
  aheadMs: number;
}

const { file, port, pages, jobs, aheadMs } = JSON.parse(process.argv[2]!) as ServeOptions;
const wallClock = () => Date.now() + aheadMs;
const { services } = await openServices(envFor(file), {
  wallClock: wallClock,
  newId: () => randomId(wallClock()),
  secret: SECRET,
  publicUrl: `http://127.0.0.1:${port}`,
  demoKey: DEMO_KEY,
  freeAttempts: 20,
});
const page = await startCardPage(services.payments as SandboxPayments, {
  port: 0,
  webhookUrl: `http://127.0.0.1:${port}/payments/sandbox`,
  log: `${file}.card-page.log`,
  clockOffset: () => services.now() - Date.now(),
});
const app = createApp(services, pages);
/** All answers pass through here: one with a card number in it is recorded for the end of the test run. */
const answerAndRecord = async (...input: Parameters<typeof app.fetch>): Promise<Response> => {
  const response = await app.fetch(...input);
  if (!response.headers.get("content-type")?.startsWith("application/json")) return response;
  const text = await response.clone().text();
  if (cardNumbersIn(text).length > 0) appendFileSync(`${file}.answers.log`, text);
  return response;
};
serve({ fetch: answerAndRecord, port, hostname: "127.0.0.1" }, () => process.send?.("ready"));
if (jobs) startScheduler(services, scheduledWork(services));
// The parent process may die: don't keep running.
process.on("disconnect", () => {
  page.stop();
  process.exit(0);
});
