import { ConfirmPasswordInput, TotpCodeInput } from "@callboard/domain/access/schema";
import { decision } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import { commit, read } from "../../store/commit.ts";
import { personProcedure } from "../../rpc/procedures.ts";
import { changePerson, findPersonById } from "../../auth/people.ts";
import { newRecoveryCodes, newTotpSecret, recoveryDigests, totpAddress, totpStep } from "../../auth/secondStep.ts";
import { passwordMatches } from "../../auth/secrets.ts";

export const twoStepProcedures = {
  /** Starts setting up the second step: the key is pending until a code proves that the app has it. */
  startTotp: personProcedure.meta({ onReplay: "again" }).mutation(async ({ ctx }) => {
    const secret = newTotpSecret();
    const person = await commit(ctx.scope, { person: findPersonById(ctx.caller.person) }, ({ person: [person] }) => {
      if (person!.totp !== null) return fail("conflict", "access.totpOnAlready");
      return decision([changePerson(person!, { totp_pending: ctx.services.seal.encrypt(secret) })], person!);
    });
    return { secret, address: totpAddress(secret, person.email) };
  }),

  confirmTotp: personProcedure
    .meta({ onReplay: "secret" })
    .input(TotpCodeInput)
    .mutation(async ({ ctx, input }) => {
      const { caller, scope, services } = ctx;
      const attemptKey = ["own", `code ${caller.person}`] as const;
      await services.throttle.countAttempt(attemptKey);
      return commit(scope, { person: findPersonById(caller.person) }, ({ person: [person] }, { now }) => {
        if (!person?.totp_pending) return fail("conflict", "access.totpNotStarted");
        const step =
          totpStep(services.seal.decrypt(person.totp_pending), input.code, 0, now) ??
          fail("invalid", "access.codeWrong", {}, "code");
        const codes = newRecoveryCodes();
        const { totp_pending: totp } = person;
        const changes = { totp, totp_pending: null, totp_last: step, recovery: recoveryDigests(codes) };
        return decision([changePerson(person, changes), ...services.throttle.succeed(attemptKey)], {
          recoveryCodes: codes,
        });
      });
    }),

  removeTotp: personProcedure.input(ConfirmPasswordInput).mutation(async ({ ctx, input }) => {
    const { caller, scope, services } = ctx;
    const attemptKey = ["own", `password ${caller.person}`] as const;
    await services.throttle.countAttempt(attemptKey);
    const [person] = (await read(scope, { person: findPersonById(caller.person) })).person;
    if (!(await passwordMatches(person!.password, input.password)))
      fail("invalid", "access.currentPasswordWrong", {}, "password");
    if (person!.totp === null) fail("conflict", "access.totpOff");
    await commit(scope, { fresh: findPersonById(caller.person) }, ({ fresh: [fresh] }) => [
      changePerson(fresh!, { totp: null, totp_pending: null, recovery: "[]" }),
      ...services.throttle.succeed(attemptKey),
    ]);
    return null;
  }),
};
