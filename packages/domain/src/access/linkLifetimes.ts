import { DAY, HOUR } from "../core/time.ts";

/** How long an invitation works. */
export const INVITATION_MS = 7 * DAY;
/** How long a password reset link works. */
export const RESET_MS = HOUR;
