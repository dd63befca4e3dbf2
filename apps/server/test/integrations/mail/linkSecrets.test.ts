import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { deleteExpired } from "../../../src/jobs/deleteExpired.ts";
import { DAY, HOUR, openTestApp, type TestApp } from "../../support/kit.ts";
import { openMailServer } from "../../support/mailServer.ts";

const DANA = "dana@callboard.demo";
const NORA = { email: "nora@example.com", name: "Nora", role: "agent" } as const;
const PASSWORD = "a password like no other 4711";

const linkWith = (secret: string) => new RegExp(`#/join/\\w+/${secret}`);
const bytesOf = (app: TestApp) => ["", "-wal"].map((end) => readFileSync(app.file + end).toString("latin1")).join();
const storedMail = async (app: TestApp, to: string) =>
  (
    await app.selectRows(
      "SELECT state, secret, text, html, unsubscribe FROM mails WHERE recipient = ? ORDER BY rowid DESC",
      to,
    )
  )[0]!;
const shownMail = async (app: TestApp) => (await app.callerFor(DANA, "northwind").mail.list()).mails[0]!.text;

describe("the secret of a mailed link", () => {
  test("is sent with the mail and stored nowhere: encrypted while waiting, deleted once sent", async () => {
    let code: number | null = 451;
    const office = await openMailServer(() => code);
    const app = await openTestApp({ smtpUrl: office.url });
    await app.callerFor(DANA, "northwind").access.invite(NORA);
    const secret = await app.mailedLink(NORA.email);
    expect(bytesOf(app)).not.toContain(secret);
    await runDueJobs(app.services);
    expect(await app.mailedLink(NORA.email)).toBe(secret);
    code = null;
    app.advance(HOUR);
    await runDueJobs(app.services);
    expect(office.mails[0]!.text).toMatch(linkWith(secret));
    expect(office.mails[0]!.html).toMatch(linkWith(secret));
    expect(await storedMail(app, NORA.email)).toMatchObject({ state: "sent", secret: null });
    expect(bytesOf(app)).not.toContain(secret);
    expect(await app.callerWith(null).access.invitation({ token: secret })).toMatchObject({ email: NORA.email });
  });

  test("is deleted if the server refused the mail for good", async () => {
    const office = await openMailServer(() => 550);
    const app = await openTestApp({ smtpUrl: office.url });
    await app.callerFor(DANA, "northwind").access.invite(NORA);
    await runDueJobs(app.services);
    expect(await storedMail(app, NORA.email)).toMatchObject({ state: "failed", secret: null });
  });

  test("can be read in the outbox until the link is used, withdrawn or replaced", async () => {
    const app = await openTestApp();
    const dana = app.callerFor(DANA, "northwind");
    const { id } = await dana.access.invite(NORA);
    const firstLink = await app.mailedLink(NORA.email);
    expect(await shownMail(app)).toMatch(linkWith(firstLink));
    await dana.access.withdrawInvitation({ id });
    expect(await shownMail(app)).toMatch(linkWith("…"));
    expect(await storedMail(app, NORA.email)).toMatchObject({ state: "outbox", secret: null });
    await dana.access.invite(NORA);
    const secondLink = await app.mailedLink(NORA.email);
    expect(secondLink).not.toBe(firstLink);
    await app.callerWith(null).access.acceptInvitation({ token: secondLink, password: PASSWORD });
    expect((await storedMail(app, NORA.email)).secret).toBeNull();
    for (const _ of [1, 2]) await app.callerWith(null).access.requestReset({ email: NORA.email });
    await app
      .callerWith(null)
      .access.resetPassword({ token: await app.mailedLink(NORA.email), password: `${PASSWORD} 2` });
    expect(await app.selectRows("SELECT 1 FROM mails WHERE recipient = ? AND secret IS NOT NULL", NORA.email)).toEqual(
      [],
    );
  });

  test("is deleted on the day when the link expires", async () => {
    const app = await openTestApp();
    await app.callerFor(DANA, "northwind").access.invite(NORA);
    app.advance(7 * DAY - HOUR);
    await deleteExpired(app.services);
    expect((await storedMail(app, NORA.email)).secret).not.toBeNull();
    app.advance(2 * HOUR);
    await deleteExpired(app.services);
    expect((await storedMail(app, NORA.email)).secret).toBeNull();
  });
});
