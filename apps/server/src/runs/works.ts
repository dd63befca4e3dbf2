import type { RunType } from "@callboard/domain/runs";
import { cancelAccount } from "./cancelAccount.ts";
import { cancelAgency } from "./cancelAgency.ts";
import { changePlan } from "./changePlan.ts";
import { editNumbers } from "./editNumbers.ts";
import { importNumbers } from "./importNumbers.ts";
import { pushPreset } from "./pushPreset.ts";
import { reactivateAccount } from "./returnAccount.ts";
import { undoBatch } from "./undoBatch.ts";
import type { RunHandler } from "./work.ts";

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
