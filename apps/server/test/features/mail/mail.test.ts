import { expect, test } from "vitest";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { openTestApp } from "../../support/kit.ts";

test("where mails are really sent, the outbox shows no working link", async () => {
  const app = await openTestApp();
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  await dana.access.invite({ email: "nora@callboard.demo", name: "Nora", role: "agent" });
  expect((await dana.mail.list()).mails[0]!.text).toMatch(/cbt_[\w-]{40}/);
  app.services.mailer = { ...app.services.mailer, isConfigured: true };
  expect((await dana.mail.list()).mails[0]!.text).not.toMatch(/cbt_/);
});

test("a person's own mail is visible to the operator, not to an account's administrator", async () => {
  const app = await openTestApp();
  await app.callerWith(null).access.requestReset({ email: "ava@callboard.demo" });
  await runDueJobs(app.services);
  const [mail] = (await app.callerFor("otto@callboard.demo").mail.platform()).mails;
  expect(mail!.to).toBe("ava@callboard.demo");
  const seen = (await app.callerFor("dana@callboard.demo", "northwind").mail.list()).mails;
  expect(seen.some(({ subject }) => subject === mail!.subject)).toBe(false);
});
