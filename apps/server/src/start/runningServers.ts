import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * A running server's note for commands on the same machine: how to find it and its data, and the secret of this start.
 */
export interface RunningServer {
  pid: number;
  address: string;
  port: number;
  dataDir: string;
  /** Null for a remote database: its address may contain a secret, so it must be named by hand. */
  database: string | null;
  /** The key comes from a setting and isn't stored in the data folder. */
  hasKeySetting: boolean;
  demoKey: string | null;
}

const notesFolder = (project: string): string => resolve(project, ".data", "running");

/**
 * Writes the note, readable by its owner only; the returned function deletes it. It is in the project's folder,
 * wherever the data is, so that a command finds the server without its settings. Does nothing if the folder isn't
 * writable.
 */
export function writeRunningNote(project: string, note: RunningServer): () => void {
  const folder = notesFolder(project);
  const file = join(folder, `${note.pid}.json`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file, JSON.stringify(note), { mode: 0o600 });
  } catch {
    return () => {};
  }
  return () => rmSync(file, { force: true });
}

/** This project's running servers. Notes of crashed servers are ignored. */
export async function runningServers(project: string): Promise<RunningServer[]> {
  const answering = await Promise.all(
    readNotes(notesFolder(project)).map(async (note) => ((await isAnswering(note)) ? [note] : [])),
  );
  return answering.flat();
}

function readNotes(folder: string): RunningServer[] {
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
