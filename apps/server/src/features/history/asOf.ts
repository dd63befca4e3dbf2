import { compareFields } from "@callboard/domain/core/compare";
import { AsOfInput } from "@callboard/domain/history/schema";
import { anyKind } from "@callboard/domain/core/records";
import { formatTitle } from "@callboard/domain/core/fieldFormat";
import { type Row, stmt } from "../../store/database/port.ts";
import {
  type RecordVersion,
  VERSION_COLUMNS_WITH_PREVIOUS,
  versionFromRow,
  CHANGES_WITH_PREVIOUS,
} from "../../store/versions.ts";
import { checkInstant, withheldFields } from "../../store/visibility.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import { withDisplayNames } from "../../store/reads/displayNames.ts";
import { visibleKinds, readVisibility } from "../../store/reads/ownVisibility.ts";
import { fieldChangeViews } from "./changeView.ts";

const PAGE = 50;

/** The account as it stood at an instant, compared with now: what came since, went since, or is different. */
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

/** Only what was changed after the instant can differ from now; all else is as it was. */
const CHANGED_SINCE_SQL = `SELECT DISTINCT kind, id FROM changes WHERE account = ?1 AND log = 'history' AND at > ?2
  AND kind IN (SELECT value FROM json_each(?3)) AND (kind, id) > (?4, ?5) ORDER BY kind, id LIMIT ?6`;

interface VersionPair {
  older: RecordVersion | null;
  now: RecordVersion | null;
}

async function readVersionPairs(
  account: string,
  touched: readonly Row[],
  at: number,
  read: (stmts: ReturnType<typeof stmt>[]) => Promise<Row[][]>,
): Promise<VersionPair[]> {
  const NEWEST = `SELECT ${VERSION_COLUMNS_WITH_PREVIOUS} FROM ${CHANGES_WITH_PREVIOUS} WHERE c.account = ? AND c.kind = ? AND c.id = ? AND c.at <= ?
    ORDER BY c.version DESC LIMIT 1`;
  const sets = await read(
    touched.flatMap(({ kind, id }) => [
      stmt(NEWEST, account, kind, id, at),
      stmt(NEWEST, account, kind, id, Number.MAX_SAFE_INTEGER),
    ]),
  );
  const alive = (rows: Row[]): RecordVersion | null =>
    rows[0] && rows[0].event !== "deleted" ? versionFromRow(rows[0]) : null;
  return touched
    .map((_, index) => ({ older: alive(sets[index * 2]!), now: alive(sets[index * 2 + 1]!) }))
    .filter(({ older, now }) => older !== null || now !== null);
}
