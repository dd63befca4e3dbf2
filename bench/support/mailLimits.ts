import type { SendLimits } from "../../apps/server/src/integrations/mail/sendLimits.ts";

/** A benchmark sends more invitations than any person. */
export const UNLIMITED_MAIL: SendLimits = {
  invitation: { recent: 10_000, day: 10_000, open: 10_000 },
  statement: { day: 10_000 },
};
