import type { Run } from "@callboard/domain/runs/rules";
import { readPage } from "../store/search/lists.ts";
import { type RunRow, runRows } from "./report.ts";
import { findRetriable } from "./items.ts";
import type { Scope } from "../store/scope.ts";
import { read } from "../store/commit.ts";

const ACCOUNT_RUNS: readonly string[] = ["cancel account", "return account", "change plan"];
/** Newer runs may come before it. */
const RUNS_READ = 10;

/** The open run that is processing the account's numbers. */
export async function findCurrentRun(
  scope: Scope,
): Promise<Pick<RunRow, "id" | "what" | "title" | "state" | "counts"> | null> {
  const run = (await latestRuns(scope)).find(
    ({ data: { what, state } }) => ACCOUNT_RUNS.includes(what) && (state === "running" || state === "paused"),
  );
  return run ? (await runRows(scope, [run]))[0]! : null;
}

/** The account's latest runs, newest first; none for the past. */
async function latestRuns(scope: Scope): Promise<Run[]> {
  if (scope.asOf !== undefined) return [];
  return (await readPage(scope, "run", { by: "proposed", descending: true, limit: RUNS_READ })).docs;
}

/** The latest run of this kind for this change, if it can be resumed. */
export async function takenUp(
  scope: Scope,
  fits: (run: Pick<Run["data"], "what" | "input">) => boolean,
): Promise<string | null> {
  const begun = (await latestRuns(scope)).find(({ data }) => fits(data));
  if (begun === undefined) return null;
  const { some } = await read(scope, { some: findRetriable(begun.id) });
  return some.failed || some.stopped ? begun.id : null;
}
