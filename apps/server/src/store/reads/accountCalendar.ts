import type { AccountCalendar } from "@callboard/domain/core/period";
import { DAY } from "@callboard/domain/core/time";
import { findFormerValues } from "../formerValues.ts";
import { findOne } from "../queries.ts";
import type { Scope } from "../scope.ts";
import { read } from "../commit.ts";

/** By which calendar the account at hand goes around now. */
export async function accountCalendar(scope: Scope): Promise<AccountCalendar> {
  const { account, before } = await read(scope, {
    account: findOne("account", scope.account),
    before: findFormerValues("account", ({ now }) => now - ZONE_CHANGE_WINDOW),
  });
  return { zone: account.data.zone, before };
}
/** No day of the month begins earlier than that. */
const ZONE_CHANGE_WINDOW = 33 * DAY;
