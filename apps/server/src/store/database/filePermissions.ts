import { chmodSync, closeSync, existsSync, lstatSync, mkdirSync, openSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { sliceCode } from "@callboard/domain/core/text/text";
import type { Env } from "../../env.ts";

type Chmod = (path: string, mode: number) => void;

const OTHERS_MASK = 0o077;
const OWNER_MODE = 0o700;

/** A database's files: SQLite gives the write-ahead log and its index the mode of the main file. */
const filesOf = (path: string): string[] => ["", "-wal", "-shm", "-journal"].map((suffix) => path + suffix);

/** Creates the database file, or restricts an existing one, so that only its owner can read it. */
export function createDatabaseFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: OWNER_MODE });
  if (!existsSync(path)) closeSync(openSync(path, "a", 0o600));
  for (const file of filesOf(path)) restrict(file, chmodSync);
}

/**
 * Restricts the data folder, everything in it and the database to their owner, whatever their modes were. Returns one
 * sentence for each path that cannot be restricted. A folder that merely contains the database belongs to somebody else
 * and is left alone.
 */
export function restrictToOwner(
  { DATA_DIR, databaseUrl }: Pick<Env, "DATA_DIR" | "databaseUrl">,
  chmod: Chmod = chmodSync,
): string[] {
  makeFolder(DATA_DIR);
  const database = databaseUrl.startsWith("file:") ? filesOf(sliceCode(databaseUrl, "file:".length)) : [];
  const unrestricted = [...listFiles(DATA_DIR), ...database].filter((path) => !restrict(path, chmod));
  return [...new Set(unrestricted)].map(
    (path) => `${path} can be read by others on this machine, and could not be closed to them: chmod go= ${path}`,
  );
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: OWNER_MODE });
  } catch (error) {
    throw new Error(
      `DATA_DIR must be a folder or a path where one can be created; ${folder} is neither (${codeOf(error)}).`,
    );
  }
}

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException).code);

/** A folder and everything in it. Links are not followed. */
function listFiles(folder: string): string[] {
  const contents = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return listFiles(path);
    return entry.isSymbolicLink() ? [] : [path];
  });
  return [folder, ...contents];
}

/**
 * Takes everybody else's access away. Returns whether only the owner has access now; a file that disappeared meanwhile
 * counts as restricted.
 */
function restrict(path: string, chmod: Chmod): boolean {
  const mode = modeOf(path);
  if (mode === null || (mode & OTHERS_MASK) === 0) return true;
  try {
    chmod(path, mode & OWNER_MODE);
  } catch {
    return false;
  }
  // Some file systems accept any mode and store none.
  return ((modeOf(path) ?? 0) & OTHERS_MASK) === 0;
}

function modeOf(path: string): number | null {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats === undefined || stats.isSymbolicLink() ? null : stats.mode & 0o777;
}
