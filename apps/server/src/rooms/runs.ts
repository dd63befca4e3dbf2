import { discardRun, pauseRun, resumeRun, retryRun, startRun, stopRun } from "@callboard/domain/runs";
import { ItemPage, RunChoice, RunPage, RunStart } from "@callboard/domain/runs.schema";
import { readPage } from "../lists.ts";
import { one } from "../needs.ts";
import { counts, retriable } from "../runs/items.ts";
import { checkBelow, checkMayRun, itemPage, rowsOf } from "../runs/report.ts";
import { commit, look } from "../store.ts";
import { open, router } from "../trpc.ts";

const reading = open("read routing");
const changing = open("change routing").input(RunChoice);

/** Long work item by item: watched, paused, stopped, resumed and tried again. */
export const runs = router({
  list: reading.input(RunPage).query(async ({ ctx: { scope }, input: { limit, after } }) => {
    const found = await readPage(scope, "run", { by: "proposed", descending: true, limit, after });
    return { runs: await rowsOf(scope, found.docs), next: found.next, now: scope.now };
  }),

  get: reading.input(RunChoice).query(async ({ ctx: { scope }, input }) => {
    const { run, retriable: some } = await look(scope, { run: one("run", input.run), retriable: retriable(input.run) });
    return { ...(await rowsOf(scope, [run]))[0]!, retriable: some, now: scope.now };
  }),

  items: reading.input(ItemPage).query(async ({ ctx: { scope }, input }) => {
    const { run, found } = await look(scope, { run: one("run", input.run), found: itemPage(input) });
    checkBelow(run, scope);
    return { ...found, now: scope.now };
  }),

  start: open("change routing")
    .input(RunStart)
    .mutation(({ ctx: { scope }, input }) =>
      commit(scope, chosen(input.run), ({ run }, { now }) => {
        checkMayRun(run, scope);
        return startRun(run, scope.actor, now, input.name);
      }),
    ),

  pause: changing.mutation(({ ctx: { scope }, input }) => commit(scope, chosen(input.run), ({ run }) => pauseRun(run))),

  resume: changing.mutation(({ ctx: { scope }, input }) =>
    commit(scope, chosen(input.run), ({ run }, { now }) => {
      checkMayRun(run, scope);
      return resumeRun(run, scope.actor, now);
    }),
  ),

  stop: changing.mutation(({ ctx: { scope }, input }) =>
    commit(scope, chosen(input.run), ({ run }, { now }) => stopRun(run, now)),
  ),

  /** Takes up again what failed, and only that. */
  retry: changing.mutation(({ ctx: { scope }, input: { run: id } }) =>
    commit(
      scope,
      { ...chosen(id), counts: counts(id), retriable: retriable(id) },
      ({ run, counts, retriable }, { now }) => {
        checkMayRun(run, scope);
        return retryRun(run, counts, retriable, scope.actor, now);
      },
    ),
  ),

  discard: changing.mutation(({ ctx: { scope }, input }) =>
    commit(scope, chosen(input.run), ({ run }, { now }) => discardRun(run, now)),
  ),
});

const chosen = (run: string) => ({ run: one("run", run) });
