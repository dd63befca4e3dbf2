import type { Calendar } from "@callboard/domain/period";
import { DAY } from "@callboard/domain/time";
import { former } from "./former.ts";
import { one } from "./needs.ts";
import type { Scope } from "./scope.ts";
import { look } from "./store.ts";

/** By which calendar the account at hand goes around now. */
export async function calendarHere(scope: Scope): Promise<Calendar> {
  const { account, before } = await look(scope, {
    account: one("account", scope.account),
    before: former("account", ({ now }) => now - LATELY),
  });
  return { zone: account.data.zone, before };
}
/** No day of the month begins earlier than that. */
const LATELY = 33 * DAY;
