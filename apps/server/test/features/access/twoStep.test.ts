import { expect, test } from "vitest";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { totpCode } from "../../../src/auth/secondStep.ts";
import { DEMO_PASSWORD } from "../../../src/features/demo/people.ts";
import { bytesOnDisk, DAY, HOUR, openTestApp, failureOf, SECOND, type TestApp } from "../../support/kit.ts";

const dana = "dana@callboard.demo";
const signIn = (app: TestApp, code?: string, password = DEMO_PASSWORD, email = dana) =>
  app.with(null, { from: `${Math.random()}` }).access.signIn({ email, password, ...(code ? { code } : {}) });
const wrong = { code: "signed-out", key: "access.codeWrong", field: "code" };
const over = { code: "conflict", key: "access.linkOver" };

async function withTwoSteps() {
  const app = await openTestApp();
  const { secret } = await app.as(dana).access.startTotp();
  const { recoveryCodes } = await app.as(dana).access.confirmTotp({ code: totpCode(secret, app.now()) });
  return { it: app, secret, recoveryCodes, code: (ahead = 0) => totpCode(secret, app.now() + ahead) };
}

test("two-step sign-in asks for a code once it is on, which needs a valid code first", async () => {
  const app = await openTestApp();
  const { secret } = await app.as(dana).access.startTotp();
  await signIn(app);
  const proof = totpCode(secret, app.now());
  expect(
    await failureOf(app.as(dana).access.confirmTotp({ code: proof === "000000" ? "000001" : "000000" })),
  ).toMatchObject({
    key: "access.codeWrong",
  });
  await app.as(dana).access.confirmTotp({ code: proof });
  expect(await failureOf(signIn(app))).toEqual({ code: "signed-out", key: "access.codeNeeded", field: "code" });
  expect(await failureOf(app.as(dana).access.startTotp())).toMatchObject({ key: "access.totpOnAlready" });
});

test("a code works once, and only within half a minute before or after", async () => {
  const { it: app, code } = await withTwoSteps();
  expect(await failureOf(signIn(app, code()))).toEqual(wrong);
  app.pass(30 * SECOND);
  await signIn(app, code());
  expect(await failureOf(signIn(app, code()))).toEqual(wrong);
  await signIn(app, code(30 * SECOND));
  app.pass(10 * 30 * SECOND);
  expect(await failureOf(signIn(app, code(-2 * 30 * SECOND)))).toEqual(wrong);
  expect(await failureOf(signIn(app, code(2 * 30 * SECOND)))).toEqual(wrong);
  await signIn(app, code(-30 * SECOND));
});

test("a valid code isn't used up by a wrong password", async () => {
  const { it: app, code } = await withTwoSteps();
  app.pass(30 * SECOND);
  expect((await failureOf(signIn(app, code(), "a wrong password"))).key).toBe("access.wrongPassword");
  await signIn(app, code());
});

test("each recovery code works once", async () => {
  const { it: app, recoveryCodes } = await withTwoSteps();
  expect(recoveryCodes).toHaveLength(8);
  await signIn(app, recoveryCodes[3]);
  expect(await failureOf(signIn(app, recoveryCodes[3]))).toEqual(wrong);
  await signIn(app, recoveryCodes[0]);
  expect(await failureOf(signIn(app, "aaaaa-bbbbb"))).toEqual(wrong);
});

test("turning off two-step sign-in needs the password", async () => {
  const { it: app } = await withTwoSteps();
  expect(await failureOf(app.as(dana).access.removeTotp({ password: "a wrong password" }))).toMatchObject({
    key: "access.passwordNotRight",
  });
  await app.as(dana).access.removeTotp({ password: DEMO_PASSWORD });
  await signIn(app);
  expect(await failureOf(app.as(dana).access.removeTotp({ password: DEMO_PASSWORD }))).toMatchObject({
    key: "access.totpOff",
  });
});

test("a reset link works once, changes the password and ends every session", async () => {
  const app = await openTestApp();
  await app.with(null).access.requestReset({ email: dana });
  const token = await app.link(dana);
  await app.as(dana).access.me();
  const password = "an entirely new password";
  await app.with(null).access.resetPassword({ token, password });
  expect((await failureOf(app.as(dana).access.me())).code).toBe("signed-out");
  expect((await failureOf(signIn(app))).key).toBe("access.wrongPassword");
  await signIn(app, undefined, password);
  expect(await failureOf(app.with(null).access.resetPassword({ token, password: "yet another password" }))).toEqual(
    over,
  );
  await signIn(app, undefined, password);
  await app.as("mary@callboard.demo").access.me();
});

test("a reset link expires after an hour", async () => {
  const app = await openTestApp();
  await app.with(null).access.requestReset({ email: dana });
  const token = await app.link(dana);
  app.pass(HOUR);
  const password = "an entirely new password";
  expect(await failureOf(app.with(null).access.resetPassword({ token, password }))).toEqual(over);
  await app.with(null).access.requestReset({ email: dana });
  const next = await app.link(dana);
  app.pass(HOUR - 1);
  await app.with(null).access.resetPassword({ token: next, password });
});

test("requesting a reset does the same for an unknown address: answer, written rows, statements", async () => {
  const app = await openTestApp();
  const { db } = app.world;
  const asked = async (email: string) => {
    const reads: unknown[] = [];
    const counts = async () =>
      (
        await app.rows(
          "SELECT (SELECT count(*) FROM jobs) AS jobs, (SELECT count(*) FROM tokens) AS tokens, (SELECT count(*) FROM mails) AS mails",
        )
      )[0]!;
    const before = await counts();
    app.world.db = {
      ...db,
      write: (work) => {
        reads.push(work.reads.map(({ sql }) => sql));
        return db.write({
          ...work,
          decide: async (found) => {
            const decision = await work.decide(found);
            reads.push(decision.writes.map(({ sql }) => sql));
            return decision;
          },
        });
      },
    };
    const answer = await app.with(null).access.requestReset({ email });
    app.world.db = db;
    const after = await counts();
    return { answer, reads, more: Object.keys(after).map((name) => Number(after[name]) - Number(before[name])) };
  };
  const [nobody, somebody] = [await asked("nobody@example.com"), await asked(dana)];
  expect(nobody).toEqual(somebody);
  expect(nobody).toMatchObject({ answer: null, more: [1, 0, 0] });
  await runDueJobs(app.world);
  const mailed = await app.rows("SELECT recipient FROM mails WHERE account IS NULL AND created_at = ?", app.now());
  expect(mailed.map(({ recipient }) => recipient)).toEqual([dana]);
});

test("an invitation can't be used as a reset link, nor a reset link as an invitation", async () => {
  const app = await openTestApp();
  await app.as(dana, "northwind").access.invite({ email: "nora@example.com", name: "Nora", role: "agent" });
  const invitation = await app.link("nora@example.com");
  await app.with(null).access.requestReset({ email: dana });
  const reset = await app.link(dana);
  const password = "an entirely new password";
  expect(await failureOf(app.with(null).access.resetPassword({ token: invitation, password }))).toEqual(over);
  expect(await failureOf(app.with(null).access.acceptInvitation({ token: reset, password }))).toEqual(over);
  expect(await failureOf(app.with(null).access.invitation({ token: reset }))).toEqual(over);
});

test("changing the password needs the old one, keeps this session and ends the others", async () => {
  const app = await openTestApp();
  const other = await signIn(app);
  const next = "an entirely new password";
  expect(await failureOf(app.as(dana).access.changePassword({ current: "a wrong one", next }))).toEqual({
    code: "invalid",
    key: "access.passwordNotRight",
    field: "current",
  });
  await app.as(dana).access.changePassword({ current: DEMO_PASSWORD, next });
  expect((await failureOf(app.with(other.secret).access.me())).code).toBe("signed-out");
  await app.as(dana).access.me();
  await signIn(app, undefined, next);
  const mails = await app.rows("SELECT subject FROM mails WHERE recipient = ? ORDER BY rowid DESC LIMIT 1", dana);
  expect(mails[0]!.subject).toBe("Your Callboard password was changed");
});

test("no secret is stored in plain text: in any table, in the file or in its log", async () => {
  const { it: app, secret: totp, recoveryCodes, code } = await withTwoSteps();
  app.pass(DAY);
  const session = await signIn(app, code());
  const key = await app.as(dana, "northwind").access.createApiKey({ name: "Board", deeds: ["read the board"] });
  await app
    .as(dana, "northwind", { key: "replayable" })
    .access.createApiKey({ name: "Two", deeds: ["read the board"] });
  const password = "a password like no other 4711";
  await app.with(null).access.requestReset({ email: "milo@callboard.demo" });
  const reset = await app.link("milo@callboard.demo");
  await app.with(null).access.resetPassword({ token: reset, password });
  await app.with(null).access.requestReset({ email: "ava@callboard.demo" });
  const waiting = await app.link("ava@callboard.demo");
  const bytes = bytesOnDisk(app.file);
  const secrets = [session.secret, key.secret, app.keys.all, app.sessions[dana]!, DEMO_PASSWORD, password, totp];
  for (const secret of [...secrets, reset, waiting]) expect(bytes.includes(secret), secret).toBe(false);
  for (const one of recoveryCodes) expect(bytes.includes(one), one).toBe(false);
  const stored = await app.rows("SELECT password FROM people WHERE password IS NOT NULL");
  for (const row of stored) expect(row.password).toMatch(/^\$argon2id\$/);
});
