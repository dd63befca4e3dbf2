import { refuse } from "@callboard/domain/failure";
import type { Ctx } from "../../entering.ts";
import { look } from "../../store.ts";
import { ownScope } from "./own-scope.ts";
import { tokenHolds, tokenNeed, type TokenRow } from "./people.ts";

/** What a mailed link stands for. Throws `conflict` where it is over or none; only that counts as a try. */
export async function heldToken(ctx: Ctx, secret: string, purpose: TokenRow["purpose"]): Promise<TokenRow> {
  const { world, from } = ctx;
  const [token] = (await look(ownScope(ctx, ""), { token: tokenNeed(secret) })).token;
  if (tokenHolds(token, purpose, world.now())) return token;
  await world.limits.spend(["address", from]);
  return refuse("conflict", "access.linkOver");
}
