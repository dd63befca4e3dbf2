import { fail } from "@callboard/domain/core/failure";
import { unsubscribe } from "@callboard/domain/statements/schedule";
import type { CallContext } from "../../rpc/context.ts";
import { type SecretLink, secretLink } from "../../store/seals/secretLinks.ts";
import { findAll } from "../../store/queries.ts";
import { findRefByCode } from "../../rpc/mailedLinks.ts";
import { systemScope } from "../../store/systemScope.ts";
import { saveUnsubscribed, mailRecipientStmt, findUnsubscribed } from "../../store/reads/statementSchedules.ts";
import { commit } from "../../store/commit.ts";
import type { Services } from "../../services.ts";

const SECRET_PREFIX = "cbt_";
/** A person who uses the link isn't signed in. */
export const UNSUBSCRIBE_ACTOR = { as: "job", id: "unsubscribing" } as const;

/** The account and address that a link unsubscribes. The link contains them encrypted, so nobody else can make one. */
export interface UnsubscribeTarget {
  account: string;
  address: string;
}

/** The link that unsubscribes one address from an account's schedules. The secret comes after the `#`. */
export const unsubscribeLink =
  (services: Services, account: string, address: string) =>
  (mail: string): SecretLink => {
    const secret = `${SECRET_PREFIX}${services.seal.encrypt(JSON.stringify({ leave: { account, address } }))}`;
    return secretLink(services, "unsubscribe", mail, secret);
  };

/** Throws `invalid` for a link that is damaged or wasn't issued here, and for a wrong code. */
export async function readUnsubscribeLink(ctx: CallContext, token: string): Promise<UnsubscribeTarget> {
  const mail = await findRefByCode(ctx, token, "unsubscribe", mailRecipientStmt);
  if (mail !== null) return unsubscribeTargetOf(ctx.services, mail);
  try {
    const { leave } = JSON.parse(ctx.services.seal.decrypt(token.replace(SECRET_PREFIX, "")));
    return { account: String(leave.account), address: String(leave.address) };
  } catch {
    await ctx.services.throttle.countAttempt(["address", ctx.network]);
    return fail("invalid", "statements.invalidUnsubscribeLink", {}, "token");
  }
}

/** The code is in the mail itself, so the mail's row contains the address and the account. */
async function unsubscribeTargetOf({ db }: Services, mail: string): Promise<UnsubscribeTarget> {
  const [rows] = await db.read([mailRecipientStmt(mail)]);
  const row = rows![0] ?? fail("invalid", "statements.invalidUnsubscribeLink", {}, "token");
  return { account: String(row.account), address: String(row.recipient) };
}

/** Schedules no longer send statements to the address. A second call changes nothing. */
export function unsubscribeAddress(services: Services, { account, address }: UnsubscribeTarget): Promise<null> {
  const scope = systemScope(services, account, UNSUBSCRIBE_ACTOR);
  const queries = { schedules: findAll("statementSchedule"), unsubscribed: findUnsubscribed(scope) };
  return commit<typeof queries, null>(scope, queries, ({ schedules, unsubscribed }) => {
    if (unsubscribed.includes(address)) return { effects: [], answer: null };
    return { effects: [saveUnsubscribed(scope, address), ...unsubscribe(schedules, address)], answer: null };
  });
}
