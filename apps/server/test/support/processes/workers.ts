import { type ChildProcess, spawn } from "node:child_process";
import { setPriority } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import type { TestApp } from "../kit.ts";

/** A worker in its own process, on the same file. */
export function startWorker(app: TestApp): ChildProcess {
  const path = join(import.meta.dirname, "toyRunner.ts");
  const child = spawn(process.execPath, [path, app.file, String(app.now())], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  // Low priority: on a busy machine the test must get enough time to pause the run before it is done.
  setPriority(child.pid!, 15);
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

export async function kill(child: ChildProcess): Promise<void> {
  expect(child.exitCode).toBeNull();
  const exited = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await exited;
}
