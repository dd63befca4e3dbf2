import { resolve } from "node:path";
import { serve } from "@hono/node-server";
import { createApp } from "./app.ts";
import { readEnv } from "./env.ts";
import { startJobs } from "./chores.ts";
import { startCardPage } from "./payments/sandbox/pageProcess.ts";
import { SandboxPayments } from "./payments/sandbox/sandbox.ts";
import { randomId } from "./random-id.ts";
import { secretFrom } from "./seal.ts";
import { openServerWorld } from "./seed/demoWorld.ts";
import { welcome } from "./welcome.ts";

const pages = resolve(import.meta.dirname, "../../extension/.output/chrome-mv3");

async function main(): Promise<void> {
  const env = readEnv();
  const publicUrl = env.PUBLIC_URL ?? `http://${env.HOST}:${env.PORT}`;
  const wall = () => Date.now();
  const secret = secretFrom(env.SECRET_KEY, resolve(env.DATA_DIR, "secret"));
  const given = { wall, newId: () => randomId(wall()), secret, publicUrl };
  const { world, close } = await openServerWorld(env, given, (line) => console.log(line));
  const server = serve({ fetch: createApp(world, pages).fetch, port: env.PORT, hostname: env.HOST });
  await new Promise<void>((ready, fail) => server.once("listening", ready).once("error", fail));
  const page =
    world.payments instanceof SandboxPayments
      ? await startCardPage(world.payments, {
          port: env.CARD_PAGE_PORT,
          tell: `http://${env.HOST}:${env.PORT}/payments/sandbox`,
          log: resolve(env.DATA_DIR, "card-page.log"),
          ahead: () => world.now() - wall(),
          ended: (what) => world.log.warn(what, "the card page ended and is started again"),
        })
      : null;
  const stopJobs = startJobs(world);
  const closeBrowser = await welcome({ address: publicUrl, pages, demo: env.demo });
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    closeBrowser();
    page?.stop();
    // Open streams would keep the server waiting for ever.
    if ("closeAllConnections" in server) server.closeAllConnections();
    server.close();
    await stopJobs();
    await close();
    process.exit(0);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

main().catch((error: NodeJS.ErrnoException) => {
  const sentence =
    error.code === "EADDRINUSE" ? "The port is taken by another program. Set PORT to a free one." : error.message;
  console.error(sentence);
  process.exit(1);
});
