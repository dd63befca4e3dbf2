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
 * What a mailed link stands for, by its secret or by the code of its mail. Throws `conflict` where it is over or none, `invalid`
 * where the code is wrong; only that counts as a try.
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
 * Which link a right code is for; null where it is no code. Wrong ones are counted before the code is looked at: for where they
 * come from, and for the link, of which whoever knows the rest has a few tries an hour. `sought` finds what the link is for:
 * one that is made up is nothing to count by.
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
  // It is not what the call is known by: that comes after it.
  await commit({ ...personScope(ctx, ""), command: undefined }, {}, () => limits.right(...tries));
  return ref;
}
