import { expect, test } from "vitest";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { DAY, HOUR, MINUTE, openTestApp, type TestApp } from "../../support/kit.ts";
import { openMailServer } from "../../support/mailServer.ts";

const invite = (app: TestApp, email = "nora@example.com") =>
  app
    .callerFor("dana@callboard.demo", "northwind")
    .access.invite({ email, name: "Nora <b>Nilsen</b>", role: "agent", softphone: true });
const outbox = async (app: TestApp) => (await app.callerFor("dana@callboard.demo", "northwind").mail.list()).mails;

test("an invitation reaches the mail server complete: text, page and link", async () => {
  const office = await openMailServer();
  const app = await openTestApp({ smtpUrl: office.url });
  await invite(app);
  expect((await outbox(app))[0]).toMatchObject({ to: "nora@example.com", state: "waiting" });
  expect(await runDueJobs(app.services)).toBe(1);
  const [mail] = office.mails;
  expect(mail!.subject).toBe("Dana Reyes invites you to Northwind on Callboard");
  const link = /http:\/\/callboard\.test\/console\.html\?to=join\/(\w+)#\/join\/\1\/cbt_[\w-]{43}/;
  expect(mail!.text).toMatch(link);
  expect(mail!.html).toMatch(link);
  expect(mail!.text).toContain("Dana Reyes invites you to Northwind as agent.");
  expect((await outbox(app))[0]).toMatchObject({ state: "sent", error: null });
  expect(await runDueJobs(app.services)).toBe(0);
  expect(office.mails).toHaveLength(1);
});

test("a mail that the server can't accept now is sent later", async () => {
  let code: number | null = 451;
  const office = await openMailServer(() => code);
  const app = await openTestApp({ smtpUrl: office.url });
  await invite(app);
  await runDueJobs(app.services);
  expect((await outbox(app))[0]).toMatchObject({ state: "waiting", error: expect.stringContaining("451") });
  app.advance(29_000);
  await runDueJobs(app.services);
  expect(office.recipients).toHaveLength(1);
  code = null;
  app.advance(1000);
  await runDueJobs(app.services);
  expect((await outbox(app))[0]).toMatchObject({ state: "sent", error: null });
  expect(office.mails).toHaveLength(1);
});

test("a mail that the server refuses for good has failed, and isn't tried again", async () => {
  const office = await openMailServer(() => 550);
  const app = await openTestApp({ smtpUrl: office.url });
  await invite(app);
  await runDueJobs(app.services);
  app.advance(DAY);
  await runDueJobs(app.services);
  expect(office.recipients).toHaveLength(1);
  expect((await outbox(app))[0]).toMatchObject({ state: "failed", error: expect.stringContaining("550") });
});

test("a mail that was deferred eight times has failed too", async () => {
  const office = await openMailServer(() => 451);
  const app = await openTestApp({ smtpUrl: office.url });
  await invite(app);
  for (let tries = 1; tries <= 9; tries += 1) {
    await runDueJobs(app.services);
    app.advance(4 * HOUR);
  }
  expect(office.recipients).toHaveLength(8);
  expect((await outbox(app))[0]).toMatchObject({ state: "failed", error: expect.stringContaining("451") });
});

test("one recipient's problem doesn't delay anybody else's mail", async () => {
  const office = await openMailServer((to) => (to.startsWith("bad") ? 550 : to.startsWith("slow") ? 451 : null));
  const app = await openTestApp({ smtpUrl: office.url });
  for (const name of ["bad", "slow", "good"]) await invite(app, `${name}@example.com`);
  await runDueJobs(app.services);
  const states = (await outbox(app)).slice(0, 3).map(({ to, state }) => `${to} ${state}`);
  expect(states.toSorted()).toEqual(["bad@example.com failed", "good@example.com sent", "slow@example.com waiting"]);
});

test("an unreachable mail server is retried like a busy one", async () => {
  const office = await openMailServer();
  const app = await openTestApp({ smtpUrl: "smtp://127.0.0.1:1" });
  await invite(app);
  await runDueJobs(app.services);
  expect((await outbox(app))[0]).toMatchObject({ state: "waiting", error: expect.stringContaining("ECONNREFUSED") });
  expect(office.mails).toEqual([]);
});

test("without a mail server mails stay in the outbox, where only that account's administrators read them", async () => {
  const app = await openTestApp();
  await invite(app);
  app.advance(MINUTE);
  expect(await runDueJobs(app.services)).toBe(0);
  expect((await outbox(app))[0]).toMatchObject({ to: "nora@example.com", state: "outbox" });
  const theirs = await app.callerFor("mary@callboard.demo", "mason").mail.list();
  expect(theirs.sendsMail).toBe(false);
  expect(theirs.mails.map(({ to }) => to)).not.toContain("nora@example.com");
  await app.callerWith(null).access.requestReset({ email: "dana@callboard.demo" });
  await runDueJobs(app.services);
  expect((await outbox(app)).map(({ subject }) => subject).join()).not.toContain("password");
});
