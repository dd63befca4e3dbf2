import { DAY, HOUR, MINUTE, SECOND } from "@callboard/domain/core/time";
import { runBilling, startMissingSubscriptions } from "../features/balance/billing.ts";
import { sendLowBalanceAlerts } from "../features/balance/lowBalanceAlert.ts";
import { rechargeTask, runRecharges } from "../features/balance/rechargeJob.ts";
import { deleteOldCalls } from "../features/calls/deleteOldCalls.ts";
import { endDueCalls } from "../features/calls/endDue.ts";
import { endOverdueCalls } from "../features/calls/endOverdue.ts";
import { sendExpiryAlerts } from "../features/cards/expiryAlerts.ts";
import { deleteOldTime, keepCounting } from "../features/reports/keepCounting.ts";
import { sendDueStatements } from "../features/statements/sendDue.ts";
import { deleteExpired } from "../jobs/deleteExpired.ts";
import { every, inSequence, type Worker } from "../jobs/scheduler.ts";
import { restartOverdueRequests } from "../provider-requests/restartOverdue.ts";
import { recoverRuns } from "../runs/recovery.ts";
import type { Services } from "../services.ts";
import { purge } from "../store/purge.ts";

const RUN_RECOVERY_MS = 5 * SECOND;
const RECONCILE_MS = MINUTE;
const BILLING_MS = MINUTE;
const CARD_EXPIRY_MS = HOUR;
const RECHARGES_MS = MINUTE;
const SCHEDULES_MS = MINUTE;
const REPORTS_MS = MINUTE;
/** The number of concurrent provider calls. */
const REQUEST_WORKERS = 4;

/** Everything that the scheduler runs, by worker. Workers without a queue only have periodic tasks. */
export const scheduledWork = (services: Services): Worker[] => [
  { queue: "runs", task: every(RUN_RECOVERY_MS, recoverRuns) },
  ...Array.from({ length: REQUEST_WORKERS }, (_, index): Worker => ({
    queue: "requests",
    task: index === 0 ? every(RECONCILE_MS, restartOverdueRequests) : async () => {},
  })),
  { queue: "others", task: async () => {} },
  {
    queue: null,
    task: inSequence(
      every(DAY, startMissingSubscriptions),
      every(BILLING_MS, runBilling),
      every(BILLING_MS, sendLowBalanceAlerts),
      every(CARD_EXPIRY_MS, sendExpiryAlerts),
    ),
  },
  { queue: null, task: rechargeTask(services, every(RECHARGES_MS, runRecharges)) },
  // Every second: agents see the end of a wrap-up when it ends.
  { queue: null, task: endDueCalls },
  // A slow phone platform delays nothing else.
  { queue: null, task: endOverdueCalls() },
  // A hundred statements due at once must not delay renewals.
  { queue: null, task: every(SCHEDULES_MS, sendDueStatements) },
  { queue: null, task: every(REPORTS_MS, keepCounting) },
  // Can take minutes without blocking other work.
  {
    queue: null,
    task: inSequence(
      every(DAY, deleteExpired),
      every(DAY, deleteOldCalls),
      every(DAY, deleteOldTime),
      every(DAY, purge),
    ),
  },
];
