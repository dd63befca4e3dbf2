import { discardRun, pauseRun, resumeRun, retryRun, startRun, stopRun } from "@callboard/domain/runs/rules";
import { RunItemPageInput, RunInput, RunPageInput, StartRunInput } from "@callboard/domain/runs/schema";
import { readPage } from "../../store/search/lists.ts";
import { findOne } from "../../store/queries.ts";
import { findRunCounts, findRetriable } from "../../runs/items.ts";
import { readCostView, checkSubAccountPermission, checkMayStart, readItems, runRows } from "../../runs/report.ts";
import { canResumeAfterStop } from "../../runs/handlers.ts";
import type { Scope } from "../../store/scope.ts";
import { commit, read } from "../../store/commit.ts";
import { accountProcedure, router } from "../../rpc/procedures.ts";

const readsRouting = accountProcedure("read routing");
/** A run releases a canceled account's numbers, so runs that have begun can be controlled in every account state. */
const directsRuns = accountProcedure("direct runs", "change routing").input(RunInput);

/** Long work item by item: watching, pausing, stopping, resuming and retrying it. */
export const runs = router({
  list: readsRouting.input(RunPageInput).query(async ({ ctx: { scope }, input: { limit, after } }) => {
    const page = await readPage(scope, "run", { by: "proposed", descending: true, limit, after });
    return { runs: await runRows(scope, page.docs), next: page.next, now: scope.now };
  }),

  get: readsRouting.input(RunInput).query(async ({ ctx: { scope }, input }) => {
    const { run, retriable } = await read(scope, {
      run: findOne("run", input.run),
      retriable: findRetriable(input.run),
    });
    const [row] = await runRows(scope, [run]);
    const mustBeCompleted = canResumeAfterStop(run.data.type);
    const canContinue = mustBeCompleted && retriable.stopped;
    return {
      ...row!,
      /** The cost of a proposed run, and how the paying balances cover it. */
      cost: await readCostView(scope, run),
      retriable: retriable.failed || canContinue,
      /** A retry also does the items that a stop left waiting. */
      retryIncludesStopped: canContinue,
      mustBeCompleted,
      now: scope.now,
    };
  }),

  items: readsRouting.input(RunItemPageInput).query(async ({ ctx: { scope }, input }) => {
    const { run } = await read(scope, { run: findOne("run", input.run) });
    checkSubAccountPermission(run, scope);
    return { ...(await readItems(scope, input)), now: scope.now };
  }),

  start: accountProcedure("change routing")
    .input(StartRunInput)
    .mutation(({ ctx: { scope }, input }) =>
      commit(scope, startQueries(scope, input.run), ({ run, lifecycle }, { now }) => {
        checkMayStart(run, lifecycle.data, scope);
        return startRun(run, scope.actor, now, input.name);
      }),
    ),

  pause: directsRuns.mutation(({ ctx: { scope }, input }) =>
    commit(scope, runQueries(input.run), ({ run }) => pauseRun(run)),
  ),

  resume: directsRuns.mutation(({ ctx: { scope }, input }) =>
    commit(scope, startQueries(scope, input.run), ({ run, lifecycle }, { now }) => {
      checkMayStart(run, lifecycle.data, scope);
      return resumeRun(run, scope.actor, now);
    }),
  ),

  stop: directsRuns.mutation(({ ctx: { scope }, input }) =>
    commit(scope, runQueries(input.run), ({ run }, { now }) => stopRun(run, now)),
  ),

  /** Retries the failed items. In a run that must be completed, it also does the items that a stop left waiting. */
  retry: directsRuns.mutation(({ ctx: { scope }, input: { run: id } }) =>
    commit(
      scope,
      { ...startQueries(scope, id), counts: findRunCounts(id), retriable: findRetriable(id) },
      ({ run, lifecycle, counts, retriable }, { now }) => {
        checkMayStart(run, lifecycle.data, scope);
        const hasRetriable = retriable.failed || (canResumeAfterStop(run.data.type) && retriable.stopped);
        return retryRun(run, counts, hasRetriable, scope.actor, now);
      },
    ),
  ),

  discard: accountProcedure("change routing")
    .input(RunInput)
    .mutation(({ ctx: { scope }, input }) =>
      commit(scope, runQueries(input.run), ({ run }, { now }) => discardRun(run, now)),
    ),
});

const runQueries = (run: string) => ({ run: findOne("run", run) });
const startQueries = (scope: Scope, run: string) => ({
  ...runQueries(run),
  lifecycle: findOne("lifecycle", scope.account),
});
