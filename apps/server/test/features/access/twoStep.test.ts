import { expect, test } from "vitest";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { totpCode } from "../../../src/auth/secondStep.ts";
import { DEMO_PASSWORD } from "../../../src/features/demo/people.ts";
import { bytesOnDisk, DAY, HOUR, openTestApp, failureOf, SECOND, type TestApp } from "../../support/kit.ts";

const dana = "dana@callboard.demo";
const signIn = (app: TestApp, code?: string, password = DEMO_PASSWORD, email = dana) =>
  app.callerWith(null, { network: `${Math.random()}` }).access.signIn({ email, password, ...(code ? { code } : {}) });
const wrong = { code: "signed-out", key: "access.codeWrong", field: "code" };
const expired = { code: "conflict", key: "access.linkExpired" };

async function withTwoSteps() {
  const app = await openTestApp();
  const { secret } = await app.callerFor(dana).access.startTotp();
  const { recoveryCodes } = await app.callerFor(dana).access.confirmTotp({ code: totpCode(secret, app.now()) });
  return { app, secret, recoveryCodes, code: (ahead = 0) => totpCode(secret, app.now() + ahead) };
}

test("two-step sign-in asks for a code once it is on, which needs a valid code first", async () => {
  const app = await openTestApp();
  const { secret } = await app.callerFor(dana).access.startTotp();
  await signIn(app);
  const validCode = totpCode(secret, app.now());
  expect(
    await failureOf(app.callerFor(dana).access.confirmTotp({ code: validCode === "000000" ? "000001" : "000000" })),
  ).toMatchObject({
    key: "access.codeWrong",
  });
  await app.callerFor(dana).access.confirmTotp({ code: validCode });
  expect(await failureOf(signIn(app))).toEqual({ code: "signed-out", key: "access.codeNeeded", field: "code" });
  expect(await failureOf(app.callerFor(dana).access.startTotp())).toMatchObject({ key: "access.totpOnAlready" });
});

test("a code works once, and only within half a minute before or after", async () => {
  const { app, code } = await withTwoSteps();
  expect(await failureOf(signIn(app, code()))).toEqual(wrong);
  app.advance(30 * SECOND);
  await signIn(app, code());
  expect(await failureOf(signIn(app, code()))).toEqual(wrong);
  await signIn(app, code(30 * SECOND));
  app.advance(10 * 30 * SECOND);
  expect(await failureOf(signIn(app, code(-2 * 30 * SECOND)))).toEqual(wrong);
  expect(await failureOf(signIn(app, code(2 * 30 * SECOND)))).toEqual(wrong);
  await signIn(app, code(-30 * SECOND));
});

test("a valid code isn't used up by a wrong password", async () => {
  const { app, code } = await withTwoSteps();
  app.advance(30 * SECOND);
  expect((await failureOf(signIn(app, code(), "a wrong password"))).key).toBe("access.wrongPassword");
  await signIn(app, code());
});

test("each recovery code works once", async () => {
  const { app, recoveryCodes } = await withTwoSteps();
  expect(recoveryCodes).toHaveLength(8);
  await signIn(app, recoveryCodes[3]);
  expect(await failureOf(signIn(app, recoveryCodes[3]))).toEqual(wrong);
  await signIn(app, recoveryCodes[0]);
  expect(await failureOf(signIn(app, "aaaaa-bbbbb"))).toEqual(wrong);
});

test("turning off two-step sign-in needs the password", async () => {
  const { app } = await withTwoSteps();
  expect(await failureOf(app.callerFor(dana).access.removeTotp({ password: "a wrong password" }))).toMatchObject({
    key: "access.currentPasswordWrong",
  });
  await app.callerFor(dana).access.removeTotp({ password: DEMO_PASSWORD });
  await signIn(app);
  expect(await failureOf(app.callerFor(dana).access.removeTotp({ password: DEMO_PASSWORD }))).toMatchObject({
    key: "access.totpOff",
  });
});

test("a reset link works once, changes the password and ends every session", async () => {
  const app = await openTestApp();
  await app.callerWith(null).access.requestReset({ email: dana });
  const token = await app.mailedLink(dana);
  await app.callerFor(dana).access.me();
  const password = "an entirely new password";
  await app.callerWith(null).access.resetPassword({ token, password });
  expect((await failureOf(app.callerFor(dana).access.me())).code).toBe("signed-out");
  expect((await failureOf(signIn(app))).key).toBe("access.wrongPassword");
  await signIn(app, undefined, password);
  expect(
    await failureOf(app.callerWith(null).access.resetPassword({ token, password: "yet another password" })),
  ).toEqual(expired);
  await signIn(app, undefined, password);
  await app.callerFor("mary@callboard.demo").access.me();
});

test("a reset link expires after an hour", async () => {
  const app = await openTestApp();
  await app.callerWith(null).access.requestReset({ email: dana });
  const token = await app.mailedLink(dana);
  app.advance(HOUR);
  const password = "an entirely new password";
  expect(await failureOf(app.callerWith(null).access.resetPassword({ token, password }))).toEqual(expired);
  await app.callerWith(null).access.requestReset({ email: dana });
  const next = await app.mailedLink(dana);
  app.advance(HOUR - 1);
  await app.callerWith(null).access.resetPassword({ token: next, password });
});

test("requesting a reset does the same for an unknown address: answer, written rows, statements", async () => {
  const app = await openTestApp();
  const { db } = app.services;
  const requestReset = async (email: string) => {
    const reads: unknown[] = [];
    const counts = async () =>
      (
        await app.selectRows(
          "SELECT (SELECT count(*) FROM jobs) AS jobs, (SELECT count(*) FROM tokens) AS tokens, (SELECT count(*) FROM mails) AS mails",
        )
      )[0]!;
    const before = await counts();
    app.services.db = {
      ...db,
      write: (work) => {
        reads.push(work.reads.map(({ sql }) => sql));
        return db.write({
          ...work,
          decide: async (rows) => {
            const decision = await work.decide(rows);
            reads.push(decision.writes.map(({ sql }) => sql));
            return decision;
          },
        });
      },
    };
    const answer = await app.callerWith(null).access.requestReset({ email });
    app.services.db = db;
    const after = await counts();
    return { answer, reads, addedRows: Object.keys(after).map((name) => Number(after[name]) - Number(before[name])) };
  };
  const [nobody, somebody] = [await requestReset("nobody@example.com"), await requestReset(dana)];
  expect(nobody).toEqual(somebody);
  expect(nobody).toMatchObject({ answer: null, addedRows: [1, 0, 0] });
  await runDueJobs(app.services);
  const mailed = await app.selectRows(
    "SELECT recipient FROM mails WHERE account IS NULL AND created_at = ?",
    app.now(),
  );
  expect(mailed.map(({ recipient }) => recipient)).toEqual([dana]);
});

test("an invitation can't be used as a reset link, nor a reset link as an invitation", async () => {
  const app = await openTestApp();
  await app.callerFor(dana, "northwind").access.invite({ email: "nora@example.com", name: "Nora", role: "agent" });
  const invitation = await app.mailedLink("nora@example.com");
  await app.callerWith(null).access.requestReset({ email: dana });
  const resetToken = await app.mailedLink(dana);
  const password = "an entirely new password";
  expect(await failureOf(app.callerWith(null).access.resetPassword({ token: invitation, password }))).toEqual(expired);
  expect(await failureOf(app.callerWith(null).access.acceptInvitation({ token: resetToken, password }))).toEqual(
    expired,
  );
  expect(await failureOf(app.callerWith(null).access.invitation({ token: resetToken }))).toEqual(expired);
});

test("changing the password needs the old one, keeps this session and ends the others", async () => {
  const app = await openTestApp();
  const other = await signIn(app);
  const next = "an entirely new password";
  expect(await failureOf(app.callerFor(dana).access.changePassword({ current: "a wrong one", next }))).toEqual({
    code: "invalid",
    key: "access.currentPasswordWrong",
    field: "current",
  });
  await app.callerFor(dana).access.changePassword({ current: DEMO_PASSWORD, next });
  expect((await failureOf(app.callerWith(other.secret).access.me())).code).toBe("signed-out");
  await app.callerFor(dana).access.me();
  await signIn(app, undefined, next);
  const mails = await app.selectRows("SELECT subject FROM mails WHERE recipient = ? ORDER BY rowid DESC LIMIT 1", dana);
  expect(mails[0]!.subject).toBe("Your Callboard password was changed");
});

test("no secret is stored in plain text: in any table, in the file or in its log", async () => {
  const { app, secret: totp, recoveryCodes, code } = await withTwoSteps();
  app.advance(DAY);
  const session = await signIn(app, code());
  const key = await app
    .callerFor(dana, "northwind")
    .access.createApiKey({ name: "Board", permissions: ["read the board"] });
  await app
    .callerFor(dana, "northwind", { key: "replayable" })
    .access.createApiKey({ name: "Two", permissions: ["read the board"] });
  const password = "a password like no other 4711";
  await app.callerWith(null).access.requestReset({ email: "milo@callboard.demo" });
  const resetToken = await app.mailedLink("milo@callboard.demo");
  await app.callerWith(null).access.resetPassword({ token: resetToken, password });
  await app.callerWith(null).access.requestReset({ email: "ava@callboard.demo" });
  const unusedToken = await app.mailedLink("ava@callboard.demo");
  const bytes = bytesOnDisk(app.file);
  const secrets = [session.secret, key.secret, app.keys.all, app.sessions[dana]!, DEMO_PASSWORD, password, totp];
  for (const secret of [...secrets, resetToken, unusedToken]) expect(bytes.includes(secret), secret).toBe(false);
  for (const one of recoveryCodes) expect(bytes.includes(one), one).toBe(false);
  const stored = await app.selectRows("SELECT password FROM people WHERE password IS NOT NULL");
  for (const row of stored) expect(row.password).toMatch(/^\$argon2id\$/);
});
