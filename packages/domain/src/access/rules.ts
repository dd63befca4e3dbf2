import { DAY, HOUR } from "../core/time.ts";

/** How long an invitation can be accepted. */
export const INVITATION_MS = 7 * DAY;
/** How long a mailed link to choose another password works. */
export const RESET_MS = HOUR;
