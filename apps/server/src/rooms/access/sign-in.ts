import { PersonName, SignIn, ThisSession } from "@callboard/domain/access.schema";
import { decided, type Effect } from "@callboard/domain/decision";
import { refuse } from "@callboard/domain/failure";
import type { Instant } from "@callboard/domain/time";
import { stmt } from "../../db.ts";
import { rows } from "../../needs.ts";
import { commit, look } from "../../store.ts";
import { anyone, signedIn } from "../../trpc.ts";
import type { World } from "../../world.ts";
import { knowDevice, triesOf } from "./devices.ts";
import { ownScope } from "./own-scope.ts";
import {
  accessWrite,
  changePerson,
  endSession,
  openSession,
  type PersonRow,
  personByEmail,
  personById,
} from "./people.ts";
import { spendRecoveryCode, totpStep } from "./second-step.ts";
import { newSecret, passwordMatches } from "./secrets.ts";

/**
 * Checks the second step and answers what to write down of it. Throws `signed-out` with what is missing. Each write
 * holds only against what was read: on a remote database a code that two calls bring at once is decided anew.
 */
function secondStep(world: World, person: PersonRow, code: string | undefined, now: Instant): Effect[] {
  if (person.totp === null) return [];
  if (code === undefined) return refuse("signed-out", "access.codeNeeded", {}, "code");
  if (code.includes("-")) {
    const left = spendRecoveryCode(person.recovery, code) ?? refuse("signed-out", "access.codeWrong", {}, "code");
    return [changePerson(person, { recovery: left })];
  }
  const step =
    totpStep(world.seal.open(person.totp), code, Number(person.totp_last), now) ??
    refuse("signed-out", "access.codeWrong", {}, "code");
  return [changePerson(person, { totp_last: step })];
}

export const signInProcedures = {
  signIn: anyone
    .meta({ repeated: "again" })
    .input(SignIn)
    .mutation(async ({ ctx, input }) => {
      const { limits } = ctx.world;
      const scope = ownScope(ctx, "");
      const tries = await triesOf(ctx.world, { email: input.email, from: ctx.from, device: input.device }, scope.now);
      await limits.spend(...tries);
      const [person] = (await look(scope, { person: personByEmail(input.email) })).person;
      if (!(await passwordMatches(person?.password ?? null, input.password)) || !person)
        return refuse("signed-out", "access.wrongPassword", {}, "password");
      const secret = newSecret("cbs");
      return commit(ownScope(ctx, person.id), { fresh: personById(person.id) }, ({ fresh }, { now, newId }) => {
        // A password that was changed while this one was checked lets nobody in.
        if (fresh[0]?.password !== person.password) return refuse("signed-out", "access.wrongPassword", {}, "password");
        const session = newId();
        return decided(
          [
            ...secondStep(ctx.world, fresh[0]!, input.code, now),
            openSession(session, secret, person.id, ctx.device, now),
            ...knowDevice(person.id, input.device, now),
            ...limits.right(...tries),
          ],
          { secret, session, person: person.id },
        );
      });
    }),

  signOut: signedIn.meta({ repeated: "again" }).mutation(async ({ ctx }) => {
    const { session, person } = ctx.caller;
    await commit(ctx.scope, {}, () => [endSession(session, person)]);
    ctx.world.door.sessionEnded(session);
    return null;
  }),

  signOutEverywhere: signedIn.meta({ repeated: "again" }).mutation(async ({ ctx }) => {
    await commit(ctx.scope, {}, () => [accessWrite("DELETE FROM sessions WHERE person = ?", ctx.caller.person)]);
    ctx.world.door.sessionsEnded(ctx.caller.person);
    return null;
  }),

  sessions: signedIn.query(async ({ ctx }) => {
    const [found] = await ctx.world.db.read([
      stmt(
        "SELECT id, device, created_at, seen_at FROM sessions WHERE person = ? AND expires_at > ? ORDER BY seen_at DESC, id",
        ctx.caller.person,
        ctx.scope.now,
      ),
    ]);
    return found!.map((row) => ({
      id: row.id as string,
      device: row.device as string,
      createdAt: Number(row.created_at),
      seenAt: Number(row.seen_at),
      current: row.id === ctx.caller.session,
    }));
  }),

  endSession: signedIn.input(ThisSession).mutation(async ({ ctx, input }) => {
    await commit(
      ctx.scope,
      { found: rows("SELECT 1 FROM sessions WHERE id = ? AND person = ?", input.id, ctx.caller.person) },
      ({ found }) =>
        found.length === 0
          ? refuse("not-found", "access.sessionMissing", {}, "id")
          : [endSession(input.id, ctx.caller.person)],
    );
    ctx.world.door.sessionEnded(input.id);
    return null;
  }),

  rename: signedIn.input(PersonName).mutation(async ({ ctx, input }) => {
    await commit(ctx.scope, { person: personById(ctx.caller.person) }, ({ person: [person] }) => [
      changePerson(person!, { name: input.name }),
    ]);
    ctx.world.door.forgetAll();
    return null;
  }),
};
