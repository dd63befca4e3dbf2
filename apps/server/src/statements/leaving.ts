import { refuse } from "@callboard/domain/failure";
import { leaveSchedules } from "@callboard/domain/statementSchedule";
import type { Ctx } from "../entering.ts";
import { type SecretLink, secretLink } from "../mail/links.ts";
import { where } from "../needs.ts";
import { refByCode } from "../rooms/access/links.ts";
import { scopeIn } from "../runs/scope.ts";
import { keepUnsubscribed, mailedTo, unsubscribed } from "../statementDays.ts";
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
export const leaveLink =
  (world: World, account: string, address: string) =>
  (mail: string): SecretLink => {
    const secret = `${MARK}${world.seal.close(JSON.stringify({ leave: { account, address } }))}`;
    return secretLink(world, "unsubscribe", mail, secret);
  };

/** Throws `invalid` for a link that was not given out here, or not whole, and for a wrong code. */
export async function readLeaveLink(ctx: Ctx, token: string): Promise<Leaving> {
  const mail = await refByCode(ctx, token, "unsubscribe", mailedTo);
  if (mail !== null) return leavingOf(ctx.world, mail);
  try {
    const { leave } = JSON.parse(ctx.world.seal.open(token.replace(MARK, "")));
    return { account: String(leave.account), address: String(leave.address) };
  } catch {
    await ctx.world.limits.spend(["address", ctx.from]);
    return refuse("invalid", "statements.leaveOdd", {}, "token");
  }
}

/** A right code is in that very mail: it went to the address, for the account. */
async function leavingOf({ db }: World, mail: string): Promise<Leaving> {
  const [found] = await db.read([mailedTo(mail)]);
  const row = found![0] ?? refuse("invalid", "statements.leaveOdd", {}, "token");
  return { account: String(row.account), address: String(row.recipient) };
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
