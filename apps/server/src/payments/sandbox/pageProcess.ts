import { fork } from "node:child_process";
import { join } from "node:path";
import type { PageSettings } from "./page.ts";
import type { SandboxPayments } from "./sandbox.ts";

const AGAIN_MS = 1000;
const AHEAD_EVERY_MS = 1000;

interface Wanted extends Omit<PageSettings, "secret"> {
  /** How far the demo's clock is ahead of the wall's. */
  ahead: () => number;
}

/** Starts the card page beside the server and keeps it running. Resolves once it listens. */
export async function startCardPage(payments: SandboxPayments, { ahead, ...settings }: Wanted): Promise<() => void> {
  let stopped = false;
  let child = fork(join(import.meta.dirname, "pageMain.ts"), { stdio: ["ignore", "ignore", "ignore", "ipc"] });
  const first = Promise.withResolvers<void>();
  const begin = () => {
    child.send({ ...settings, secret: payments.secret } satisfies PageSettings);
    child.once("message", ({ port }: { port: number }) => {
      payments.pageAddress = `http://127.0.0.1:${port}`;
      first.resolve();
    });
    child.once("exit", () => {
      payments.pageAddress = null;
      if (stopped) return;
      setTimeout(() => {
        if (stopped) return;
        child = fork(join(import.meta.dirname, "pageMain.ts"), { stdio: ["ignore", "ignore", "ignore", "ipc"] });
        begin();
      }, AGAIN_MS).unref();
    });
  };
  begin();
  const timer = setInterval(() => child.connected && child.send({ ahead: ahead() }), AHEAD_EVERY_MS).unref();
  await first.promise;
  return () => {
    stopped = true;
    clearInterval(timer);
    child.kill();
  };
}
