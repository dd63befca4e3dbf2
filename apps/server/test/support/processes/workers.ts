import { type ChildProcess, spawn } from "node:child_process";
import { setPriority } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import type { TestApp } from "../kit.ts";

/** A worker in a process of its own, on the same file. */
export function startWorker(app: TestApp): ChildProcess {
  const path = join(import.meta.dirname, "toyRunner.ts");
  const child = spawn(process.execPath, [path, app.file, String(app.now())], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  // On a busy machine whoever watches must not be the one who starves: the run would be over before it is paused.
  setPriority(child.pid!, 15);
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

export async function kill(child: ChildProcess): Promise<void> {
  expect(child.exitCode).toBeNull();
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
}
