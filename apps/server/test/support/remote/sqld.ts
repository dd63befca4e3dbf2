import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { eventually } from "../eventually.ts";

/** The database server's program for this platform, or why there is none. */
export function sqldProgram(): { path: string } | { missing: string } {
  const name = `@sqld/${process.platform}-${process.arch}`;
  const requireHere = createRequire(import.meta.url);
  try {
    const requireFromSqld = createRequire(requireHere.resolve("sqld/package.json"));
    const path = join(dirname(requireFromSqld.resolve(`${name}/package.json`)), "sqld");
    return existsSync(path) ? { path } : { missing: `${name} has no program` };
  } catch {
    return { missing: `${name} is not installed: there is no sqld for this platform` };
  }
}

/** Starts a real remote database. Answers its address; ends with the test. */
export async function startSqld(path: string): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), "callboard-sqld-"));
  const [http, grpc] = [await freePort(), await freePort()];
  const args = ["-d", dir, "--http-listen-addr", `127.0.0.1:${http}`, "--grpc-listen-addr", `127.0.0.1:${grpc}`];
  const child: ChildProcess = spawn(path, args, { stdio: "ignore" });
  const exited = new Promise((resolve) => child.once("exit", resolve));
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exited;
    rmSync(dir, { recursive: true, force: true });
  });
  const url = `http://127.0.0.1:${http}`;
  await eventually(
    () =>
      fetch(`${url}/health`).then(
        (response) => response.ok,
        () => false,
      ),
    15_000,
  );
  return url;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}
