import { OwnPassword, TotpCode } from "@callboard/domain/access.schema";
import { decided } from "@callboard/domain/decision";
import { refuse } from "@callboard/domain/failure";
import { commit, look } from "../../store.ts";
import { signedIn } from "../../trpc.ts";
import { changePerson, personById } from "./people.ts";
import { newRecoveryCodes, newTotpSecret, recoveryDigests, totpAddress, totpStep } from "./second-step.ts";
import { passwordMatches } from "./secrets.ts";

export const twoStepProcedures = {
  /** Begins the second step: the key is pending until a code proves that the app has it. */
  startTotp: signedIn.meta({ repeated: "again" }).mutation(async ({ ctx }) => {
    const secret = newTotpSecret();
    const person = await commit(ctx.scope, { person: personById(ctx.caller.person) }, ({ person: [person] }) => {
      if (person!.totp !== null) return refuse("conflict", "access.totpOnAlready");
      return decided([changePerson(person!, { totp_pending: ctx.world.seal.close(secret) })], person!);
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
        const { totp_pending: totp } = person;
        const row = { totp, totp_pending: null, totp_last: step, recovery: recoveryDigests(codes) };
        return decided([changePerson(person, row), ...world.limits.right(own)], { recoveryCodes: codes });
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
    await commit(scope, { fresh: personById(caller.person) }, ({ fresh: [fresh] }) => [
      changePerson(fresh!, { totp: null, totp_pending: null, recovery: "[]" }),
      ...world.limits.right(own),
    ]);
    return null;
  }),
};
