import { DAY } from "@callboard/domain/core/time";
import { stmt } from "../../store/database/port.ts";
import { hiddenUntil } from "../../store/visibility.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import { verify } from "../../store/verify/verify.ts";
import { visibleKinds, readVisibility } from "../../store/reads/ownVisibility.ts";
import { EXPIRING_SQL } from "./reads/expiring.ts";

const COUNT_MAX = 1000;

/** Verifies that the log is as it was written, and lists what the plan will soon hide. */
export const verificationProcedures = {
  verify: accountProcedure("read history")
    .meta({ inReaderThread: true })
    .query(async ({ ctx }) => {
      const { scope, services } = ctx;
      const { rows, removed, broken } = await verify(services.db, services.seal, scope.account);
      return { whole: broken === null, rows, removed, broken, now: scope.now };
    }),

  /** Versions that will be hidden within a day: not the record's newest, and not pinned. */
  expiring: accountProcedure("read history").query(async ({ ctx }) => {
    const { scope, context } = ctx;
    const { visibility, retentionDays } = await readVisibility(scope, context, undefined);
    const hiddenNow = hiddenUntil(visibility, "history");
    // A version is hidden `retentionDays` after it was written: within a day if it is older than one day less.
    const hiddenTomorrow = scope.now - (retentionDays - 1) * DAY;
    const [rows] = await scope.db.read([
      stmt(
        EXPIRING_SQL,
        scope.account,
        hiddenNow,
        hiddenTomorrow,
        JSON.stringify(visibleKinds(visibility)),
        COUNT_MAX + 1,
      ),
    ]);
    const count = Math.min(rows!.length, COUNT_MAX);
    // When the first of them will be hidden.
    const first = rows![0] ? Number(rows![0].at) + retentionDays * DAY : null;
    return { count, more: rows!.length > COUNT_MAX, first, retentionDays, now: scope.now };
  }),
};
