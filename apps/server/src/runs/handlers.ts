import type { RunType } from "@callboard/domain/runs/rules";
import type { RunHandler } from "./handler.ts";

/** What runs do, by their kind: the table in http/registries.ts, which knows the features. */
export const HANDLERS: Record<string, RunHandler> = {};

export const canResumeAfterStop = (what: RunType): boolean => HANDLERS[what]?.owed === true;
