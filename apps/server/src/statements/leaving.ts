import { refuse } from "@callboard/domain/failure";
import { leaveSchedules } from "@callboard/domain/statementSchedule";
import { where } from "../needs.ts";
import { scopeIn } from "../runs/scope.ts";
import { keepUnsubscribed, unsubscribed } from "../statementDays.ts";
import { commit } from "../store.ts";
import type { World } from "../world.ts";

const MARK = "cbt_";
/** Whoever presses the link is known by the mail alone. */
export const READER = { as: "job", id: "unsubscribing" } as const;

/** Whose statements a reader from outside can leave. It stands in the link, sealed: nobody else can make one. */
export interface Leaving {
  account: string;
  address: string;
}

/** The way off the schedules of an account, for one address. The secret stands behind the `#`. */
export const leaveLink = ({ publicUrl, seal }: World, account: string, address: string): string =>
  `${publicUrl}/console.html#/unsubscribe/${MARK}${seal.close(JSON.stringify({ leave: { account, address } }))}`;

/** Throws `invalid` for a link that was not given out here, or not whole. */
export function readLeaveLink({ seal }: World, token: string): Leaving {
  try {
    const { leave } = JSON.parse(seal.open(token.replace(MARK, "")));
    return { account: String(leave.account), address: String(leave.address) };
  } catch {
    return refuse("invalid", "statements.leaveOdd", {}, "token");
  }
}

/** No statement leaves to the address by schedule any more. Pressed again it changes nothing. */
export function leave(world: World, { account, address }: Leaving): Promise<null> {
  const scope = scopeIn(world, account, READER);
  const needs = { schedules: where("statementSchedule", "account"), away: unsubscribed(scope) };
  return commit<typeof needs, null>(scope, needs, ({ schedules, away }) => {
    if (away.includes(address)) return { effects: [], answer: null };
    return { effects: [keepUnsubscribed(scope, address), ...leaveSchedules(schedules, address)], answer: null };
  });
}
