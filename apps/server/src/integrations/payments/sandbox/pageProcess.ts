import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { MINUTE, SECOND } from "@callboard/domain/core/time";
import type { PageSettings } from "./page.ts";
import type { SandboxPayments } from "./sandbox.ts";

const CLOCK_SYNC_MS = SECOND;
/** A process that ran this long is able to run at all. */
const STABLE_AFTER_MS = MINUTE;

/** The pause before the restart after the n-th exit in a row: a second, doubling up to a minute. */
export const restartPause = (ends: number): number => Math.min(SECOND * 2 ** Math.min(ends - 1, 10), MINUTE);

interface CardPageOptions extends Omit<PageSettings, "secret"> {
  /** How far the demo's clock is ahead of real time. */
  ahead: () => number;
  /** Called after each unexpected exit. */
  ended?: (what: { code: number | null; signal: string | null; error?: Error; againMs: number }) => void;
  pause?: (ends: number) => number;
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
  { ahead, ended = () => {}, pause = restartPause, ...settings }: CardPageOptions,
): Promise<CardPage> {
  let stopped = false;
  let ends = 0;
  let child: ChildProcess | null = null;
  let again: NodeJS.Timeout | undefined;
  const first = Promise.withResolvers<void>();

  function begin(): void {
    const page = fork(join(import.meta.dirname, "pageMain.ts"), { stdio: ["ignore", "ignore", "ignore", "ipc"] });
    const since = performance.now();
    child = page;
    const over = once((code: number | null, signal: string | null, error?: Error) => {
      payments.pageAddress = null;
      child = null;
      first.resolve();
      if (stopped) return;
      ends = performance.now() - since > STABLE_AFTER_MS ? 1 : ends + 1;
      const againMs = pause(ends);
      ended({ code, signal, ...(error ? { error } : {}), againMs });
      again = setTimeout(begin, againMs).unref();
    });
    page.once("exit", (code, signal) => over(code, signal));
    // It could not be started or no longer receives messages; kill the rest of it.
    page.on("error", (error) => {
      page.kill();
      over(null, null, error);
    });
    page.once("message", ({ port }: { port: number }) => {
      payments.pageAddress = `http://127.0.0.1:${port}`;
      first.resolve();
    });
    sendToChild(page, { ...settings, secret: payments.secret } satisfies PageSettings);
  }

  begin();
  const timer = setInterval(() => child && sendToChild(child, { ahead: ahead() }), CLOCK_SYNC_MS).unref();
  await first.promise;
  return {
    stop() {
      stopped = true;
      clearInterval(timer);
      clearTimeout(again);
      child?.kill();
    },
    pid: () => child?.pid,
  };
}

/** Ignores messages to a process that is exiting: its exit is handled anyway. */
function sendToChild(child: ChildProcess, message: object): void {
  if (child.connected) child.send(message, () => {});
}

function once<A extends unknown[]>(work: (...args: A) => void): (...args: A) => void {
  let done = false;
  return (...args) => {
    if (done) return;
    done = true;
    work(...args);
  };
}
