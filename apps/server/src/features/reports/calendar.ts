import type { AccountCalendar } from "@callboard/domain/core/period";
import { DAY, type Instant } from "@callboard/domain/core/time";
import { findFormerValues } from "../../store/formerValues.ts";
import { combineByName, findOne, type Query } from "../../store/queries.ts";
import type { Scope } from "../../store/scope.ts";
import { ACTIVITY_DAYS } from "../../store/visibility.ts";

/** Longer than activity is kept, as what was in force when it began counts too. */
const ZONES_MS = (ACTIVITY_DAYS + 62) * DAY;

/** The account's calendar as far back as time is counted, and when its zone last changed; 0 if it never did. */
export function findCalendar({ account }: Pick<Scope, "account">): Query<AccountCalendar & { zoneSince: Instant }> {
  const facts = combineByName({
    account: findOne("account", account),
    formerZones: findFormerValues("account", ({ now }) => now - ZONES_MS),
  });
  return {
    statements: facts.statements,
    parse(rows, readRecords, scope) {
      const { account, formerZones } = facts.parse(rows, readRecords, scope);
      return { zone: account.data.zone, formerZones, zoneSince: formerZones.at(-1)?.until ?? 0 };
    },
  };
}
