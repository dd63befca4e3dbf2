import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { serve } from "@hono/node-server";
import { createApp } from "./http/app.ts";
import { startScheduler } from "./jobs/scheduler.ts";
import { scheduledWork } from "./start/scheduledWork.ts";
import { type Env, PROJECT } from "./env.ts";
import { restrictToOwner } from "./store/database/filePermissions.ts";
import { startCardPage } from "./integrations/payments/sandbox/pageProcess.ts";
import { SandboxPayments } from "./integrations/payments/sandbox/sandbox.ts";
import { findBrokenAtStart } from "./store/verify/atStart.ts";
import { randomId } from "./store/randomId.ts";
import { writeServerFile } from "./start/runningServers.ts";
import { appRouter } from "./http/router.ts";
import { secretFrom } from "./store/seals/seal.ts";
import { openSeededServices } from "./seed/openDemo.ts";
import { readServerSettings } from "./start/checkSettings.ts";
import { announce } from "./start/announce.ts";
import type { Services } from "./services.ts";

/** The built extension, whose pages are also served as the console. */
const extensionDir = resolve(PROJECT, "apps/extension/.output/chrome-mv3");
const wallClock = () => Date.now();

async function main(): Promise<void> {
  const env = readServerSettings();
  const { publicUrl } = env;
  // Everything created from here on, by any library, is readable by its owner only.
  process.umask(0o077);
  for (const warning of restrictToOwner(env)) console.warn(warning);
  const secret = secretFrom(env.SECRET_KEY, resolve(env.DATA_DIR, "secret"));
  // Lets commands on this machine set the demo's clock.
  const demoKey = randomBytes(32).toString("base64url");
  const options = { wallClock, newId: () => randomId(wallClock()), secret, publicUrl, demoKey };
  const { services, close } = await openSeededServices(env, options, (line) => console.log(line));
  const server = serve({
    fetch: createApp(services, extensionDir, appRouter, env.TRUST_PROXY).fetch,
    port: env.PORT,
    hostname: env.HOST,
  });
  await new Promise<void>((ready, fail) => server.once("listening", ready).once("error", fail));
  const localAddress = localAddressOf(server.address() as AddressInfo);
  const deleteServerFile = writeServerFile(PROJECT, runningServerFile(env, services, localAddress));
  // The sandbox's page for entering a card, in a process of its own.
  const cardPage =
    services.payments instanceof SandboxPayments
      ? await startCardPage(services.payments, {
          port: env.CARD_PAGE_PORT,
          webhookUrl: `${localAddress}/payments/sandbox`,
          log: resolve(env.DATA_DIR, "card-page.log"),
          clockOffset: () => services.now() - wallClock(),
          onExit: (exit) => services.log.warn(exit, "the card page ended and will be restarted"),
        })
      : null;
  void reportBroken(services);
  const stopJobs = startScheduler(services, scheduledWork(services));
  const closeBrowser = await announce({ address: publicUrl, pages: extensionDir, demo: env.demo });
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    closeBrowser();
    cardPage?.stop();
    deleteServerFile();
    // Open streams would keep the server from closing.
    if ("closeAllConnections" in server) server.closeAllConnections();
    server.close();
    await stopJobs();
    await close();
    process.exit(0);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

/** Logs corrupted data and keeps serving: an operator can investigate, and other accounts are unaffected. */
async function reportBroken({ db, seal, log }: Services): Promise<void> {
  try {
    for (const { table, account, row, problem } of await findBrokenAtStart(db, seal))
      log.error({ table, account, row }, `data was changed outside this server: ${problem}`);
  } catch (error) {
    log.error({ err: error }, "could not verify the data");
  }
}

/** The address that reaches the server from this machine. */
function localAddressOf({ address, family, port }: AddressInfo): string {
  if (address === "0.0.0.0" || address === "::") return `http://127.0.0.1:${port}`;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

/** What commands on this machine need to find the server and its data. */
const runningServerFile = (env: Env, { demo, demoKey }: Services, address: string) => ({
  pid: process.pid,
  address,
  port: env.PORT,
  dataDir: env.DATA_DIR,
  database: env.databaseUrl.startsWith("file:") ? env.databaseUrl : null,
  isKeyFromEnv: env.SECRET_KEY !== undefined,
  demoKey: demo ? demoKey : null,
});

main().catch((error: NodeJS.ErrnoException) => {
  const reason =
    error.code === "EADDRINUSE" ? "The port is taken by another program. Set PORT to a free one." : error.message;
  console.error(reason);
  process.exit(1);
});
