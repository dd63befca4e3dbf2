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

const PAGE = 50;

/** The account at an instant of the past, compared with now: what was added, removed or changed since. */
export const asOf = {
  asOf: accountProcedure("read history")
    .meta({ apart: true })
    .input(AsOfInput)
    .query(async ({ ctx, input }) => {
      const { scope, place: context } = ctx;
      const { sight, words } = await readVisibility(scope, context, input.zone);
      checkInstant(input.at, sight, scope.now, "at");
      const [kind = "", id = ""] = (input.after ?? "").split("\n");
      const [rows] = await scope.db.read([
        stmt(CHANGED_SINCE_SQL, scope.account, input.at, JSON.stringify(visibleKinds(sight)), kind, id, PAGE + 1),
      ]);
      const touched = rows!.slice(0, PAGE);
      const pairs = await readVersionPairs(scope.account, touched, input.at, (stmts) => scope.db.read(stmts));
      const last = touched.at(-1);
      const list = await withDisplayNames(scope, words, (show) =>
        pairs.flatMap(({ older, now }) => {
          const known = (now ?? older)!;
          const kind = anyKind(known.kind);
          const fields = fieldChangeViews(
            compareFields(kind, older?.data ?? null, now?.data ?? null, show, withheldFields(kind, scope.standing)),
            show,
          );
          if (older && now && fields.length === 0) return [];
          const how = !older ? ("came" as const) : !now ? ("went" as const) : ("differs" as const);
          return [
            {
              kind: known.kind,
              id: known.id,
              title: formatTitle(kind, known.data, known.id, show),
              noun: show.word(kind.noun),
              how,
              fields: how === "differs" ? fields : [],
              restorable: kind.restore.how === "copy",
            },
          ];
        }),
      );
      return {
        records: list,
        next: rows!.length > PAGE && last ? `${last.kind}\n${last.id}` : null,
        at: input.at,
        now: scope.now,
      };
    }),
};
