import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** What a running server leaves for commands on the same machine: how to find it and its data, and the start's own secret. */
export interface RunningServer {
  pid: number;
  address: string;
  port: number;
  dataDir: string;
  /** Null of a database across the network: its address may hold a secret, so it is named by hand. */
  database: string | null;
  /** The key is a setting of the server's, and not in a file of its data folder. */
  keyIsSet: boolean;
  demoKey: string | null;
}

const notesFolder = (project: string): string => resolve(project, ".data", "running");

/**
 * Writes the note, readable by its owner alone; the answer takes it away again. It is in the project's own folder, wherever
 * the server's data is: so a command finds the server without the server's settings. Nothing where that cannot be written.
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

/** The servers of this project that run now. A note whose server ended without a word is no server. */
export async function runningServers(project: string): Promise<RunningServer[]> {
  const found = await Promise.all(
    readNotes(notesFolder(project)).map(async (note) => ((await isAnswering(note)) ? [note] : [])),
  );
  return found.flat();
}

function readNotes(folder: string): RunningServer[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.flatMap((name) => {
    try {
      return [JSON.parse(readFileSync(join(folder, name), "utf8")) as RunningServer];
    } catch {
      // It is being written, or was taken away just now.
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
