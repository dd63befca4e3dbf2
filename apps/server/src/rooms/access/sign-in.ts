import {
  PersonName,
  OwnPassword,
  PasswordChange,
  Reset,
  ResetRequest,
  SignIn,
  ThisSession,
  TotpCode,
} from "@callboard/domain/access.schema";
import { decided, type Effect } from "@callboard/domain/decision";
import { refuse } from "@callboard/domain/failure";
import { phrase } from "@callboard/domain/phrase";
import type { Instant } from "@callboard/domain/time";
import { stmt } from "../../db.ts";
import { letterEffects } from "../../mail/letters.ts";
import { rows } from "../../needs.ts";
import type { Scope } from "../../scope.ts";
import { commit, look } from "../../store.ts";
import { anyone, type Ctx, signedIn } from "../../trpc.ts";
import type { World } from "../../world.ts";
import {
  accessWrite,
  addToken,
  endSession,
  endSessionsBut,
  openSession,
  type PersonRow,
  personByEmail,
  personById,
  RESET_MS,
  setPassword,
  tokenHolds,
  tokenNeed,
  useToken,
} from "./people.ts";
import {
  newRecoveryCodes,
  newTotpSecret,
  recoveryDigests,
  spendRecoveryCode,
  totpAddress,
  totpStep,
} from "./second-step.ts";
import { newSecret, passwordHash, passwordMatches } from "./secrets.ts";

/** A scope in which a person's own matters are written before or without a session. */
export function ownScope(ctx: Ctx, person: string): Scope {
  const { db, feed, now, newId } = ctx.world;
  const standing = { role: null, owner: false, softphone: false, deeds: [], operator: false };
  return {
    db,
    feed,
    now: now(),
    newId,
    account: person,
    actor: { as: "person", id: person },
    standing,
    reach: [],
    request: ctx.request,
  };
}

/** Checks the second step and answers what to write down of it. Throws `signed-out` with what is missing. */
function secondStep(world: World, person: PersonRow, code: string | undefined, now: Instant): Effect[] {
  if (person.totp === null) return [];
  if (code === undefined) return refuse("signed-out", "access.codeNeeded", {}, "code");
  if (code.includes("-")) {
    const left = spendRecoveryCode(person.recovery, code) ?? refuse("signed-out", "access.codeWrong", {}, "code");
    return [accessWrite("UPDATE people SET recovery = ? WHERE id = ?", left, person.id)];
  }
  const step =
    totpStep(world.seal.open(person.totp), code, Number(person.totp_last), now) ??
    refuse("signed-out", "access.codeWrong", {}, "code");
  return [accessWrite("UPDATE people SET totp_last = ? WHERE id = ?", step, person.id)];
}

export const signInProcedures = {
  signIn: anyone.input(SignIn).mutation(async ({ ctx, input }) => {
    await ctx.world.limits.spend("sign in", `from:${ctx.from}:${input.email}`, `name:${input.email}`);
    const scope = ownScope(ctx, "");
    const [person] = (await look(scope, { person: personByEmail(input.email) })).person;
    if (!(await passwordMatches(person?.password ?? null, input.password)) || !person)
      return refuse("signed-out", "access.wrongPassword", {}, "password");
    const secret = newSecret("cbs");
    const answer = await commit(
      ownScope(ctx, person.id),
      { fresh: personById(person.id) },
      ({ fresh }, { now, newId }) => {
        const session = newId();
        return decided(
          [
            ...secondStep(ctx.world, fresh[0]!, input.code, now),
            openSession(session, secret, person.id, ctx.device, now),
          ],
          { secret, session, person: person.id },
        );
      },
    );
    await ctx.world.limits.forget("sign in", `name:${input.email}`);
    await ctx.world.limits.forget("sign in", `from:${ctx.from}:${input.email}`);
    return answer;
  }),

  signOut: signedIn.mutation(async ({ ctx }) => {
    const { session, person } = ctx.caller;
    await commit({ ...ctx.scope, command: undefined }, {}, () => [endSession(session, person)]);
    ctx.world.door.sessionEnded(session);
    return null;
  }),

  signOutEverywhere: signedIn.mutation(async ({ ctx }) => {
    await commit(ctx.scope, {}, () => [accessWrite("DELETE FROM sessions WHERE person = ?", ctx.caller.person)]);
    ctx.world.door.sessionEnded("*");
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
    await commit(ctx.scope, {}, () => [
      accessWrite("UPDATE people SET name = ? WHERE id = ?", input.name, ctx.caller.person),
    ]);
    ctx.world.door.forgetAll();
    return null;
  }),

  /** Answers the same whether or not somebody has this address. */
  requestReset: anyone.input(ResetRequest).mutation(async ({ ctx, input }) => {
    await ctx.world.limits.spend("mail", `from:${ctx.from}`, `to:${input.email}`);
    const secret = newSecret("cbt");
    const scope = ownScope(ctx, "");
    await commit(scope, { person: personByEmail(input.email) }, ({ person: [person] }, { now }) => {
      if (!person) return [];
      const link = `${ctx.world.publicUrl}/console.html#/reset/${secret}`;
      const letter = {
        account: null,
        to: person.email,
        subject: phrase("mail.resetSubject"),
        text: phrase("mail.resetText"),
        link,
      };
      return [addToken(secret, "reset", null, person.id, now + RESET_MS), ...letterEffects(ctx.world, scope, letter)];
    });
    return null;
  }),

  resetPassword: anyone.input(Reset).mutation(async ({ ctx, input }) => {
    await ctx.world.limits.spend("sign in", `from:${ctx.from}:reset`);
    const password = await passwordHash(input.password);
    const scope = ownScope(ctx, "");
    await commit(scope, { token: tokenNeed(input.token) }, ({ token: [token] }, { now }) => {
      if (!tokenHolds(token, "reset", now)) return refuse("conflict", "access.linkOver");
      return [
        useToken(token.digest, now),
        setPassword(token.subject, password),
        accessWrite("DELETE FROM sessions WHERE person = ?", token.subject),
      ];
    });
    ctx.world.door.sessionEnded("*");
    return null;
  }),

  changePassword: signedIn.input(PasswordChange).mutation(async ({ ctx, input }) => {
    const { caller, scope, world } = ctx;
    await world.limits.spend("sign in", `password:${caller.person}`);
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
    await commit(scope, {}, () => [
      setPassword(caller.person, password),
      endSessionsBut(caller.person, caller.session),
      ...letterEffects(world, scope, letter),
    ]);
    world.door.sessionEnded("*");
    return null;
  }),

  /** Begins the second step: the key is pending until a code proves that the app has it. */
  startTotp: signedIn.mutation(async ({ ctx }) => {
    const secret = newTotpSecret();
    const person = await commit(
      { ...ctx.scope, command: undefined },
      { person: personById(ctx.caller.person) },
      ({ person: [person] }) => {
        if (person!.totp !== null) return refuse("conflict", "access.totpOnAlready");
        return decided(
          [accessWrite("UPDATE people SET totp_pending = ? WHERE id = ?", ctx.world.seal.close(secret), person!.id)],
          person!,
        );
      },
    );
    return { secret, address: totpAddress(secret, person.email) };
  }),

  confirmTotp: signedIn.input(TotpCode).mutation(async ({ ctx, input }) => {
    const { caller, scope, world } = ctx;
    await world.limits.spend("sign in", `code:${caller.person}`);
    return commit(
      scope,
      { person: personById(caller.person) },
      ({ person: [person] }, { now }) => {
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
        return decided([write], { recoveryCodes: codes });
      },
      { secret: true },
    );
  }),

  removeTotp: signedIn.input(OwnPassword).mutation(async ({ ctx, input }) => {
    const { caller, scope, world } = ctx;
    await world.limits.spend("sign in", `password:${caller.person}`);
    const [person] = (await look(scope, { person: personById(caller.person) })).person;
    if (!(await passwordMatches(person!.password, input.password)))
      refuse("invalid", "access.passwordNotRight", {}, "password");
    if (person!.totp === null) refuse("conflict", "access.totpOff");
    await commit(scope, {}, () => [
      accessWrite("UPDATE people SET totp = NULL, totp_pending = NULL, recovery = '[]' WHERE id = ?", caller.person),
    ]);
    return null;
  }),
};
