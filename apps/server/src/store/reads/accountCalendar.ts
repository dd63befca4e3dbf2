import type { AccountCalendar } from "@callboard/domain/core/period";
import { DAY } from "@callboard/domain/core/time";
import { findFormerValues } from "../formerValues.ts";
import { findOne } from "../queries.ts";
import type { Scope } from "../scope.ts";
import { read } from "../commit.ts";

/** The current account's calendar, with its recent changes of zone. */
export async function accountCalendar(scope: Scope): Promise<AccountCalendar> {
  const { account, formerZones } = await read(scope, {
    account: findOne("account", scope.account),
    formerZones: findFormerValues("account", ({ now }) => now - ZONE_CHANGE_WINDOW),
  });
  return { zone: account.data.zone, formerZones };
}
/** Longer than any month, so it covers any zone change within it. */
const ZONE_CHANGE_WINDOW = 33 * DAY;
