import { DAY, HOUR, MINUTE, SECOND } from "@callboard/domain/core/time";
import { runBilling, startMissingSubscriptions } from "../features/balance/billing.ts";
import { reconcileRequests } from "../provider-requests/reconciler.ts";
import { type JobQueue, runDueJobs } from "./queue.ts";
import { sendExpiryAlerts } from "../features/cards/expiryAlerts.ts";
import { sendLowBalanceAlerts } from "../features/balance/lowBalanceAlert.ts";
import { runRecharges, rechargeTask } from "../features/balance/rechargeJob.ts";
import { purge } from "../store/purge.ts";
import { recoverRuns } from "../runs/recovery.ts";
import { sendDueStatements } from "../features/statements/sendDue.ts";
import { deleteExpired } from "./deleteExpired.ts";
import type { Services } from "../services.ts";

const TICK_MS = SECOND;
const RUN_RECOVERY_MS = 5 * SECOND;
const RECONCILE_MS = MINUTE;
const BILLING_MS = MINUTE;
const CARD_EXPIRY_MS = HOUR;
const RECHARGES_MS = MINUTE;
const SCHEDULES_MS = MINUTE;
const WAKING_KINDS: Partial<Record<JobQueue, readonly string[]>> = { runs: ["run"], errands: ["errand", "charge"] };
/** So many calls are under way at once. */
const REQUEST_WORKERS = 4;

/** Looks every second; stops at once when told, after the job in hand. */
export function startScheduler(world: Services): () => Promise<void> {
  const stops = [
    pollEverySecond(world, "runs", every(RUN_RECOVERY_MS, recoverRuns)),
    ...Array.from({ length: REQUEST_WORKERS }, (_, index) =>
      pollEverySecond(world, "errands", index === 0 ? every(RECONCILE_MS, reconcileRequests) : async () => {}),
    ),
    pollEverySecond(world, "others", async () => {}),
    pollEverySecond(
      world,
      null,
      inSequence(
        every(DAY, startMissingSubscriptions),
        every(BILLING_MS, runBilling),
        every(BILLING_MS, sendLowBalanceAlerts),
        every(CARD_EXPIRY_MS, sendExpiryAlerts),
      ),
    ),
    pollEverySecond(world, null, rechargeTask(world, every(RECHARGES_MS, runRecharges))),
    // A hundred statements that are due at once hold up nobody's renewals.
    pollEverySecond(world, null, every(SCHEDULES_MS, sendDueStatements)),
    // It can take minutes, and holds up no other work.
    pollEverySecond(world, null, inSequence(every(DAY, deleteExpired), every(DAY, purge))),
  ];
  return async () => void (await Promise.all(stops.map((stop) => stop())));
}

type ScheduledTask = (world: Services, stopped: () => boolean) => Promise<unknown>;

/** At once, and then at this distance by the world's clock. */
function every(ms: number, chore: ScheduledTask): ScheduledTask {
  let doneAt = 0;
  return async (world, stopped) => {
    if (Math.abs(world.now() - doneAt) <= ms) return;
    doneAt = world.now();
    await chore(world, stopped);
  };
}

const inSequence =
  (...chores: readonly ScheduledTask[]): ScheduledTask =>
  async (world, stopped) => {
    for (const chore of chores) await chore(world, stopped);
  };

function pollEverySecond(world: Services, row: JobQueue | null, chore: ScheduledTask): () => Promise<void> {
  let stopped = false;
  let rung = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  const tick = async () => {
    timer = undefined;
    rung = false;
    try {
      if (row !== null) await runDueJobs(world, row, () => stopped);
      await chore(world, () => stopped);
    } catch (error) {
      world.log.error({ err: error }, "jobs stood still");
    }
    if (!stopped) timer = setTimeout(() => (running = tick()), rung ? 0 : TICK_MS);
  };
  running = tick();
  // What was wanted just now need not wait for the next look.
  world.feed.onWrite(({ kind, passing }) => {
    if (row === null || !WAKING_KINDS[row]?.includes(kind) || passing || stopped) return;
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
