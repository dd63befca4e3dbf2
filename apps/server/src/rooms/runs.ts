import { discardRun, pauseRun, resumeRun, retryRun, startRun, stopRun } from "@callboard/domain/runs";
import { ItemPage, RunChoice, RunPage, RunStart } from "@callboard/domain/runs.schema";
import { readPage } from "../lists.ts";
import { one } from "../needs.ts";
import { counts, retriable } from "../runs/items.ts";
import { bearing, checkBelow, checkMayStart, readItems, rowsOf } from "../runs/report.ts";
import { isOwed } from "../runs/works.ts";
import type { Scope } from "../scope.ts";
import { commit, look } from "../store.ts";
import { open, router } from "../trpc.ts";

const reading = open("read routing");
/** A canceled account's numbers leave it in a run: what has begun can be directed in every state. */
const directing = open("direct runs", "change routing").input(RunChoice);

/** Long work item by item: watched, paused, stopped, resumed and tried again. */
export const runs = router({
  list: reading.input(RunPage).query(async ({ ctx: { scope }, input: { limit, after } }) => {
    const found = await readPage(scope, "run", { by: "proposed", descending: true, limit, after });
    return { runs: await rowsOf(scope, found.docs), next: found.next, now: scope.now };
  }),

  get: reading.input(RunChoice).query(async ({ ctx: { scope }, input }) => {
    const { run, retriable: some } = await look(scope, { run: one("run", input.run), retriable: retriable(input.run) });
    const [row] = await rowsOf(scope, [run]);
    const owed = isOwed(run.data.what);
    const goesOn = owed && some.stopped;
    return {
      ...row!,
      bearing: await bearing(scope, run),
      retriable: some.failed || goesOn,
      goesOn,
      owed,
      now: scope.now,
    };
  }),

  items: reading.input(ItemPage).query(async ({ ctx: { scope }, input }) => {
    const { run } = await look(scope, { run: one("run", input.run) });
    checkBelow(run, scope);
    return { ...(await readItems(scope, input)), now: scope.now };
  }),

  start: open("change routing")
    .input(RunStart)
    .mutation(({ ctx: { scope }, input }) =>
      commit(scope, starting(scope, input.run), ({ run, lifecycle }, { now }) => {
        checkMayStart(run, lifecycle.data, scope);
        return startRun(run, scope.actor, now, input.name);
      }),
    ),

  pause: directing.mutation(({ ctx: { scope }, input }) =>
    commit(scope, chosen(input.run), ({ run }) => pauseRun(run)),
  ),

  resume: directing.mutation(({ ctx: { scope }, input }) =>
    commit(scope, starting(scope, input.run), ({ run, lifecycle }, { now }) => {
      checkMayStart(run, lifecycle.data, scope);
      return resumeRun(run, scope.actor, now);
    }),
  ),

  stop: directing.mutation(({ ctx: { scope }, input }) =>
    commit(scope, chosen(input.run), ({ run }, { now }) => stopRun(run, now)),
  ),

  /** Takes up again what failed, and only that; of what is owed, also what a stop left without a turn. */
  retry: directing.mutation(({ ctx: { scope }, input: { run: id } }) =>
    commit(
      scope,
      { ...starting(scope, id), counts: counts(id), retriable: retriable(id) },
      ({ run, lifecycle, counts, retriable }, { now }) => {
        checkMayStart(run, lifecycle.data, scope);
        const some = retriable.failed || (isOwed(run.data.what) && retriable.stopped);
        return retryRun(run, counts, some, scope.actor, now);
      },
    ),
  ),

  discard: open("change routing")
    .input(RunChoice)
    .mutation(({ ctx: { scope }, input }) =>
      commit(scope, chosen(input.run), ({ run }, { now }) => discardRun(run, now)),
    ),
});

const chosen = (run: string) => ({ run: one("run", run) });
const starting = (scope: Scope, run: string) => ({ ...chosen(run), lifecycle: one("lifecycle", scope.account) });
