import type { SendLimits } from "../../apps/server/src/integrations/mail/sendLimits.ts";

/** A benchmark invites more people than anybody does. */
export const UNLIMITED_MAIL: SendLimits = {
  invitation: { soon: 10_000, day: 10_000, open: 10_000 },
  statement: { day: 10_000 },
};
