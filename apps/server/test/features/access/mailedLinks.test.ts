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
function cut(text: string) {
  const links = [...text.matchAll(/https?:\S+/g)].map(([link]) => new URL(link.split("#")[0]!));
  const to = links
    .map((link) => link.searchParams.get("to")!)
    .find((one) => /^(?:join|reset|unsubscribe)\//.test(one))!;
  const [page, ref] = to.split("/") as [string, string];
  const code = CODE.exec(text)![1]!;
  return { page, ref, code, token: (typed = code) => `cbc_${ref}_${typed}` };
}

/** The newest mail to this address. */
async function scanned(app: TestApp, email: string) {
  await runDueJobs(app.world, "others");
  const [mail] = await app.rows(
    "SELECT text, secret FROM mails WHERE recipient = ? ORDER BY rowid DESC LIMIT 1",
    email,
  );
  return cut(revealSecret(app.world.seal, String(mail!.text), mail!.secret));
}
const invited = async () => {
  const app = await openTestApp();
  await app.as(DANA, "northwind").access.invite({ email: NORA, name: "Nora", role: "agent" });
  return { it: app, mail: await scanned(app, NORA) };
};
const password = "a password of nora's";

describe("a mailed link that lost its secret", () => {
  test("to join: the code from the same mail shows and accepts the invitation, once", async () => {
    const { it: app, mail } = await invited();
    expect(mail.page).toBe("join");
    const nobody = app.with(null).access;
    expect(await nobody.invitation({ token: mail.token() })).toMatchObject({ account: "Northwind", email: NORA });
    expect(
      await nobody.invitation({ token: mail.token(` ${mail.code.toLowerCase().replace("-", " ")} `) }),
    ).toMatchObject({ email: NORA });
    const whole = await app.link(NORA);
    await app.with(null, { key: "accept-1" }).access.acceptInvitation({ token: mail.token(), password });
    expect(await failureOf(nobody.acceptInvitation({ token: mail.token(), password }))).toMatchObject({
      key: "access.linkOver",
    });
    expect(await failureOf(nobody.acceptInvitation({ token: whole, password }))).toMatchObject({
      key: "access.linkOver",
    });
    await nobody.signIn({ email: NORA, password });
  });

  test("to join: an existing person joins with their session", async () => {
    const app = await openTestApp();
    await app.as(DANA, "northwind").access.invite({ email: "mary@callboard.demo", name: "Mary", role: "agent" });
    const mail = await scanned(app, "mary@callboard.demo");
    const ben = app.as("ben@callboard.demo").access.join({ token: mail.token() });
    expect(await failureOf(ben)).toMatchObject({ key: "access.linkOver" });
    await app.as("mary@callboard.demo", undefined, { key: "join-1" }).access.join({ token: mail.token() });
  });

  test("to reset a password: works for as long as the link itself does, also for a new account's first administrator", async () => {
    const app = await openTestApp();
    const nobody = app.with(null).access;
    await nobody.requestReset({ email: DANA });
    const mail = await scanned(app, DANA);
    expect(mail.page).toBe("reset");
    await nobody.checkResetLink({ token: mail.token() });
    await app.as(DANA).access.me();
    app.pass(HOUR);
    expect(await failureOf(nobody.checkResetLink({ token: mail.token() }))).toMatchObject({ key: "access.linkOver" });
    expect(await failureOf(nobody.resetPassword({ token: mail.token(), password }))).toMatchObject({
      key: "access.linkOver",
    });
    const owner = { name: "Owner", email: "owner@example.com" };
    await app
      .as("otto@callboard.demo")
      .account.open({ name: "Client", zone: "UTC", plan: "essentials", openingBalanceMicros: 0, owner });
    const first = await scanned(app, owner.email);
    await app.with(null, { key: "reset-1" }).access.resetPassword({ token: first.token(), password });
    await nobody.signIn({ email: owner.email, password });
  });

  test("to unsubscribe: the code from a mail unsubscribes that mail's address and no other", async () => {
    const office = await openMailServer();
    const app = await openTestApp({ smtpUrl: office.url });
    const recipients = ["books@example.com", "audit@example.com"];
    await app.as(DANA, "northwind").statements.saveSchedule({ every: "week", day: 1, recipients });
    app.pass(8 * DAY);
    await sendDueStatements(app.world);
    await runDueJobs(app.world);
    const letterTo = (address: string) => office.letters.find(({ to }) => JSON.stringify(to).includes(address))!;
    const [books, audit] = [cut(letterTo(recipients[0]!).text!), cut(letterTo(recipients[1]!).text!)];
    expect(books.page).toBe("unsubscribe");
    const nobody = app.with(null).statements;
    expect(await failureOf(nobody.unsubscribe({ token: books.token(audit.code) }))).toEqual(wrong);
    expect(await nobody.unsubscribeDetails({ token: books.token() })).toEqual({
      account: "Northwind",
      address: recipients[0],
      done: false,
    });
    await app.with(null, { key: "leave-1" }).statements.unsubscribe({ token: books.token() });
    expect(await nobody.unsubscribeDetails({ token: books.token() })).toMatchObject({ done: true });
    expect(await nobody.unsubscribeDetails({ token: audit.token() })).toMatchObject({
      address: recipients[1],
      done: false,
    });
    for (const { text, html } of office.letters)
      expect([CODE.test(text!), CODE.test(String(html))]).toEqual([true, true]);
  });

  test("opening it, even several times, changes nothing", async () => {
    const { it: app, mail } = await invited();
    const count = async () =>
      (
        await app.rows(
          "SELECT (SELECT count(*) FROM changes) AS c, (SELECT count(*) FROM people) AS p, (SELECT count(*) FROM sessions) AS s, (SELECT count(*) FROM tokens WHERE used_at IS NOT NULL) AS u",
        )
      )[0];
    const before = await count();
    const nobody = app.with(null).access;
    for (const token of [mail.token(), await app.link(NORA)])
      for (let n = 0; n < 3; n += 1) await nobody.invitation({ token });
    expect(await count()).toEqual(before);
  });
});

describe("a mailed code", () => {
  test("allows a few guesses an hour for each link, from any address and across restarts; the complete link keeps working", async () => {
    const { it: app, mail } = await invited();
    const guess = (at: TestApp, n: number) =>
      failureOf(at.with(null, { from: `stranger ${n}` }).access.invitation({ token: mail.token(`ABCD-${2222 + n}`) }));
    const all = await Promise.all(Array.from({ length: 30 }, (_, n) => guess(app, n)));
    expect(all.filter(({ key }) => key === "access.linkCodeWrong")).toHaveLength(5);
    const again = await openTestApp({ file: app.file });
    expect((await guess(again, 31)).key).toBe("call.tooOften");
    let looked = 5;
    for (let minute = 0; minute < 7 * 24 * 60; minute += 10) {
      app.pass(10 * MINUTE);
      if ((await guess(app, minute)).key === "access.linkCodeWrong") looked += 1;
    }
    expect(looked).toBeLessThan(200);
    const late = await invited();
    for (let n = 0; n < 6; n += 1)
      await failureOf(late.it.with(null).access.invitation({ token: late.mail.token(`ABCD-${2222 + n}`) }));
    await late.it.with(null).access.invitation({ token: await late.it.link(NORA) });
  });

  test("for a made-up link counts only against the caller's address", async () => {
    const { it: app, mail } = await invited();
    const at = (from: string) => app.with(null, { from });
    const doors = [
      (from: string, token: string) => at(from).access.checkResetLink({ token }),
      (from: string, token: string) => at(from).access.invitation({ token }),
      (from: string, token: string) => at(from).access.acceptInvitation({ token, password }),
      (from: string, token: string) => at(from).access.resetPassword({ token, password }),
      (from: string, token: string) => at(from).statements.unsubscribeDetails({ token }),
      (from: string, token: string) => at(from).statements.unsubscribe({ token }),
    ];
    const counts = async () => (await app.rows("SELECT count(*) AS n FROM tries"))[0]!.n;
    const before = await counts();
    const told: string[] = [];
    for (let n = 0; n < 120; n += 1)
      told.push((await failureOf(doors[n % doors.length]!("stranger", `cbc_madeup${n}_ABCD-EFGH`))).key);
    expect(told.slice(0, 100).filter((key) => key !== "access.linkCodeWrong")).toEqual([]);
    expect(told.slice(101).filter((key) => key !== "call.tooOften")).toEqual([]);
    expect(await counts()).toBe(before + 1);
    expect((await failureOf(at("stranger").access.invitation({ token: mail.token("ABCD-EFGH") }))).key).toBe(
      "call.tooOften",
    );
    expect(await at("elsewhere").access.invitation({ token: mail.token() })).toMatchObject({ email: NORA });
    await at("stranger").access.invitation({ token: await app.link(NORA) });
  });

  test("without eight characters costs no try; one for a link that never existed is simply wrong", async () => {
    const { it: app, mail } = await invited();
    const nobody = app.with(null).access;
    for (const typed of ["", "ABC", "AB-CD", "ABCD-EFGH-J", "0O1I-LLLL", "😀".repeat(20)])
      for (let n = 0; n < 3; n += 1)
        expect(await failureOf(nobody.invitation({ token: mail.token(typed) }))).toMatchObject({
          key: "access.linkCodeOdd",
          field: "code",
        });
    expect(await failureOf(nobody.invitation({ token: "cbc_neverwas_ABCD-EFGH" }))).toEqual(wrong);
    await nobody.invitation({ token: mail.token() });
  });

  test("works only for its own link, and only on that link's page", async () => {
    const { it: app, mail } = await invited();
    await app.as(DANA, "northwind").access.invite({ email: "other@example.com", name: "O", role: "agent" });
    const other = await scanned(app, "other@example.com");
    const nobody = app.with(null);
    expect(await failureOf(nobody.access.invitation({ token: mail.token(other.code) }))).toEqual(wrong);
    expect(await failureOf(nobody.access.resetPassword({ token: mail.token(), password }))).toEqual(wrong);
    expect(await failureOf(nobody.statements.unsubscribe({ token: mail.token() }))).toEqual(wrong);
  });

  test("is shown only to its recipient where mails are sent, and is stored in no table", async () => {
    const { it: app, mail } = await invited();
    const outbox = async () => (await app.as(DANA, "northwind").mail.list()).mails[0]!.text;
    expect(await outbox()).toContain(mail.code);
    app.world.mailer = { ...app.world.mailer, sends: true };
    expect(await outbox()).not.toMatch(CODE);
    expect(await outbox()).not.toContain(mail.code);
    for (const table of ["tokens", "mails"])
      expect(JSON.stringify(await app.rows(`SELECT * FROM ${table}`))).not.toContain(mail.code);
  });
});

test("a link to a console page has the complete address before the #", async () => {
  const app = await openTestApp();
  await app
    .as(DANA, "northwind")
    .statements.send({ first: "2026-03-01", last: "2026-03-10", recipients: ["a@example.com"] });
  const [mail] = await app.rows("SELECT text FROM mails WHERE recipient = 'a@example.com'");
  const [link] = /https?:\S+/.exec(mail!.text)!;
  expect(link).not.toContain("#");
  const asked = new URL(link!).searchParams;
  expect(asked.get("account")).toBe(app.account("northwind"));
  expect(asked.get("to")).toBe("statements?first=2026-03-01&last=2026-03-10");
});
