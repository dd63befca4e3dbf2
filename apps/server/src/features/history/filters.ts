import { may } from "@callboard/domain/core/permissions";
import type { ChangeType } from "@callboard/domain/core/differences";
import { anyKind, type KindName } from "@callboard/domain/core/records";
import { stmt } from "../../store/database/port.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import { withDisplayNames } from "../../store/reads/displayNames.ts";
import { visibleKinds, readVisibility } from "../../store/reads/ownVisibility.ts";
import { PEOPLE_MAX, PEOPLE_SQL } from "./reads/people.ts";

const CHANGE_TYPES: readonly ChangeType[] = ["created", "changed", "deleted", "restored"];
/** Personal kinds: they are in the person's own log, not in the account's. */
const PERSONAL_KINDS: readonly KindName[] = ["preferences", "readMarker", "alertChoices"];

/** The values that the change history can be filtered by. People who have left are included. */
export const filters = {
  filters: accountProcedure("read history").query(async ({ ctx }) => {
    const { scope, context } = ctx;
    const { visibility, locale } = await readVisibility(scope, context, undefined);
    const kinds = visibleKinds(visibility);
    const withMembers = may(scope.membership, "read the board") ? 1 : 0;
    const [rows] = await scope.db.read([
      stmt(PEOPLE_SQL, scope.account, visibility.historyHiddenUntil, JSON.stringify(kinds), withMembers, PEOPLE_MAX),
    ]);
    return withDisplayNames(scope, locale, (show) => ({
      kinds: kinds
        .filter((kind) => !PERSONAL_KINDS.includes(kind))
        .map(anyKind)
        .map(({ kind, noun, log }) => ({ kind: kind as KindName, noun: show.word(noun), log })),
      people: rows!
        .map(({ person }) => ({ id: String(person), name: show.person(String(person)) }))
        .sort((a, b) => a.name.localeCompare(b.name, "en")),
      events: CHANGE_TYPES,
    }));
  }),
};
