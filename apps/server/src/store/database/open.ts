import type { Database } from "./port.ts";
import { openFileDatabase } from "./writeQueue.ts";
import { openRemoteDatabase } from "./remote.ts";
import type { RemoteTimeouts } from "./remoteBatch.ts";
import type { Seal } from "../seals/seal.ts";
import { sliceCode } from "@callboard/domain/core/text/text";

/**
 * Opens a local file for a `file:` address, a database server for any other. `seal` signs what is written; omit it for
 * read-only use.
 */
export function openDatabase(
  url: string,
  token?: string | undefined,
  timeouts?: RemoteTimeouts | undefined,
  seal: Seal | null = null,
): Database {
  return url.startsWith("file:")
    ? openFileDatabase(sliceCode(url, "file:".length), seal)
    : openRemoteDatabase(url, token, timeouts, seal);
}
