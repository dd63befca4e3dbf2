import { DAY, HOUR, MINUTE, SECOND } from "@callboard/domain/time";
import { bill, startMissing } from "./billing.ts";
import { keepErrands } from "./errands/keeper.ts";
import { type JobRow, workOff } from "./jobs.ts";
import { tellEndings } from "./payments/endings.ts";
import { tellLow } from "./payments/low.ts";
import { keepRecharges, rechargeChore } from "./payments/recharging.ts";
import { purge } from "./purge.ts";
import { keepRuns } from "./runs/keeper.ts";
import { keepSchedules } from "./statements/scheduled.ts";
import { tidy } from "./tidy.ts";
import type { World } from "./world.ts";

const TICK_MS = SECOND;
const RUNS_KEPT_MS = 5 * SECOND;
const ERRANDS_KEPT_MS = MINUTE;
const BILLED_MS = MINUTE;
const ENDINGS_MS = HOUR;
const RECHARGES_MS = MINUTE;
const SCHEDULES_MS = MINUTE;
const WOKEN_BY: Partial<Record<JobRow, readonly string[]>> = { runs: ["run"], errands: ["errand", "charge"] };
/** So many calls are under way at once. */
const ERRANDS_AT_ONCE = 4;

/** Looks every second; stops at once when told, after the job in hand. */
export function startJobs(world: World): () => Promise<void> {
  const stops = [
    everySecond(world, "runs", every(RUNS_KEPT_MS, keepRuns)),
    ...Array.from({ length: ERRANDS_AT_ONCE }, (_, index) =>
      everySecond(world, "errands", index === 0 ? every(ERRANDS_KEPT_MS, keepErrands) : async () => {}),
    ),
    everySecond(world, "others", async () => {}),
    everySecond(
      world,
      null,
      inTurn(
        every(DAY, startMissing),
        every(BILLED_MS, bill),
        every(BILLED_MS, tellLow),
        every(ENDINGS_MS, tellEndings),
      ),
    ),
    everySecond(world, null, rechargeChore(world, every(RECHARGES_MS, keepRecharges))),
    // A hundred statements that are due at once hold up nobody's renewals.
    everySecond(world, null, every(SCHEDULES_MS, keepSchedules)),
    // It can take minutes, and holds up no other work.
    everySecond(world, null, inTurn(every(DAY, tidy), every(DAY, purge))),
  ];
  return async () => void (await Promise.all(stops.map((stop) => stop())));
}

type Chore = (world: World, stopped: () => boolean) => Promise<unknown>;

/** At once, and then at this distance by the world's clock. */
function every(ms: number, chore: Chore): Chore {
  let doneAt = 0;
  return async (world, stopped) => {
    if (Math.abs(world.now() - doneAt) <= ms) return;
    doneAt = world.now();
    await chore(world, stopped);
  };
}

const inTurn =
  (...chores: readonly Chore[]): Chore =>
  async (world, stopped) => {
    for (const chore of chores) await chore(world, stopped);
  };

function everySecond(world: World, row: JobRow | null, chore: Chore): () => Promise<void> {
  let stopped = false;
  let rung = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  const tick = async () => {
    timer = undefined;
    rung = false;
    try {
      if (row !== null) await workOff(world, row, () => stopped);
      await chore(world, () => stopped);
    } catch (error) {
      world.log.error({ err: error }, "jobs stood still");
    }
    if (!stopped) timer = setTimeout(() => (running = tick()), rung ? 0 : TICK_MS);
  };
  running = tick();
  // What was wanted just now need not wait for the next look.
  world.feed.onWrite(({ kind, passing }) => {
    if (row === null || !WOKEN_BY[row]?.includes(kind) || passing || stopped) return;
    rung = true;
    if (timer === undefined) return;
    clearTimeout(timer);
    running = tick();
  });
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
