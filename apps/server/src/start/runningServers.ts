import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * A running server's file for commands on the same machine: how to find it and its data, and the secret of this start.
 */
export interface RunningServer {
  pid: number;
  address: string;
  port: number;
  dataDir: string;
  /** Null for a remote database: its address may contain a secret, so it must be named by hand. */
  database: string | null;
  /** The key comes from a setting and isn't stored in the data folder. */
  isKeyFromEnv: boolean;
  demoKey: string | null;
}

const serverFilesFolder = (project: string): string => resolve(project, ".data", "running");

/**
 * Writes the file, readable by its owner only; the returned function deletes it. It is in the project's folder,
 * wherever the data is, so that a command finds the server without its settings. Does nothing if the folder isn't
 * writable.
 */
export function writeServerFile(project: string, server: RunningServer): () => void {
  const folder = serverFilesFolder(project);
  const file = join(folder, `${server.pid}.json`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file, JSON.stringify(server), { mode: 0o600 });
  } catch {
    return () => {};
  }
  return () => rmSync(file, { force: true });
}

/** This project's running servers. Files of crashed servers are ignored. */
export async function runningServers(project: string): Promise<RunningServer[]> {
  const answering = await Promise.all(
    readServerFiles(serverFilesFolder(project)).map(async (server) => ((await isAnswering(server)) ? [server] : [])),
  );
  return answering.flat();
}

function readServerFiles(folder: string): RunningServer[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.flatMap((name) => {
    try {
      return [JSON.parse(readFileSync(join(folder, name), "utf8")) as RunningServer];
    } catch {
      // It is just being written or deleted.
      return [];
    }
  });
}

async function isAnswering({ pid, address }: RunningServer): Promise<boolean> {
  try {
    process.kill(pid, 0);
    return (await fetch(`${address}/health`)).ok;
  } catch {
    return false;
  }
}
