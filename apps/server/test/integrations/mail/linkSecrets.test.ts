import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { stmt } from "../../../src/store/database/port.ts";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { openDatabase } from "../../../src/store/database/open.ts";
import { newSecret } from "../../../src/auth/secrets.ts";
import { digestOf } from "../../../src/store/seals/digest.ts";
import { sealWith } from "../../../src/store/seals/seal.ts";
import { deleteExpired } from "../../../src/jobs/deleteExpired.ts";
import { bringUpToDate } from "../../../src/store/migrations/bringUpToDate.ts";
import { DAY, HOUR, openTestApp, type TestApp } from "../../support/kit.ts";
import { openMailServer } from "../../support/mailServer.ts";
import { SECRET, START } from "../../support/prepared.ts";

const DANA = "dana@callboard.demo";
const NORA = { email: "nora@example.com", name: "Nora", role: "agent" } as const;
const PASSWORD = "a password like no other 4711";

const linkWith = (secret: string) => new RegExp(`#/join/\\w+/${secret}`);
const bytesOf = (app: TestApp) => ["", "-wal"].map((end) => readFileSync(app.file + end).toString("latin1")).join();
const storedMail = async (app: TestApp, to: string) =>
  (
    await app.rows("SELECT state, secret, text, html, leave FROM mails WHERE recipient = ? ORDER BY rowid DESC", to)
  )[0]!;
const shownMail = async (app: TestApp) => (await app.as(DANA, "northwind").mail.list()).mails[0]!.text;

describe("the secret of a mailed link", () => {
  test("is sent with the mail and stored nowhere: encrypted while waiting, deleted once sent", async () => {
    let code: number | null = 451;
    const office = await openMailServer(() => code);
    const app = await openTestApp({ smtpUrl: office.url });
    await app.as(DANA, "northwind").access.invite(NORA);
    const secret = await app.link(NORA.email);
    expect(bytesOf(app)).not.toContain(secret);
    await runDueJobs(app.world);
    expect(await app.link(NORA.email)).toBe(secret);
    code = null;
    app.pass(HOUR);
    await runDueJobs(app.world);
    expect(office.letters[0]!.text).toMatch(linkWith(secret));
    expect(office.letters[0]!.html).toMatch(linkWith(secret));
    expect(await storedMail(app, NORA.email)).toMatchObject({ state: "sent", secret: null });
    expect(bytesOf(app)).not.toContain(secret);
    expect(await app.with(null).access.invitation({ token: secret })).toMatchObject({ email: NORA.email });
  });

  test("is deleted if the server refused the mail for good", async () => {
    const office = await openMailServer(() => 550);
    const app = await openTestApp({ smtpUrl: office.url });
    await app.as(DANA, "northwind").access.invite(NORA);
    await runDueJobs(app.world);
    expect(await storedMail(app, NORA.email)).toMatchObject({ state: "failed", secret: null });
  });

  test("can be read in the outbox until the link is used, withdrawn or replaced", async () => {
    const app = await openTestApp();
    const dana = app.as(DANA, "northwind");
    const { id } = await dana.access.invite(NORA);
    const taken = await app.link(NORA.email);
    expect(await shownMail(app)).toMatch(linkWith(taken));
    await dana.access.withdrawInvitation({ id });
    expect(await shownMail(app)).toMatch(linkWith("…"));
    expect(await storedMail(app, NORA.email)).toMatchObject({ state: "outbox", secret: null });
    await dana.access.invite(NORA);
    const used = await app.link(NORA.email);
    expect(used).not.toBe(taken);
    await app.with(null).access.acceptInvitation({ token: used, password: PASSWORD });
    expect((await storedMail(app, NORA.email)).secret).toBeNull();
    for (const _ of [1, 2]) await app.with(null).access.requestReset({ email: NORA.email });
    await app.with(null).access.resetPassword({ token: await app.link(NORA.email), password: `${PASSWORD} 2` });
    expect(await app.rows("SELECT 1 FROM mails WHERE recipient = ? AND secret IS NOT NULL", NORA.email)).toEqual([]);
  });

  test("is deleted on the day when the link expires", async () => {
    const app = await openTestApp();
    await app.as(DANA, "northwind").access.invite(NORA);
    app.pass(7 * DAY - HOUR);
    await deleteExpired(app.world);
    expect((await storedMail(app, NORA.email)).secret).not.toBeNull();
    app.pass(2 * HOUR);
    await deleteExpired(app.world);
    expect((await storedMail(app, NORA.email)).secret).toBeNull();
  });
});

test("older mails are cleaned up: expired secrets are deleted, usable ones encrypted, the rest of the text stays", async () => {
  const app = await openTestApp();
  const insert = async (state: string, purpose: "invite" | "leave", until: number) => {
    const secret = newSecret("cbt");
    const link = `http://callboard.test/console.html#/join/${secret}`;
    const text = `Dear Nora.\n\n${link}\n\nBye`;
    await app.world.db.script([
      ...(purpose === "leave"
        ? []
        : [
            stmt(
              "INSERT INTO tokens (digest, purpose, subject, expires_at) VALUES (?, 'invite', 'x', ?)",
              digestOf(secret),
              until,
            ),
          ]),
      stmt(
        "INSERT INTO mails (id, account, recipient, subject, text, html, created_at, state, leave) VALUES (?, NULL, 'n@x.example', 'S', ?, ?, 1, ?, ?)",
        secret,
        text,
        `<p>${text}</p>`,
        state,
        purpose === "leave" ? link : null,
      ),
    ]);
    return secret;
  };
  const secrets = {
    sent: await insert("sent", "invite", START + DAY),
    over: await insert("outbox", "invite", START - DAY),
    open: await insert("outbox", "invite", START + DAY),
    waiting: await insert("waiting", "invite", START + DAY),
    leave: await insert("sent", "leave", 0),
  };
  for (let more = 0; more < 450; more += 1) await insert("sent", "invite", START - DAY);
  await app.world.db.script([stmt("DELETE FROM migrations WHERE name = 'tidied 04 mail secrets'")]);
  const db = openDatabase(`file:${app.file}`);
  await bringUpToDate(db, sealWith(SECRET), () => START);
  await db.close();
  const rows = await app.rows("SELECT id, text, html, leave, secret FROM mails WHERE recipient = 'n@x.example'");
  expect(JSON.stringify(rows.map(({ text, html, leave, secret }) => [text, html, leave, secret]))).not.toMatch(
    /cbt_[\w-]/,
  );
  const of = (secret: string) => rows.find(({ id }) => id === secret)!;
  expect(of(secrets.sent)).toMatchObject({ secret: null, text: expect.stringMatching(/^Dear Nora\.[^]*Bye$/) });
  expect(of(secrets.over).secret).toBeNull();
  expect(of(secrets.leave)).toMatchObject({ secret: null, leave: "http://callboard.test/console.html#/join/cbt_…" });
  for (const one of [secrets.open, secrets.waiting]) expect(app.world.seal.open(of(one).secret)).toBe(one);
});
