import { sendResetMail } from "../features/access/resetMail.ts";
import { moveBalanceProposal } from "../features/agency/moveBalance.ts";
import { chargeHandler } from "../features/balance/chargeHandler.ts";
import { refundHandler } from "../features/balance/refundHandler.ts";
import { bringBackProposal, restoreRecordProposal, undoBatchProposal } from "../features/history/restore.ts";
import { undoBatch } from "../features/history/undoBatchRun.ts";
import { cancelAccountProposal } from "../features/lifecycle/cancel.ts";
import { cancelAccount } from "../features/lifecycle/cancelAccountRun.ts";
import { cancelAgency } from "../features/lifecycle/cancelAgencyRun.ts";
import { flagAccountProposal } from "../features/lifecycle/flags.ts";
import { reactivateProposal, undoCancellationProposal } from "../features/lifecycle/reactivate.ts";
import { reactivateAccount } from "../features/lifecycle/reactivateAccountRun.ts";
import { buyHandler } from "../features/numbers/buyHandler.ts";
import { editNumbers } from "../features/numbers/editNumbersRun.ts";
import { importNumbers } from "../features/numbers/importNumbersRun.ts";
import { releaseHandler } from "../features/numbers/releaseHandler.ts";
import { changePlan } from "../features/plans/changePlanRun.ts";
import { detachProposal } from "../features/plans/detach.ts";
import { changePlanProposal } from "../features/plans/changePlan.ts";
import { applyPresetProposal } from "../features/presets/apply.ts";
import { pushPreset } from "../features/presets/pushPresetRun.ts";
import { renewPlanned } from "../features/agents/renewPlanned.ts";
import { idleReportEffects } from "../features/agents/reads/idleReports.ts";
import { balanceEffects } from "../features/balance/reads.ts";
import { callEffects } from "../features/calls/reads/callsInProgress.ts";
import { leaseEffects } from "../features/calls/reads/phoneLeases.ts";
import { cardEffects } from "../features/cards/reads.ts";
import { callSumEffects } from "../features/reports/reads/callSums.ts";
import { reportEffects } from "../features/reports/reads/effects.ts";
import { statementEffects } from "../features/statements/reads.ts";
import { deviceEffects } from "../auth/devices.ts";
import { peopleEffects } from "../auth/people.ts";
import { throttleEffects } from "../auth/throttle.ts";
import { mailRowEffects } from "../integrations/mail/composeMail.ts";
import { sendLimitEffects } from "../integrations/mail/sendLimits.ts";
import { stopMailsEffects } from "../integrations/mail/stopMails.ts";
import { JOB_HANDLERS, type JobHandler } from "../jobs/queue.ts";
import { sendMail } from "../jobs/sendMail.ts";
import { PROPOSAL_KINDS } from "../proposals/kinds.ts";
import { HANDLERS as REQUEST_HANDLERS } from "../provider-requests/handlers.ts";
import { sendOrCheck } from "../provider-requests/sendOrCheck.ts";
import { HANDLERS as RUN_HANDLERS } from "../runs/handlers.ts";
import { workRun } from "../runs/worker.ts";
import { formerValueEffects } from "../store/formerValues.ts";
import { platformEffects } from "../store/reads/platformSettings.ts";
import { turnsEffects } from "../store/reads/queues/queueTurns.ts";
import { scheduleEffects } from "../store/reads/statementSchedules.ts";
import { ROW_EFFECTS } from "../store/rowEffects.ts";

const PROPOSALS = [
  applyPresetProposal,
  bringBackProposal,
  cancelAccountProposal,
  changePlanProposal,
  detachProposal,
  flagAccountProposal,
  moveBalanceProposal,
  reactivateProposal,
  restoreRecordProposal,
  undoBatchProposal,
  undoCancellationProposal,
];

/** Effects on rows that aren't versioned records. */
const EFFECTS = [
  ...peopleEffects,
  ...deviceEffects,
  ...throttleEffects,
  ...mailRowEffects,
  ...sendLimitEffects,
  ...stopMailsEffects,
  ...formerValueEffects,
  ...scheduleEffects,
  ...platformEffects,
  ...idleReportEffects,
  ...balanceEffects,
  ...cardEffects,
  ...statementEffects,
  ...callEffects,
  ...leaseEffects,
  ...turnsEffects,
  ...reportEffects,
  ...callSumEffects,
];

/**
 * Registers the features' handlers with the general code for proposals, runs and jobs, which imports no feature. Called
 * once, before anything is served.
 */
export function registerHandlers(): void {
  for (const { name, kind } of PROPOSALS) PROPOSAL_KINDS.set(name, kind);
  for (const kind of EFFECTS) ROW_EFFECTS.set(kind.name, kind);
  Object.assign(RUN_HANDLERS, {
    "import numbers": importNumbers,
    "edit numbers": editNumbers,
    "undo batch": undoBatch,
    "push preset": pushPreset,
    "cancel agency": cancelAgency,
    "cancel account": cancelAccount,
    "reactivate account": reactivateAccount,
    "change plan": changePlan,
  });
  Object.assign(REQUEST_HANDLERS, {
    "buy number": buyHandler,
    "release number": releaseHandler,
    "charge card": chargeHandler,
    "refund card": refundHandler,
  });
  Object.assign(JOB_HANDLERS, {
    mail: sendMail as JobHandler,
    run: workRun as JobHandler,
    providerRequest: sendOrCheck as JobHandler,
    reset: sendResetMail as JobHandler,
    "planned statuses": renewPlanned as JobHandler,
  });
}
