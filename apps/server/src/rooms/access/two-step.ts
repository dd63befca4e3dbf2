import { OwnPassword, TotpCode } from "@callboard/domain/access.schema";
import { decided } from "@callboard/domain/decision";
import { refuse } from "@callboard/domain/failure";
import { commit, look } from "../../store.ts";
import { signedIn } from "../../trpc.ts";
import { accessWrite, personById } from "./people.ts";
import { newRecoveryCodes, newTotpSecret, recoveryDigests, totpAddress, totpStep } from "./second-step.ts";
import { passwordMatches } from "./secrets.ts";

export const twoStepProcedures = {
  /** Begins the second step: the key is pending until a code proves that the app has it. */
  startTotp: signedIn.meta({ repeated: "again" }).mutation(async ({ ctx }) => {
    const secret = newTotpSecret();
    const person = await commit(ctx.scope, { person: personById(ctx.caller.person) }, ({ person: [person] }) => {
      if (person!.totp !== null) return refuse("conflict", "access.totpOnAlready");
      return decided(
        [accessWrite("UPDATE people SET totp_pending = ? WHERE id = ?", ctx.world.seal.close(secret), person!.id)],
        person!,
      );
    });
    return { secret, address: totpAddress(secret, person.email) };
  }),

  confirmTotp: signedIn
    .meta({ repeated: "secret" })
    .input(TotpCode)
    .mutation(async ({ ctx, input }) => {
      const { caller, scope, world } = ctx;
      const own = ["own", `code ${caller.person}`] as const;
      await world.limits.spend(own);
      return commit(scope, { person: personById(caller.person) }, ({ person: [person] }, { now }) => {
        if (!person?.totp_pending) return refuse("conflict", "access.totpNotStarted");
        const step =
          totpStep(world.seal.open(person.totp_pending), input.code, 0, now) ??
          refuse("invalid", "access.codeWrong", {}, "code");
        const codes = newRecoveryCodes();
        const write = accessWrite(
          "UPDATE people SET totp = totp_pending, totp_pending = NULL, totp_last = ?, recovery = ? WHERE id = ?",
          step,
          recoveryDigests(codes),
          person.id,
        );
        return decided([write, ...world.limits.right(own)], { recoveryCodes: codes });
      });
    }),

  removeTotp: signedIn.input(OwnPassword).mutation(async ({ ctx, input }) => {
    const { caller, scope, world } = ctx;
    const own = ["own", `password ${caller.person}`] as const;
    await world.limits.spend(own);
    const [person] = (await look(scope, { person: personById(caller.person) })).person;
    if (!(await passwordMatches(person!.password, input.password)))
      refuse("invalid", "access.passwordNotRight", {}, "password");
    if (person!.totp === null) refuse("conflict", "access.totpOff");
    await commit(scope, {}, () => [
      accessWrite("UPDATE people SET totp = NULL, totp_pending = NULL, recovery = '[]' WHERE id = ?", caller.person),
      ...world.limits.right(own),
    ]);
    return null;
  }),
};
