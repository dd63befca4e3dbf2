import type { RunKind } from "@callboard/domain/runs";
import { cancelAccount } from "./cancelAccount.ts";
import { cancelAgency } from "./cancelAgency.ts";
import { changePlan } from "./changePlan.ts";
import { editNumbers } from "./editNumbers.ts";
import { importNumbers } from "./importNumbers.ts";
import { pushPreset } from "./pushPreset.ts";
import { returnAccount } from "./returnAccount.ts";
import { undoBatch } from "./undoBatch.ts";
import type { RunWork } from "./work.ts";

/** The one list of what runs do, by their kind. */
export const WORKS: Record<string, RunWork> = {
  "import numbers": importNumbers,
  "edit numbers": editNumbers,
  "undo batch": undoBatch,
  "push preset": pushPreset,
  "cancel agency": cancelAgency,
  "cancel account": cancelAccount,
  "return account": returnAccount,
  "change plan": changePlan,
};

export const isOwed = (what: RunKind): boolean => WORKS[what]?.owed === true;
