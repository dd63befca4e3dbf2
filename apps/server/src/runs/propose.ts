import { create, decision, type Effect } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { type RunData, runJob } from "@callboard/domain/runs/rules";
import { runPermissions } from "@callboard/domain/runs/types";
import { truncateText } from "@callboard/domain/core/text/text";
import type { Scope } from "../store/scope.ts";
import { commit } from "../store/commit.ts";
import { beginCounts, CHUNK, insertItems, type NewItem } from "./items.ts";

export type NewRun = Pick<RunData, "type" | "title" | "input" | "state" | "total"> &
  Partial<Pick<RunData, "preparing">>;

/** Writes the items in chunks, so that others don't wait; without their run they have no effect yet. */
export async function writeItems(scope: Scope, run: string, items: readonly NewItem[]): Promise<void> {
  for (let start = 0; start < items.length; start += CHUNK) {
    const chunk = items.slice(start, start + CHUNK);
    const writes = [beginCounts(scope.account, run, scope.now), insertItems(scope.account, run, chunk, scope.now)];
    await scope.db.write({ reads: [], decide: () => ({ writes, answer: null }) });
    await new Promise(setImmediate);
  }
}

/** Writes the run itself, last: it makes its items visible. */
export const writeRun = <A>(scope: Scope, id: string, run: NewRun, answer: A): Promise<A> =>
  commit(scope, {}, () => decision(runEffects(scope, id, run), answer));

/** Creates a run whose items are already written, with its job if it starts at once. */
export function runEffects({ account, actor, now }: Scope, id: string, run: NewRun): Effect[] {
  const title = truncateText(run.title, 200);
  const startedAt = run.state === "running" ? now : null;
  const data: RunData = {
    ...run,
    title,
    preparing: run.preparing ?? null,
    responsible: actor,
    proposedAt: now,
    startedAt,
    endedAt: null,
    permissions: runPermissions(run.input),
    suspendedReason: null,
  };
  const action = message(startedAt === null ? "runs.didPropose" : "runs.didStart", { run: title });
  const effects: Effect[] = [create(account, "run", id, data, { action })];
  if (startedAt !== null) effects.push(runJob(account, id, 1, now));
  return effects;
}
