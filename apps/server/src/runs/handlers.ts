import type { RunType } from "@callboard/domain/runs/rules";
import type { RunHandler } from "./handler.ts";

/** The run handlers by type, registered in http/registries.ts, which knows the features. */
export const HANDLERS: Record<string, RunHandler> = {};

export const canResumeAfterStop = (what: RunType): boolean => HANDLERS[what]?.owed === true;
