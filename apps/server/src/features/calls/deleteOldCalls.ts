import { setTimeout as wait } from "node:timers/promises";
import type { Actor } from "@callboard/domain/core/actor";
import { remove } from "@callboard/domain/core/effect";
import { sortableInstant } from "@callboard/domain/core/fieldSchemas";
import { message } from "@callboard/domain/core/message";
import { combineQueries, findOptional } from "../../store/queries.ts";
import { commit } from "../../store/commit.ts";
import { systemScope } from "../../store/systemScope.ts";
import { activityHiddenUntil } from "../../store/visibility.ts";
import type { Services } from "../../services.ts";
import { findRows, OLD_CALLS_SQL } from "./reads/due.ts";

const CLEANUP: Actor = { as: "job", id: "calls" };
const PAUSE_MS = 15;

/** Deletes calls older than activity is kept, in small chunks. Resolves to the number of calls. */
export async function deleteOldCalls(services: Services, stopped: () => boolean = () => false): Promise<number> {
  let deleted = 0;
  while (!stopped()) {
    const until = sortableInstant(activityHiddenUntil(services.now()));
    const rows = await findRows(services.db, OLD_CALLS_SQL, until);
    if (rows.length === 0) break;
    for (const account of new Set(rows.map((row) => row.account as string))) {
      const ids = rows.flatMap((row) => (row.account === account ? [row.id as string] : []));
      await deleteCalls(services, account, ids);
    }
    deleted += rows.length;
    await wait(PAUSE_MS);
  }
  return deleted;
}

const deleteCalls = (services: Services, account: string, ids: readonly string[]): Promise<null> =>
  commit(
    systemScope(services, account, CLEANUP),
    { calls: combineQueries(ids.map((id) => findOptional("call", id))) },
    ({ calls }) =>
      calls.flatMap((call) => (call ? [remove("call", call, { action: message("calls.didDelete") })] : [])),
  );
