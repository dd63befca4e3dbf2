import { chmodSync, closeSync, existsSync, lstatSync, mkdirSync, openSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { sliceCode } from "@callboard/domain/core/text/text";
import type { Env } from "../../env.ts";

type Chmod = (path: string, mode: number) => void;

const OTHERS_MASK = 0o077;
const OWNER_MODE = 0o700;

/** A database's own files: the log of writes and its index get the mode of the file itself. */
const filesOf = (path: string): string[] => ["", "-wal", "-shm", "-journal"].map((end) => path + end);

/** Makes a database's file, or closes one that is there: what is in it is for its owner alone. */
export function createDatabaseFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: OWNER_MODE });
  if (!existsSync(path)) closeSync(openSync(path, "a", 0o600));
  for (const one of filesOf(path)) isRestricted(one, chmodSync);
}

/**
 * Closes the data folder, everything in it and the database to all but their owner, however they were before. Answers a
 * sentence for each that cannot be closed. A folder that only holds the database is somebody else's, and stays as it is.
 */
export function restrictToOwner(
  { DATA_DIR, databaseUrl }: Pick<Env, "DATA_DIR" | "databaseUrl">,
  chmod: Chmod = chmodSync,
): string[] {
  makeFolder(DATA_DIR);
  const database = databaseUrl.startsWith("file:") ? filesOf(sliceCode(databaseUrl, "file:".length)) : [];
  const open = [...listFiles(DATA_DIR), ...database].filter((path) => !isRestricted(path, chmod));
  return [...new Set(open)].map(
    (path) => `${path} can be read by others on this machine, and could not be closed to them: chmod go= ${path}`,
  );
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: OWNER_MODE });
  } catch (error) {
    throw new Error(`DATA_DIR has to be a folder, or a place for one: ${folder} is none (${codeOf(error)}).`);
  }
}

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException).code);

/** A folder and all in it. Where a link leads is none of ours. */
function listFiles(folder: string): string[] {
  const inside = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return listFiles(path);
    return entry.isSymbolicLink() ? [] : [path];
  });
  return [folder, ...inside];
}

/** Whether nobody but the owner can do anything with it. What is gone meanwhile is closed. */
function isRestricted(path: string, chmod: Chmod): boolean {
  const mode = modeOf(path);
  if (mode === null || (mode & OTHERS_MASK) === 0) return true;
  try {
    chmod(path, mode & OWNER_MODE);
  } catch {
    return false;
  }
  // Some file systems take every mode and keep none.
  return ((modeOf(path) ?? 0) & OTHERS_MASK) === 0;
}

function modeOf(path: string): number | null {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found === undefined || found.isSymbolicLink() ? null : found.mode & 0o777;
}
