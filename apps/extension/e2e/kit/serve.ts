import { appendFileSync } from "node:fs";
import { serve } from "@hono/node-server";
import { createApp } from "../../../server/src/app.ts";
import { startJobs } from "../../../server/src/chores.ts";
import { startCardPage } from "../../../server/src/payments/sandbox/pageProcess.ts";
import type { SandboxPayments } from "../../../server/src/payments/sandbox/sandbox.ts";
import { randomId } from "../../../server/src/random-id.ts";
import { openWorld } from "../../../server/src/server.ts";
import { cardNumbersIn } from "../../../server/test/leaks.ts";
import { DEMO_KEY, envFor, SECRET } from "./prepared.ts";

/** What the parent hands over, as JSON. */
export interface Serving {
  file: string;
  port: number;
  pages: string;
  /** False: whatever time does must then be seen without any job. */
  jobs: boolean;
  aheadMs: number;
}

const { file, port, pages, jobs, aheadMs } = JSON.parse(process.argv[2]!) as Serving;
const wall = () => Date.now() + aheadMs;
const { world } = await openWorld(envFor(file), {
  wall,
  newId: () => randomId(wall()),
  secret: SECRET,
  publicUrl: `http://127.0.0.1:${port}`,
  demoKey: DEMO_KEY,
  tries: 20,
});
const page = await startCardPage(world.payments as SandboxPayments, {
  port: 0,
  tell: `http://127.0.0.1:${port}/payments/sandbox`,
  log: `${file}.card-page.log`,
  ahead: () => world.now() - Date.now(),
});
const app = createApp(world, pages);
/** What is answered goes by here: an answer with a card's number in it is kept, for the end of the run. */
const answer = async (...asked: Parameters<typeof app.fetch>): Promise<Response> => {
  const response = await app.fetch(...asked);
  if (!response.headers.get("content-type")?.startsWith("application/json")) return response;
  const text = await response.clone().text();
  if (cardNumbersIn(text).length > 0) appendFileSync(`${file}.answers.log`, text);
  return response;
};
serve({ fetch: answer, port, hostname: "127.0.0.1" }, () => process.send?.("ready"));
if (jobs) startJobs(world);
// Whoever started this may die: nothing is left running.
process.on("disconnect", () => {
  page.stop();
  process.exit(0);
});
