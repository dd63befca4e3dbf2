import type { Database } from "./port.ts";
import { openFileDatabase } from "./writeQueue.ts";
import { openRemoteDatabase } from "./remote.ts";
import type { RemoteTimeouts } from "./remoteBatch.ts";
import type { Seal } from "../seals/seal.ts";
import { sliceCode } from "@callboard/domain/core/text/text";

/**
 * A file of this machine where the address begins with `file:`, or else a server's database. `seal`: vouches for what is
 * written; none where it is only read.
 */
export function openDatabase(
  url: string,
  token?: string | undefined,
  patience?: RemoteTimeouts | undefined,
  seal: Seal | null = null,
): Database {
  return url.startsWith("file:")
    ? openFileDatabase(sliceCode(url, "file:".length), seal)
    : openRemoteDatabase(url, token, patience, seal);
}
