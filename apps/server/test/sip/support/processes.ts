import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** The example's folder: the journey runs the very files that people copy. */
export const EXAMPLE = join(import.meta.dirname, "../../../../../examples/kamailio");
/** The example's settings, for a server that nobody calls. */
export const SETTINGS = {
  SIP_LISTEN: "udp:127.0.0.1:5060",
  SIP_DOMAIN: "callboard.test",
  PHONE_SECRET: "a secret behind the passwords of phones",
  CARRIER_ADDRESS: "127.0.0.1",
  GATEWAY: "127.0.0.1:5080",
  CALLBOARD_URL: "http://127.0.0.1:8787",
  CALLBOARD_KEY: "none",
};
/** The programs of the journey with their Debian packages; some of Kamailio's modules are packages of their own. */
const PROGRAMS = { kamailio: "kamailio", sipp: "sip-tester", baresip: "baresip-core" };
const MODULES = { jansson: "kamailio-extra-modules", http_client: "kamailio-utils-modules" };

/** The Debian packages that SIP calls need and this machine doesn't have. */
function missingPackages(): string[] {
  const programs = Object.entries(PROGRAMS).filter(([program]) => spawnSync(program, ["-h"]).error !== undefined);
  const check = spawnSync("kamailio", ["-c", "-f", join(EXAMPLE, "kamailio.cfg")], {
    env: { ...process.env, ...SETTINGS },
  });
  const isMissing = (module: string) =>
    check.error !== undefined || String(check.stderr).includes(`could not find module <${module}>`);
  const modules = Object.entries(MODULES).filter(([module]) => isMissing(module));
  return [...programs, ...modules].map(([, name]) => name);
}

/** Whether tests with a real SIP server can run here; otherwise it prints why not, and in CI throws. */
export function canUseSip(): boolean {
  const missing = missingPackages();
  if (missing.length === 0) return true;
  const reason = `These Debian packages are missing: ${missing.join(" ")}.`;
  if (process.env.CI) throw new Error(`${reason} With CI set, calls through a real SIP server are not skipped.`);
  console.warn(`\n  SKIPPED: calls through a real SIP server. ${reason}\n`);
  return false;
}

export interface Running {
  child: ChildProcess;
  output(): string;
  /** Ends it and everything that it started. */
  stop(): Promise<void>;
}

/** Starts a program in a process group of its own, which ends with the test. */
export function start(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): Running {
  const child = spawn(program, args, {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => (output += part));
  const exited = once(child, "exit");
  const stop = async () => {
    try {
      process.kill(-child.pid!, "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
    await exited;
  };
  onTestFinished(stop);
  return { child, output: () => output, stop };
}

export async function freeUdpPort(): Promise<number> {
  const probe = createSocket("udp4");
  probe.bind(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}
