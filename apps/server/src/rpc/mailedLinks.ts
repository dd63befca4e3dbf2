import { fail } from "@callboard/domain/core/failure";
import { type Stmt } from "../store/database/port.ts";
import type { CallContext } from "./context.ts";
import { codeOf, type LinkPage, parseTypedCode } from "../store/seals/secretLinks.ts";
import { commit, read } from "../store/commit.ts";
import type { ThrottleKey } from "../auth/throttle.ts";
import { personScope } from "./personScope.ts";
import { findTokenByRef, isTokenValid, findTokenBySecret, type TokenRow, tokenExistsStmt } from "../auth/people.ts";

const LINK_PAGES = { invite: "join", reset: "reset" } as const satisfies Record<TokenRow["purpose"], LinkPage>;

/**
 * The token of a mailed link, by its secret or by the code in its mail. Throws `conflict` if it is expired or unknown,
 * `invalid` if the code is wrong; only the latter counts as an attempt.
 */
export async function findValidToken(
  ctx: CallContext,
  secret: string,
  purpose: TokenRow["purpose"],
): Promise<TokenRow> {
  const { services, network } = ctx;
  const ref = await findRefByCode(ctx, secret, LINK_PAGES[purpose], (linkRef) => tokenExistsStmt(linkRef, purpose));
  const query = ref === null ? findTokenBySecret(secret) : findTokenByRef(ref);
  const [token] = (await read(personScope(ctx, ""), { token: query })).token;
  if (isTokenValid(token, purpose, services.now())) return token;
  await services.throttle.countAttempt(["address", network]);
  return fail("conflict", "access.linkExpired");
}

/**
 * The public name of the link that a correct code is for; null if `secret` isn't a code. Attempts are counted before
 * the code is checked, by network address and by link, so that a code can't be guessed. `lookup` finds out whether the
 * link exists: invented ones must not add counts.
 */
export async function findRefByCode(
  ctx: CallContext,
  secret: string,
  page: LinkPage,
  lookup: (ref: string) => Stmt,
): Promise<string | null> {
  const { db, throttle, seal } = ctx.services;
  const linkCode = parseTypedCode(secret);
  if (!linkCode) return null;
  const { ref, code } = linkCode;
  if (code === null) return fail("invalid", "access.invalidLinkCode", {}, "code");
  const [rows] = await db.read([lookup(ref)]);
  const linkKeys: ThrottleKey[] = rows!.length === 0 ? [] : [["code", `${page} ${ref}`]];
  const keys: ThrottleKey[] = [["address", ctx.network], ...linkKeys];
  await throttle.countAttempt(...keys);
  if (code !== codeOf(seal, page, ref)) fail("invalid", "access.linkCodeWrong", {}, "code");
  // Not under the request's idempotency key: that belongs to the commit that follows.
  await commit({ ...personScope(ctx, ""), command: undefined }, {}, () => throttle.succeed(...keys));
  return ref;
}
