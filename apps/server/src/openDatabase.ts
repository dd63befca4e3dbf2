import type { Database } from "./db.ts";
import { openFile } from "./lane.ts";
import { openRemote } from "./remote.ts";

/** A file of this machine where the address begins with `file:`, or else a server's database. */
export function openDatabase(url: string, token?: string | undefined): Database {
  return url.startsWith("file:") ? openFile(url.slice("file:".length)) : openRemote(url, token);
}
