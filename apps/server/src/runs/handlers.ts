import type { RunType } from "@callboard/domain/runs/rules";
import { cancelAccount } from "../features/lifecycle/cancelAccountRun.ts";
import { cancelAgency } from "../features/lifecycle/cancelAgencyRun.ts";
import { changePlan } from "./changePlan.ts";
import { editNumbers } from "../features/numbers/editNumbersRun.ts";
import { importNumbers } from "../features/numbers/importNumbersRun.ts";
import { pushPreset } from "../features/presets/pushPresetRun.ts";
import { reactivateAccount } from "../features/lifecycle/reactivateAccountRun.ts";
import { undoBatch } from "../features/history/undoBatchRun.ts";
import type { RunHandler } from "./handler.ts";

/** The one list of what runs do, by their kind. */
export const HANDLERS: Record<string, RunHandler> = {
  "import numbers": importNumbers,
  "edit numbers": editNumbers,
  "undo batch": undoBatch,
  "push preset": pushPreset,
  "cancel agency": cancelAgency,
  "cancel account": cancelAccount,
  "return account": reactivateAccount,
  "change plan": changePlan,
};

export const canResumeAfterStop = (what: RunType): boolean => HANDLERS[what]?.owed === true;
