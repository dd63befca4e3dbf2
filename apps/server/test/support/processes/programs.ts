import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

type Settings = Record<string, string>;
const BASE_ENV = Object.fromEntries(
  ["PATH", "HOME", "TMPDIR"].flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
) as Settings;

/** Runs a program as in a shell, with these settings and no others. */
const run = (file: string, args: readonly string[], settings: Settings): ChildProcess =>
  spawn(process.execPath, [join(import.meta.dirname, "../../..", file), ...args], {
    env: { ...BASE_ENV, ...settings },
  });

export interface CommandResult {
  code: number;
  out: string;
  error: string;
}

/** Runs a command to its end. */
export async function command(
  name: string,
  args: readonly string[],
  settings: Settings,
  input = "",
): Promise<CommandResult> {
  const child = run(`src/commands/${name}.ts`, args, settings);
  child.stdin!.end(input);
  const [out, error, [code]] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, "exit")]);
  return { code: code as number, out: out.trim(), error: error.trim() };
}

/** Starts a server as `start` does; answers once it prints its address, or with its output if it doesn't start. */
export async function startServer(settings: Settings): Promise<{ kill: () => Promise<void>; output: () => string }> {
  const child = run("src/main.ts", [], settings);
  let output = "";
  const addressPrinted = new Promise<void>((ready) => {
    for (const stream of [child.stdout!, child.stderr!])
      stream.on("data", (part: Buffer) => {
        output += part;
        if (output.includes("Ctrl-C ends everything")) ready();
      });
  });
  const exited = once(child, "exit");
  const kill = async () => {
    child.kill("SIGKILL");
    await exited;
  };
  onTestFinished(kill);
  await Promise.race([addressPrinted, exited]);
  return { kill, output: () => output };
}

export async function freePort(): Promise<string> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, "close");
  return String(port);
}

export function tempFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), "callboard-programs-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
  return dir;
}
