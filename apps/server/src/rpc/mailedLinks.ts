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
  const { world: services, from } = ctx;
  const ref = await findRefByCode(ctx, secret, LINK_PAGES[purpose], (one) => tokenExistsStmt(one, purpose));
  const query = ref === null ? findTokenBySecret(secret) : findTokenByRef(ref);
  const [token] = (await read(personScope(ctx, ""), { token: query })).token;
  if (isTokenValid(token, purpose, services.now())) return token;
  await services.limits.spend(["address", from]);
  return fail("conflict", "access.linkOver");
}

/**
 * The link that a correct code is for; null if it isn't a code. Attempts are counted before the code is checked: by
 * address, and by link, for which somebody who knows the rest has a few attempts an hour. `sought` looks the link up:
 * an invented one must not add a count.
 */
export async function findRefByCode(
  ctx: CallContext,
  secret: string,
  page: LinkPage,
  sought: (ref: string) => Stmt,
): Promise<string | null> {
  const { db, limits, seal } = ctx.world;
  const typed = parseTypedCode(secret);
  if (!typed) return null;
  const { ref, code } = typed;
  if (code === null) return fail("invalid", "access.linkCodeOdd", {}, "code");
  const [found] = await db.read([sought(ref)]);
  const ofLink: ThrottleKey[] = found!.length === 0 ? [] : [["code", `${page} ${ref}`]];
  const tries: ThrottleKey[] = [["address", ctx.from], ...ofLink];
  await limits.spend(...tries);
  if (code !== codeOf(seal, page, ref)) fail("invalid", "access.linkCodeWrong", {}, "code");
  // Not under the call's idempotency key: that belongs to the commit that follows.
  await commit({ ...personScope(ctx, ""), command: undefined }, {}, () => limits.right(...tries));
  return ref;
}
