import { PersonNameInput, SignInInput, SessionInput } from "@callboard/domain/access/schema";
import { decision, type Effect } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import type { Instant } from "@callboard/domain/core/time";
import { commit, read } from "../../store/commit.ts";
import { publicProcedure, personProcedure } from "../../rpc/procedures.ts";
import type { Services } from "../../services.ts";
import { rememberDevice, signInAttemptKeys } from "../../auth/devices.ts";
import { personScope } from "../../rpc/personScope.ts";
import {
  changePerson,
  endSession,
  openSession,
  type PersonRow,
  findPersonByEmail,
  findPersonById,
  endSessions,
  findOwnSession,
  findSessions,
} from "../../auth/people.ts";
import { useRecoveryCode, totpStep } from "../../auth/secondStep.ts";
import { newSecret, passwordMatches } from "../../auth/secrets.ts";

/**
 * Checks the second step and returns the effects that record it. Throws `signed-out` with what is missing. Each write
 * depends on the value that was read: if two calls use the same code on a remote database, the second is decided again.
 */
function checkSecondStep(services: Services, person: PersonRow, code: string | undefined, now: Instant): Effect[] {
  if (person.totp === null) return [];
  if (code === undefined) return fail("signed-out", "access.codeNeeded", {}, "code");
  if (code.includes("-")) {
    const recovery = useRecoveryCode(person.recovery, code) ?? fail("signed-out", "access.codeWrong", {}, "code");
    return [changePerson(person, { recovery })];
  }
  const step =
    totpStep(services.seal.decrypt(person.totp), code, Number(person.totp_last), now) ??
    fail("signed-out", "access.codeWrong", {}, "code");
  return [changePerson(person, { totp_last: step })];
}

export const signInProcedures = {
  signIn: publicProcedure
    .meta({ onReplay: "again" })
    .input(SignInInput)
    .mutation(async ({ ctx, input }) => {
      const { throttle } = ctx.services;
      const scope = personScope(ctx, "");
      const attemptKeys = await signInAttemptKeys(
        ctx.services,
        { email: input.email, from: ctx.network, device: input.device },
        scope.now,
      );
      await throttle.countAttempt(...attemptKeys);
      const [person] = (await read(scope, { person: findPersonByEmail(input.email) })).person;
      if (!(await passwordMatches(person?.password ?? null, input.password)) || !person)
        return fail("signed-out", "access.wrongPassword", {}, "password");
      const secret = newSecret("cbs");
      return commit(personScope(ctx, person.id), { fresh: findPersonById(person.id) }, ({ fresh }, { now, newId }) => {
        // If the password was changed while this one was being checked, the sign-in fails.
        if (fresh[0]?.password !== person.password) return fail("signed-out", "access.wrongPassword", {}, "password");
        const session = newId();
        return decision(
          [
            ...checkSecondStep(ctx.services, fresh[0]!, input.code, now),
            openSession(session, secret, person.id, ctx.device, now),
            ...rememberDevice(person.id, input.device, now),
            ...throttle.succeed(...attemptKeys),
          ],
          { secret, session, person: person.id },
        );
      });
    }),

  signOut: personProcedure.meta({ onReplay: "again" }).mutation(async ({ ctx }) => {
    const { session, person } = ctx.caller;
    await commit(ctx.scope, {}, () => [endSession(session, person)]);
    ctx.services.sessions.endSession(session);
    return null;
  }),

  signOutEverywhere: personProcedure.meta({ onReplay: "again" }).mutation(async ({ ctx }) => {
    await commit(ctx.scope, {}, () => [endSessions(ctx.caller.person)]);
    ctx.services.sessions.endSessions(ctx.caller.person);
    return null;
  }),

  sessions: personProcedure.query(async ({ ctx }) => {
    const { sessions } = await read(ctx.scope, { sessions: findSessions(ctx.caller.person, ctx.scope.now) });
    return sessions.map((row) => ({
      id: row.id as string,
      device: row.device as string,
      createdAt: Number(row.created_at),
      seenAt: Number(row.seen_at),
      current: row.id === ctx.caller.session,
    }));
  }),

  endSession: personProcedure.input(SessionInput).mutation(async ({ ctx, input }) => {
    await commit(ctx.scope, { sessions: findOwnSession(input.id, ctx.caller.person) }, ({ sessions }) =>
      sessions.length === 0
        ? fail("not-found", "access.sessionMissing", {}, "id")
        : [endSession(input.id, ctx.caller.person)],
    );
    ctx.services.sessions.endSession(input.id);
    return null;
  }),

  rename: personProcedure.input(PersonNameInput).mutation(async ({ ctx, input }) => {
    await commit(ctx.scope, { person: findPersonById(ctx.caller.person) }, ({ person: [person] }) => [
      changePerson(person!, { name: input.name }),
    ]);
    ctx.services.sessions.clear();
    return null;
  }),
};
