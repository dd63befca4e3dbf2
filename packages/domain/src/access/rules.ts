import { DAY, HOUR } from "../core/time.ts";

export const INVITATION_MS = 7 * DAY;
/** How long a password reset link works. */
export const RESET_MS = HOUR;
