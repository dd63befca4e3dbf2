import { signal } from "@preact/signals";
import type { PendingStatus } from "../../data/pendingStatus.ts";

/** A choice in this account that couldn't be sent, or that came too late to be applied without asking. */
export const failedPendingStatus = signal<PendingStatus | null>(null);
