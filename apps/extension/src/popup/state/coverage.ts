import { signal } from "@preact/signals";
import type { Status } from "@callboard/domain/agents/rules";

/** The status under the pointer or the arrow keys, before it is chosen. */
export const pointedStatus = signal<Status | undefined>(undefined);
/** What choosing it would do to a queue; empty if it does nothing. */
export const coverageHint = signal("");
