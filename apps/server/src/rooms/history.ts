import { ChangesAsk } from "@callboard/domain/history.schema";
import { zoneSchema } from "@callboard/domain/fields.schema";
import * as z from "zod/mini";
import { open, router } from "../trpc.ts";
import { inWords } from "../words.ts";
import { asOf } from "./history/asof.ts";
import { filters } from "./history/filters.ts";
import { changesOf } from "./history/list.ts";
import { looked } from "./history/looked.ts";
import { proof } from "./history/proof.ts";
import { restoring } from "./history/restore.ts";
import { sightHere } from "../sight.ts";
import { told } from "./history/told.ts";
import { versions } from "./history/versions.ts";

const List = z.extend(ChangesAsk, {
  before: z.optional(z.int()),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 20),
  zone: z.optional(zoneSchema),
});

/** The account's change history as far as a role may read it, and the ways back. */
export const history = router({
  /** What fits the filters, the newest first. `next` leads on; a page may be short where few of many rows fit. */
  list: open("use the account", "read history")
    .input(List)
    .query(async ({ ctx, input }) => {
      const { scope, place } = ctx;
      const { before, limit, zone, ...asked } = input;
      const { sight, words, retentionDays } = await sightHere(scope, place, zone);
      const { editions, next, lookedTo } = await changesOf(scope, { sight, words }, asked, { before, limit });
      const changes = await inWords(scope, words, (show) => editions.map((one) => told(one, scope, show)));
      return {
        changes,
        next,
        lookedTo,
        more: next !== null,
        retentionDays,
        completeSince: sight.completeSince,
        now: scope.now,
      };
    }),
  ...filters,
  ...versions,
  ...restoring,
  ...asOf,
  ...looked,
  ...proof,
});
