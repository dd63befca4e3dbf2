import type { Database } from "../../apps/server/src/store/database/port.ts";
import { openDatabase } from "../../apps/server/src/store/database/open.ts";
import { sealWith } from "../../apps/server/src/store/seals/seal.ts";
import type { Feed } from "../../apps/server/src/feed/feed.ts";
import type { Scope } from "../../apps/server/src/store/scope.ts";

export const ACCOUNT = "acc_torture";
export const counterId = (index: number): string => `counter-${index}`;

/** Opens the tortured file, with the same key for all writers. */
export const openTortureDatabase = (file: string): Database =>
  openDatabase(`file:${file}`, undefined, undefined, sealWith("for the torture alone, never used otherwise"));

/** A small seeded generator: the same choices in every run with the same seed. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A scope that uses the write's name as request id and idempotency key. */
export const scopeFor = (db: Database, feed: Feed, key: string): Scope => ({
  db,
  feed,
  account: ACCOUNT,
  relatedAccounts: [],
  actor: { as: "job", id: "torture" },
  membership: { role: null, owner: false, softphone: false, permissions: [], frozen: false, operator: false },
  now: 1,
  newId: () => key,
  request: key,
  command: { actor: "job:torture", procedure: "torture", key, hash: key },
});
