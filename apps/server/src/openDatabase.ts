import type { Database } from "./db.ts";
import { openFile } from "./lane.ts";
import { openRemote } from "./remote.ts";
import type { Patience } from "./remoteBatch.ts";
import { codePart } from "@callboard/domain/text";

/** A file of this machine where the address begins with `file:`, or else a server's database. */
export function openDatabase(url: string, token?: string | undefined, patience?: Patience | undefined): Database {
  return url.startsWith("file:") ? openFile(codePart(url, "file:".length)) : openRemote(url, token, patience);
}
