import { describe, expect, test } from "vitest";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { revealSecret } from "../../../src/store/seals/linkSecrets.ts";
import { sendDueStatements } from "../../../src/features/statements/sendDue.ts";
import { DAY, HOUR, MINUTE, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";
import { openMailServer } from "../../support/mailServer.ts";

const NORA = "nora@example.com";
const DANA = "dana@callboard.demo";
const CODE = /code: ([A-HJ-KM-NP-Z2-9]{4}-[A-HJ-KM-NP-Z2-9]{4})\b/;
const wrong = { code: "invalid", key: "access.linkCodeWrong", field: "code" };

/** A mail as a link scanner leaves it: links without the part after `#`, and the code. */
function parseScannedMail(text: string) {
  const links = [...text.matchAll(/https?:\S+/g)].map(([link]) => new URL(link.split("#")[0]!));
  const to = links
    .map((link) => link.searchParams.get("to")!)
    .find((one) => /^(?:join|reset|unsubscribe)\//.test(one))!;
  const [page, ref] = to.split("/") as [string, string];
  const code = CODE.exec(text)![1]!;
  return { page, ref, code, token: (entered = code) => `cbc_${ref}_${entered}` };
}

/** The newest mail to this address. */
async function newestScannedMail(app: TestApp, email: string) {
  await runDueJobs(app.services, "others");
  const [mail] = await app.selectRows(
    "SELECT text, secret FROM mails WHERE recipient = ? ORDER BY rowid DESC LIMIT 1",
    email,
  );
  return parseScannedMail(revealSecret(app.services.seal, String(mail!.text), mail!.secret));
}
const openWithInvitation = async () => {
  const app = await openTestApp();
  await app.callerFor(DANA, "northwind").access.invite({ email: NORA, name: "Nora", role: "agent" });
  return { app, mail: await newestScannedMail(app, NORA) };
};
const password = "a password of nora's";

describe("a mailed link that lost its secret", () => {
  test("to join: the code from the same mail shows and accepts the invitation, once", async () => {
    const { app, mail } = await openWithInvitation();
    expect(mail.page).toBe("join");
    const nobody = app.callerWith(null).access;
    expect(await nobody.invitation({ token: mail.token() })).toMatchObject({ account: "Northwind", email: NORA });
    expect(
      await nobody.invitation({ token: mail.token(` ${mail.code.toLowerCase().replace("-", " ")} `) }),
    ).toMatchObject({ email: NORA });
    const completeToken = await app.mailedLink(NORA);
    await app.callerWith(null, { key: "accept-1" }).access.acceptInvitation({ token: mail.token(), password });
    expect(await failureOf(nobody.acceptInvitation({ token: mail.token(), password }))).toMatchObject({
      key: "access.linkExpired",
    });
    expect(await failureOf(nobody.acceptInvitation({ token: completeToken, password }))).toMatchObject({
      key: "access.linkExpired",
    });
    await nobody.signIn({ email: NORA, password });
  });

  test("to join: an existing person joins with their session", async () => {
    const app = await openTestApp();
    await app.callerFor(DANA, "northwind").access.invite({ email: "mary@callboard.demo", name: "Mary", role: "agent" });
    const mail = await newestScannedMail(app, "mary@callboard.demo");
    const ben = app.callerFor("ben@callboard.demo").access.join({ token: mail.token() });
    expect(await failureOf(ben)).toMatchObject({ key: "access.linkExpired" });
    await app.callerFor("mary@callboard.demo", undefined, { key: "join-1" }).access.join({ token: mail.token() });
  });

  test("to reset a password: works for as long as the link itself does, also for a new account's first administrator", async () => {
    const app = await openTestApp();
    const nobody = app.callerWith(null).access;
    await nobody.requestReset({ email: DANA });
    const mail = await newestScannedMail(app, DANA);
    expect(mail.page).toBe("reset");
    await nobody.checkResetLink({ token: mail.token() });
    await app.callerFor(DANA).access.me();
    app.advance(HOUR);
    expect(await failureOf(nobody.checkResetLink({ token: mail.token() }))).toMatchObject({
      key: "access.linkExpired",
    });
    expect(await failureOf(nobody.resetPassword({ token: mail.token(), password }))).toMatchObject({
      key: "access.linkExpired",
    });
    const owner = { name: "Owner", email: "owner@example.com" };
    await app
      .callerFor("otto@callboard.demo")
      .account.open({ name: "Client", zone: "UTC", plan: "essentials", openingBalanceMicros: 0, owner });
    const first = await newestScannedMail(app, owner.email);
    await app.callerWith(null, { key: "reset-1" }).access.resetPassword({ token: first.token(), password });
    await nobody.signIn({ email: owner.email, password });
  });

  test("to unsubscribe: the code from a mail unsubscribes that mail's address and no other", async () => {
    const office = await openMailServer();
    const app = await openTestApp({ smtpUrl: office.url });
    const recipients = ["books@example.com", "audit@example.com"];
    await app.callerFor(DANA, "northwind").statements.saveSchedule({ every: "week", day: 1, recipients });
    app.advance(8 * DAY);
    await sendDueStatements(app.services);
    await runDueJobs(app.services);
    const mailTo = (address: string) => office.mails.find(({ to }) => JSON.stringify(to).includes(address))!;
    const [books, audit] = [
      parseScannedMail(mailTo(recipients[0]!).text!),
      parseScannedMail(mailTo(recipients[1]!).text!),
    ];
    expect(books.page).toBe("unsubscribe");
    const nobody = app.callerWith(null).statements;
    expect(await failureOf(nobody.unsubscribe({ token: books.token(audit.code) }))).toEqual(wrong);
    expect(await nobody.unsubscribeDetails({ token: books.token() })).toEqual({
      account: "Northwind",
      address: recipients[0],
      done: false,
    });
    await app.callerWith(null, { key: "leave-1" }).statements.unsubscribe({ token: books.token() });
    expect(await nobody.unsubscribeDetails({ token: books.token() })).toMatchObject({ done: true });
    expect(await nobody.unsubscribeDetails({ token: audit.token() })).toMatchObject({
      address: recipients[1],
      done: false,
    });
    for (const { text, html } of office.mails)
      expect([CODE.test(text!), CODE.test(String(html))]).toEqual([true, true]);
  });

  test("opening it, even several times, changes nothing", async () => {
    const { app, mail } = await openWithInvitation();
    const count = async () =>
      (
        await app.selectRows(
          "SELECT (SELECT count(*) FROM changes) AS c, (SELECT count(*) FROM people) AS p, (SELECT count(*) FROM sessions) AS s, (SELECT count(*) FROM tokens WHERE used_at IS NOT NULL) AS u",
        )
      )[0];
    const before = await count();
    const nobody = app.callerWith(null).access;
    for (const token of [mail.token(), await app.mailedLink(NORA)])
      for (let n = 0; n < 3; n += 1) await nobody.invitation({ token });
    expect(await count()).toEqual(before);
  });
});

describe("a mailed code", () => {
  test("allows a few guesses an hour for each link, from any address and across restarts; the complete link keeps working", async () => {
    const { app, mail } = await openWithInvitation();
    const guess = (on: TestApp, n: number) =>
      failureOf(
        on.callerWith(null, { network: `stranger ${n}` }).access.invitation({ token: mail.token(`ABCD-${2222 + n}`) }),
      );
    const all = await Promise.all(Array.from({ length: 30 }, (_, n) => guess(app, n)));
    expect(all.filter(({ key }) => key === "access.linkCodeWrong")).toHaveLength(5);
    const restarted = await openTestApp({ file: app.file });
    expect((await guess(restarted, 31)).key).toBe("api.throttledSeconds");
    let checked = 5;
    for (let minute = 0; minute < 7 * 24 * 60; minute += 10) {
      app.advance(10 * MINUTE);
      if ((await guess(app, minute)).key === "access.linkCodeWrong") checked += 1;
    }
    expect(checked).toBeLessThan(200);
    const late = await openWithInvitation();
    for (let n = 0; n < 6; n += 1)
      await failureOf(late.app.callerWith(null).access.invitation({ token: late.mail.token(`ABCD-${2222 + n}`) }));
    await late.app.callerWith(null).access.invitation({ token: await late.app.mailedLink(NORA) });
  });

  test("for a made-up link counts only against the caller's address", async () => {
    const { app, mail } = await openWithInvitation();
    const callerFrom = (network: string) => app.callerWith(null, { network });
    const calls = [
      (from: string, token: string) => callerFrom(from).access.checkResetLink({ token }),
      (from: string, token: string) => callerFrom(from).access.invitation({ token }),
      (from: string, token: string) => callerFrom(from).access.acceptInvitation({ token, password }),
      (from: string, token: string) => callerFrom(from).access.resetPassword({ token, password }),
      (from: string, token: string) => callerFrom(from).statements.unsubscribeDetails({ token }),
      (from: string, token: string) => callerFrom(from).statements.unsubscribe({ token }),
    ];
    const countAttempts = async () => (await app.selectRows("SELECT count(*) AS n FROM sign_in_attempts"))[0]!.n;
    const before = await countAttempts();
    const keys: string[] = [];
    for (let n = 0; n < 120; n += 1)
      keys.push((await failureOf(calls[n % calls.length]!("stranger", `cbc_madeup${n}_ABCD-EFGH`))).key);
    expect(keys.slice(0, 100).filter((key) => key !== "access.linkCodeWrong")).toEqual([]);
    expect(keys.slice(101).filter((key) => key !== "api.throttledSeconds")).toEqual([]);
    expect(await countAttempts()).toBe(before + 1);
    expect((await failureOf(callerFrom("stranger").access.invitation({ token: mail.token("ABCD-EFGH") }))).key).toBe(
      "api.throttledSeconds",
    );
    expect(await callerFrom("elsewhere").access.invitation({ token: mail.token() })).toMatchObject({ email: NORA });
    await callerFrom("stranger").access.invitation({ token: await app.mailedLink(NORA) });
  });

  test("without eight characters costs no try; one for a link that never existed is simply wrong", async () => {
    const { app, mail } = await openWithInvitation();
    const nobody = app.callerWith(null).access;
    for (const typed of ["", "ABC", "AB-CD", "ABCD-EFGH-J", "0O1I-LLLL", "😀".repeat(20)])
      for (let n = 0; n < 3; n += 1)
        expect(await failureOf(nobody.invitation({ token: mail.token(typed) }))).toMatchObject({
          key: "access.invalidLinkCode",
          field: "code",
        });
    expect(await failureOf(nobody.invitation({ token: "cbc_neverwas_ABCD-EFGH" }))).toEqual(wrong);
    await nobody.invitation({ token: mail.token() });
  });

  test("works only for its own link, and only on that link's page", async () => {
    const { app, mail } = await openWithInvitation();
    await app.callerFor(DANA, "northwind").access.invite({ email: "other@example.com", name: "O", role: "agent" });
    const other = await newestScannedMail(app, "other@example.com");
    const nobody = app.callerWith(null);
    expect(await failureOf(nobody.access.invitation({ token: mail.token(other.code) }))).toEqual(wrong);
    expect(await failureOf(nobody.access.resetPassword({ token: mail.token(), password }))).toEqual(wrong);
    expect(await failureOf(nobody.statements.unsubscribe({ token: mail.token() }))).toEqual(wrong);
  });

  test("is shown only to its recipient where mails are sent, and is stored in no table", async () => {
    const { app, mail } = await openWithInvitation();
    const outbox = async () => (await app.callerFor(DANA, "northwind").mail.list()).mails[0]!.text;
    expect(await outbox()).toContain(mail.code);
    app.services.mailer = { ...app.services.mailer, isConfigured: true };
    expect(await outbox()).not.toMatch(CODE);
    expect(await outbox()).not.toContain(mail.code);
    for (const table of ["tokens", "mails"])
      expect(JSON.stringify(await app.selectRows(`SELECT * FROM ${table}`))).not.toContain(mail.code);
  });
});

test("a link to a console page has the complete address before the #", async () => {
  const app = await openTestApp();
  await app
    .callerFor(DANA, "northwind")
    .statements.send({ first: "2026-03-01", last: "2026-03-10", recipients: ["a@example.com"] });
  const [mail] = await app.selectRows("SELECT text FROM mails WHERE recipient = 'a@example.com'");
  const [link] = /https?:\S+/.exec(mail!.text)!;
  expect(link).not.toContain("#");
  const params = new URL(link!).searchParams;
  expect(params.get("account")).toBe(app.account("northwind"));
  expect(params.get("to")).toBe("statements?first=2026-03-01&last=2026-03-10");
});
