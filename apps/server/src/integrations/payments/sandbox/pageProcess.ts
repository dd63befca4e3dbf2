import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { MINUTE, SECOND } from "@callboard/domain/core/time";
import type { PageSettings } from "./page.ts";
import type { SandboxPayments } from "./sandbox.ts";

const CLOCK_SYNC_MS = SECOND;
/** After running this long, an exit isn't counted as one more failed start. */
const STABLE_AFTER_MS = MINUTE;

/** The pause before the restart after the n-th exit in a row: a second, doubling up to a minute. */
export const restartPause = (exits: number): number => Math.min(SECOND * 2 ** Math.min(exits - 1, 10), MINUTE);

interface CardPageOptions extends Omit<PageSettings, "secret"> {
  /** How far the demo's clock is ahead of real time. */
  clockOffset: () => number;
  /** Called after each unexpected exit. */
  onExit?: (exit: { code: number | null; signal: string | null; error?: Error; againMs: number }) => void;
  /** The pause before a restart, in milliseconds. */
  pauseFor?: (exits: number) => number;
}

export interface CardPage {
  stop(): void;
  pid(): number | undefined;
}

/**
 * Starts the card page next to the server and keeps it running. Resolves when it listens or has exited for the first
 * time: without it the server does everything except take cards. Never throws, whatever happens to the page.
 */
export async function startCardPage(
  payments: SandboxPayments,
  { clockOffset, onExit = () => {}, pauseFor = restartPause, ...settings }: CardPageOptions,
): Promise<CardPage> {
  let stopped = false;
  // In a row, each soon after its start.
  let exits = 0;
  let child: ChildProcess | null = null;
  let restartTimer: NodeJS.Timeout | undefined;
  const firstOutcome = Promise.withResolvers<void>();

  function startChild(): void {
    const page = fork(join(import.meta.dirname, "pageMain.ts"), { stdio: ["ignore", "ignore", "ignore", "ipc"] });
    const startedAt = performance.now();
    child = page;
    const handleExit = once((code: number | null, signal: string | null, error?: Error) => {
      payments.pageAddress = null;
      child = null;
      firstOutcome.resolve();
      if (stopped) return;
      exits = performance.now() - startedAt > STABLE_AFTER_MS ? 1 : exits + 1;
      const againMs = pauseFor(exits);
      onExit({ code, signal, ...(error ? { error } : {}), againMs });
      restartTimer = setTimeout(startChild, againMs).unref();
    });
    page.once("exit", (code, signal) => handleExit(code, signal));
    // It could not be started or no longer receives messages; kill the rest of it.
    page.on("error", (error) => {
      page.kill();
      handleExit(null, null, error);
    });
    page.once("message", ({ port }: { port: number }) => {
      payments.pageAddress = `http://127.0.0.1:${port}`;
      firstOutcome.resolve();
    });
    sendToChild(page, { ...settings, secret: payments.secret } satisfies PageSettings);
  }

  startChild();
  const clockTimer = setInterval(
    () => child && sendToChild(child, { clockOffset: clockOffset() }),
    CLOCK_SYNC_MS,
  ).unref();
  await firstOutcome.promise;
  return {
    stop() {
      stopped = true;
      clearInterval(clockTimer);
      clearTimeout(restartTimer);
      child?.kill();
    },
    pid: () => child?.pid,
  };
}

/** Ignores messages to a process that is exiting: its exit is handled anyway. */
function sendToChild(child: ChildProcess, message: object): void {
  if (child.connected) child.send(message, () => {});
}

function once<A extends unknown[]>(action: (...args: A) => void): (...args: A) => void {
  let done = false;
  return (...args) => {
    if (done) return;
    done = true;
    action(...args);
  };
}
