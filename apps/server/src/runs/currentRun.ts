import type { Run } from "@callboard/domain/runs/rules";
import { readPage } from "../store/search/lists.ts";
import { type RunRow, runRows } from "./report.ts";
import { findRetriable } from "./items.ts";
import type { Scope } from "../store/scope.ts";
import { read } from "../store/commit.ts";

/** The runs that process all of an account's numbers. `return account` reactivates it. */
const ACCOUNT_RUNS: readonly string[] = ["cancel account", "reactivate account", "change plan"];
/** How many of the latest runs are searched: a few newer ones of other types may come before it. */
const RUNS_READ = 10;

/** The open run that is processing the account's numbers. */
export async function findCurrentRun(
  scope: Scope,
): Promise<Pick<RunRow, "id" | "type" | "title" | "state" | "counts"> | null> {
  const run = (await latestRuns(scope)).find(
    ({ data: { type, state } }) => ACCOUNT_RUNS.includes(type) && (state === "running" || state === "paused"),
  );
  return run ? (await runRows(scope, [run]))[0]! : null;
}

/** The account's latest runs, newest first; none for the past. */
async function latestRuns(scope: Scope): Promise<Run[]> {
  if (scope.asOf !== undefined) return [];
  return (await readPage(scope, "run", { by: "proposed", descending: true, limit: RUNS_READ })).docs;
}

/** The id of the latest matching run, if any of its items could be processed again. */
export async function findResumableRun(
  scope: Scope,
  matches: (run: Pick<Run["data"], "type" | "input">) => boolean,
): Promise<string | null> {
  const run = (await latestRuns(scope)).find(({ data }) => matches(data));
  if (run === undefined) return null;
  const { retriable } = await read(scope, { retriable: findRetriable(run.id) });
  return retriable.failed || retriable.stopped ? run.id : null;
}
