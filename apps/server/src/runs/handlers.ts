import type { RunType } from "@callboard/domain/runs/types";
import type { RunHandler } from "./handler.ts";

/** The run handlers by type, registered in start/registries.ts, which knows the features. */
export const HANDLERS: Record<string, RunHandler> = {};

export const canResumeAfterStop = (type: RunType): boolean => HANDLERS[type]?.canResumeAfterStop === true;
