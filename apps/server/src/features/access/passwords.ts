import {
  LinkTokenInput,
  ChangePasswordInput,
  ResetPasswordInput,
  RequestPasswordResetInput,
} from "@callboard/domain/access/schema";
import { fail } from "@callboard/domain/core/failure";
import { message } from "@callboard/domain/core/message";
import { mailEffects } from "../../integrations/mail/composeMail.ts";
import { enqueueResetMail } from "./resetMail.ts";
import { commit, read } from "../../store/commit.ts";
import { publicProcedure, personProcedure } from "../../rpc/procedures.ts";
import { rememberDevice } from "../../auth/devices.ts";
import { findValidToken } from "../../rpc/mailedLinks.ts";
import { personScope } from "../../rpc/personScope.ts";
import {
  changePerson,
  endResets,
  endOtherSessions,
  findPersonById,
  isTokenValid,
  findTokenByDigest,
  useToken,
  endSessions,
} from "../../auth/people.ts";
import { passwordHash, passwordMatches } from "../../auth/secrets.ts";

export const passwordProcedures = {
  /** Does the same, and gives the same answer, whether or not somebody has this address. */
  requestReset: publicProcedure.input(RequestPasswordResetInput).mutation(async ({ ctx, input }) => {
    await ctx.services.throttle.countAttempt(["mail to address", input.email], ["mail from address", ctx.network]);
    const scope = personScope(ctx, "");
    await commit(scope, {}, (_facts, { now, newId }) => [enqueueResetMail(newId(), input.email, now)]);
    return null;
  }),

  /** Checks that a reset link is still valid before the person thinks of a new password. */
  checkResetLink: publicProcedure
    .meta({ onReplay: "again" })
    .input(LinkTokenInput)
    .mutation(async ({ ctx, input }) => {
      await findValidToken(ctx, input.token, "reset");
      return null;
    }),

  resetPassword: publicProcedure.input(ResetPasswordInput).mutation(async ({ ctx, input }) => {
    const scope = personScope(ctx, "");
    const { digest, subject: person } = await findValidToken(ctx, input.token, "reset");
    const password = await passwordHash(input.password);
    const queries = { token: findTokenByDigest(digest), person: findPersonById(person) };
    await commit(scope, queries, ({ token: [token], person: [row] }, { now }) => {
      if (!isTokenValid(token, "reset", now) || !row) return fail("conflict", "access.linkExpired");
      return [
        useToken(token, now),
        endResets(person, now),
        changePerson(row, { password }),
        endSessions(person),
        // Strangers may have used up the sign-in tries of unknown devices, so the device that resets the password
        // becomes a known one.
        ...rememberDevice(person, input.device, now),
      ];
    });
    ctx.services.sessions.endSessions(person);
    return null;
  }),

  changePassword: personProcedure.input(ChangePasswordInput).mutation(async ({ ctx, input }) => {
    const { caller, scope, services } = ctx;
    const attemptKey = ["own", `password ${caller.person}`] as const;
    await services.throttle.countAttempt(attemptKey);
    const [person] = (await read(scope, { person: findPersonById(caller.person) })).person;
    if (!(await passwordMatches(person!.password, input.current)))
      fail("invalid", "access.currentPasswordWrong", {}, "current");
    const password = await passwordHash(input.next);
    const mail = {
      account: null,
      to: person!.email,
      subject: message("mail.passwordSubject"),
      text: message("mail.passwordText"),
      link: `${services.publicUrl}/console.html`,
    };
    await commit(scope, { fresh: findPersonById(caller.person) }, ({ fresh: [fresh] }) => [
      changePerson(fresh!, { password }),
      ...services.throttle.succeed(attemptKey),
      endResets(caller.person, scope.now),
      endOtherSessions(caller.person, caller.session),
      ...mailEffects(services, scope, mail),
    ]);
    services.sessions.endSessions(caller.person, caller.session);
    return null;
  }),
};
