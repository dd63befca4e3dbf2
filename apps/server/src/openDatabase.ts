import type { Database } from "./db.ts";
import { openFile } from "./lane.ts";
import { openRemote } from "./remote.ts";
import type { Patience } from "./remoteBatch.ts";
import type { Seal } from "./seal.ts";
import { codePart } from "@callboard/domain/text";

/**
 * A file of this machine where the address begins with `file:`, or else a server's database. `seal`: vouches for what is
 * written; none where it is only read.
 */
export function openDatabase(
  url: string,
  token?: string | undefined,
  patience?: Patience | undefined,
  seal: Seal | null = null,
): Database {
  return url.startsWith("file:")
    ? openFile(codePart(url, "file:".length), seal)
    : openRemote(url, token, patience, seal);
}
