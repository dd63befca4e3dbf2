import { ChangesInput } from "@callboard/domain/history/schema";
import { zoneSchema } from "@callboard/domain/core/fieldSchemas";
import * as z from "zod/mini";
import { accountProcedure, router } from "../../rpc/procedures.ts";
import { withDisplayNames } from "../../store/reads/displayNames.ts";
import { asOf } from "./asOf.ts";
import { filters } from "./filters.ts";
import { readChanges } from "./reads/changes.ts";
import { readMarkerProcedures } from "./readMarker.ts";
import { verificationProcedures } from "./verification.ts";
import { restoreProcedures } from "./restore.ts";
import { readVisibility } from "../../store/reads/ownVisibility.ts";
import { changeView } from "./changeView.ts";
import { versions } from "./versions.ts";

const HistoryListInput = z.extend(ChangesInput, {
  beforePosition: z.optional(z.int()),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 20),
  zone: z.optional(zoneSchema),
});

/** The account's change history as far as a role may read it, restoring and undoing. */
export const history = router({
  /**
   * Changes that match the filters, the newest first. `next` is the cursor of the next page; a page may be short if few
   * of many rows match.
   */
  list: accountProcedure("use the account", "read history")
    .input(HistoryListInput)
    .query(async ({ ctx, input }) => {
      const { scope, context } = ctx;
      const { beforePosition, limit, zone, ...filter } = input;
      const { visibility, locale, retentionDays } = await readVisibility(scope, context, zone);
      const { versions, next, searchedTo } = await readChanges(scope, { visibility, locale }, filter, {
        beforePosition,
        limit,
      });
      const changes = await withDisplayNames(scope, locale, (show) =>
        versions.map((version) => changeView(version, scope, show)),
      );
      return {
        changes,
        next,
        searchedTo,
        more: next !== null,
        retentionDays,
        completeSince: visibility.completeSince,
        now: scope.now,
      };
    }),
  ...filters,
  ...versions,
  ...restoreProcedures,
  ...asOf,
  ...readMarkerProcedures,
  ...verificationProcedures,
});
