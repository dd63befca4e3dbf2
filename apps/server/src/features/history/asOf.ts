import { compareFields } from "@callboard/domain/core/compare";
import { AsOfInput } from "@callboard/domain/history/schema";
import { anyKind } from "@callboard/domain/core/records";
import { formatTitle } from "@callboard/domain/core/fieldFormat";
import { stmt } from "../../store/database/port.ts";
import { checkInstant, withheldFields } from "../../store/visibility.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import { withDisplayNames } from "../../store/reads/displayNames.ts";
import { visibleKinds, readVisibility } from "../../store/reads/ownVisibility.ts";
import { fieldChangeViews } from "./changeView.ts";
import { CHANGED_SINCE_SQL, readVersionPairs } from "./reads/asOf.ts";

const PAGE_SIZE = 50;

/** The account at an instant of the past, compared with now: what was added, removed or changed since. */
export const asOf = {
  asOf: accountProcedure("read history")
    .meta({ inReaderThread: true })
    .input(AsOfInput)
    .query(async ({ ctx, input }) => {
      const { scope, context } = ctx;
      const { visibility, locale } = await readVisibility(scope, context, input.zone);
      checkInstant(input.at, visibility, scope.now, "at");
      const [afterKind = "", afterId = ""] = (input.after ?? "").split("\n");
      const [rows] = await scope.db.read([
        stmt(
          CHANGED_SINCE_SQL,
          scope.account,
          input.at,
          JSON.stringify(visibleKinds(visibility)),
          afterKind,
          afterId,
          PAGE_SIZE + 1,
        ),
      ]);
      const changedRows = rows!.slice(0, PAGE_SIZE);
      const pairs = await readVersionPairs(scope.account, changedRows, input.at, (stmts) => scope.db.read(stmts));
      const last = changedRows.at(-1);
      const records = await withDisplayNames(scope, locale, (show) =>
        pairs.flatMap(({ older, current }) => {
          const newest = (current ?? older)!;
          const kind = anyKind(newest.kind);
          const fields = fieldChangeViews(
            compareFields(
              kind,
              older?.data ?? null,
              current?.data ?? null,
              show,
              withheldFields(kind, scope.membership),
            ),
            show,
          );
          // It changed and was changed back, or only in fields that the reader may not see.
          if (older && current && fields.length === 0) return [];
          const how = !older ? ("added" as const) : !current ? ("removed" as const) : ("changed" as const);
          return [
            {
              kind: newest.kind,
              id: newest.id,
              title: formatTitle(kind, newest.data, newest.id, show),
              noun: show.word(kind.noun),
              how,
              fields: how === "changed" ? fields : [],
              restorable: kind.restore.how === "copy",
            },
          ];
        }),
      );
      return {
        records,
        next: rows!.length > PAGE_SIZE && last ? `${last.kind}\n${last.id}` : null,
        at: input.at,
        now: scope.now,
      };
    }),
};
