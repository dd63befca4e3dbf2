import type { Run } from "@callboard/domain/runs";
import { readPage } from "../../lists.ts";
import { type RunRow, rowsOf } from "../../runs/report.ts";
import type { Scope } from "../../scope.ts";

const WHOLE: readonly string[] = ["cancel account", "return account"];
/** Others that began since stand before it. */
const LOOKED_AT = 10;

/** The run in which the account's numbers follow it, while it is not over. */
export async function underWay(
  scope: Scope,
): Promise<Pick<RunRow, "id" | "what" | "title" | "state" | "counts"> | null> {
  const run = (await latestRuns(scope)).find(
    ({ data: { what, state } }) => WHOLE.includes(what) && (state === "running" || state === "paused"),
  );
  return run ? (await rowsOf(scope, [run]))[0]! : null;
}

/** The latest runs of the account, the newest first; none in the past. */
export async function latestRuns(scope: Scope): Promise<Run[]> {
  if (scope.asOf !== undefined) return [];
  return (await readPage(scope, "run", { by: "proposed", descending: true, limit: LOOKED_AT })).docs;
}
