import { refuse } from "@callboard/domain/failure";
import { type Stmt, stmt } from "../../db.ts";
import type { Ctx } from "../../entering.ts";
import { codeOf, type LinkPage, typedCode } from "../../mail/links.ts";
import { commit, look } from "../../store.ts";
import type { Try } from "./limits.ts";
import { ownScope } from "./own-scope.ts";
import { tokenByRef, tokenHolds, tokenNeed, type TokenRow } from "./people.ts";

const PAGES = { invite: "join", reset: "reset" } as const satisfies Record<TokenRow["purpose"], LinkPage>;

/**
 * What a mailed link stands for, by its secret or by the code of its mail. Throws `conflict` where it is over or none, `invalid`
 * where the code is wrong; only that counts as a try.
 */
export async function heldToken(ctx: Ctx, secret: string, purpose: TokenRow["purpose"]): Promise<TokenRow> {
  const { world, from } = ctx;
  const ref = await refByCode(ctx, secret, PAGES[purpose], (one) =>
    stmt("SELECT 1 FROM tokens WHERE ref = ? AND purpose = ?", one, purpose),
  );
  const need = ref === null ? tokenNeed(secret) : tokenByRef(ref);
  const [token] = (await look(ownScope(ctx, ""), { token: need })).token;
  if (tokenHolds(token, purpose, world.now())) return token;
  await world.limits.spend(["address", from]);
  return refuse("conflict", "access.linkOver");
}

/**
 * Which link a right code is for; null where it is no code. Wrong ones are counted before the code is looked at: for where they
 * come from, and for the link, of which whoever knows the rest has a few tries an hour. `sought` finds what the link is for:
 * one that is made up is nothing to count by.
 */
export async function refByCode(
  ctx: Ctx,
  secret: string,
  page: LinkPage,
  sought: (ref: string) => Stmt,
): Promise<string | null> {
  const { db, limits, seal } = ctx.world;
  const typed = typedCode(secret);
  if (!typed) return null;
  const { ref, code } = typed;
  if (code === null) return refuse("invalid", "access.linkCodeOdd", {}, "code");
  const [found] = await db.read([sought(ref)]);
  const ofLink: Try[] = found!.length === 0 ? [] : [["code", `${page} ${ref}`]];
  const tries: Try[] = [["address", ctx.from], ...ofLink];
  await limits.spend(...tries);
  if (code !== codeOf(seal, page, ref)) refuse("invalid", "access.linkCodeWrong", {}, "code");
  // It is not what the call is known by: that comes after it.
  await commit({ ...ownScope(ctx, ""), command: undefined }, {}, () => limits.right(...tries));
  return ref;
}
