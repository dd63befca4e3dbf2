import { LinkToken, PasswordChange, Reset, ResetRequest } from "@callboard/domain/access.schema";
import { refuse } from "@callboard/domain/failure";
import { phrase } from "@callboard/domain/phrase";
import { letterEffects } from "../../mail/letters.ts";
import { resetLater } from "../../mail/resets.ts";
import { commit, look } from "../../store.ts";
import { anyone, signedIn } from "../../trpc.ts";
import { knowDevice } from "./devices.ts";
import { heldToken } from "./links.ts";
import { ownScope } from "./own-scope.ts";
import {
  accessWrite,
  changePerson,
  endResets,
  endSessionsBut,
  personById,
  tokenHolds,
  tokenByDigest,
  useToken,
} from "./people.ts";
import { passwordHash, passwordMatches } from "./secrets.ts";

export const passwordProcedures = {
  /** Answers and does the same whether or not somebody has this address. */
  requestReset: anyone.input(ResetRequest).mutation(async ({ ctx, input }) => {
    await ctx.world.limits.spend(["mail to", input.email], ["mail from", ctx.from]);
    const scope = ownScope(ctx, "");
    await commit(scope, {}, (_facts, { now, newId }) => [resetLater(newId(), input.email, now)]);
    return null;
  }),

  /** Says whether a link still leads to a new password, before one is thought of. */
  resetLink: anyone
    .meta({ repeated: "again" })
    .input(LinkToken)
    .mutation(async ({ ctx, input }) => {
      await heldToken(ctx, input.token, "reset");
      return null;
    }),

  resetPassword: anyone.input(Reset).mutation(async ({ ctx, input }) => {
    const scope = ownScope(ctx, "");
    const { digest, subject: person } = await heldToken(ctx, input.token, "reset");
    const password = await passwordHash(input.password);
    const needs = { token: tokenByDigest(digest), person: personById(person) };
    await commit(scope, needs, ({ token: [token], person: [row] }, { now }) => {
      if (!tokenHolds(token, "reset", now) || !row) return refuse("conflict", "access.linkOver");
      return [
        useToken(token.digest, now),
        endResets(person, now),
        changePerson(row, { password }),
        accessWrite("DELETE FROM sessions WHERE person = ?", person),
        // Strangers may have used up the tries of unknown devices: whoever has the mail gets in from here.
        ...knowDevice(person, input.device, now),
      ];
    });
    ctx.world.door.sessionsEnded(person);
    return null;
  }),

  changePassword: signedIn.input(PasswordChange).mutation(async ({ ctx, input }) => {
    const { caller, scope, world } = ctx;
    const own = ["own", `password ${caller.person}`] as const;
    await world.limits.spend(own);
    const [person] = (await look(scope, { person: personById(caller.person) })).person;
    if (!(await passwordMatches(person!.password, input.current)))
      refuse("invalid", "access.passwordNotRight", {}, "current");
    const password = await passwordHash(input.next);
    const letter = {
      account: null,
      to: person!.email,
      subject: phrase("mail.passwordSubject"),
      text: phrase("mail.passwordText"),
      link: `${world.publicUrl}/console.html`,
    };
    await commit(scope, { fresh: personById(caller.person) }, ({ fresh: [fresh] }) => [
      changePerson(fresh!, { password }),
      ...world.limits.right(own),
      endResets(caller.person, scope.now),
      endSessionsBut(caller.person, caller.session),
      ...letterEffects(world, scope, letter),
    ]);
    world.door.sessionsEnded(caller.person, caller.session);
    return null;
  }),
};
