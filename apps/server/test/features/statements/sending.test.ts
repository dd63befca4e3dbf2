import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createApp } from "../../../src/http/app.ts";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { DAY, HOUR, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";
import { meterOf, usageEvent } from "../../support/fixtures/money.ts";
import { pagesOf } from "../../support/checks/pdfText.ts";
import { openMailServer } from "../../support/mailServer.ts";

const DANA = "dana@callboard.demo";
const day = (at: number) => new Date(at).toISOString().slice(0, 10);
const lastDays = (app: TestApp) => ({ first: day(app.now() - 20 * DAY), last: day(app.now() - DAY) });
const sent = async (app: TestApp) => (await app.callerFor(DANA, "northwind").statements.sent()).statements;
const checksum = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

async function openWithMailServer(decide?: (to: string) => number | null) {
  const office = await openMailServer(decide);
  const app = await openTestApp({ smtpUrl: office.url });
  const meter = await meterOf(app, "northwind");
  await meter.balance.recordUsage({ events: [usageEvent(app, "a", { quantity: 12 })] });
  return { app, office, dana: app.callerFor(DANA, "northwind").statements };
}

describe("a statement that is mailed", () => {
  test("goes to each recipient with the PDF, whose bytes are the saved ones", async () => {
    const { app, office, dana } = await openWithMailServer();
    const { id } = await dana.send({ ...lastDays(app), recipients: ["books@example.com", "cfo@example.com"] });
    expect(await runDueJobs(app.services)).toBe(2);
    expect(office.mails.map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/^Northwind: statement for /),
      expect.stringMatching(/^Northwind: statement for /),
    ]);
    const [statement] = await sent(app);
    expect(statement).toMatchObject({
      id,
      by: "Dana Reyes",
      mails: [
        { to: "books@example.com", state: "sent" },
        { to: "cfo@example.com", state: "sent" },
      ],
    });
    for (const { attachments } of office.mails) {
      expect(attachments[0]).toMatchObject({ filename: statement!.name, contentType: "application/pdf" });
      expect(checksum(attachments[0]!.content)).toBe(statement!.checksum);
    }
    expect((await pagesOf(office.mails[0]!.attachments[0]!.content))[0]).toContain("Statement");
    const file = await createApp(app.services, null).request(`/export/sent.pdf?id=${id}`, {
      headers: { authorization: `Bearer ${app.sessions[DANA]}`, "x-callboard-account": app.account("northwind") },
    });
    expect(checksum(new Uint8Array(await file.arrayBuffer()))).toBe(statement!.checksum);
  });

  test("sent again has the same bytes, even if the account has another name by then", async () => {
    const { app, office, dana } = await openWithMailServer();
    const { id } = await dana.send({ ...lastDays(app), recipients: ["books@example.com"] });
    await runDueJobs(app.services);
    const { version, zone, billTo, idleRule } = await app.callerFor(DANA, "northwind").account.get();
    await app
      .callerFor(DANA, "northwind")
      .account.save({ version, zone, idleRule, billTo: { ...billTo, company: "Renamed" }, name: "Northwind" });
    await dana.resend({ id });
    await dana.resend({ id, recipients: ["new@example.com"] });
    await runDueJobs(app.services);
    expect(office.mails.map(({ attachments }) => checksum(attachments[0]!.content))).toEqual(
      Array(3).fill((await sent(app))[0]!.checksum),
    );
    expect((await sent(app))[0]!.mails.map(({ to }) => to)).toEqual([
      "books@example.com",
      "books@example.com",
      "new@example.com",
    ]);
  });

  test("is retried at a busy server; a refusal is shown, and the other recipients get theirs", async () => {
    let busy = true;
    const { app, office, dana } = await openWithMailServer((to) => (to.startsWith("gone") ? 550 : busy ? 451 : null));
    await dana.send({ ...lastDays(app), recipients: ["gone@example.com", "books@example.com"] });
    await runDueJobs(app.services);
    expect((await sent(app))[0]!.mails).toMatchObject([
      { to: "gone@example.com", state: "failed", error: expect.stringContaining("550") },
      { to: "books@example.com", state: "waiting", error: expect.stringContaining("451") },
    ]);
    busy = false;
    app.advance(HOUR);
    await runDueJobs(app.services);
    expect((await sent(app))[0]!.mails[1]).toMatchObject({ state: "sent", error: null });
    expect(office.mails).toHaveLength(1);
  });

  test("is sent once if the same click arrives twice", async () => {
    const { app, office } = await openWithMailServer();
    const keyed = app.callerFor(DANA, "northwind", { key: "click" }).statements;
    const input = { ...lastDays(app), recipients: ["books@example.com"] };
    expect(await keyed.send(input)).toEqual(await keyed.send(input));
    await runDueJobs(app.services);
    expect(office.mails).toHaveLength(1);
    expect(await sent(app)).toHaveLength(1);
  });

  test("is refused without recipients or with invalid ones, beyond the daily limit, and without the permission", async () => {
    const { app, dana } = await openWithMailServer();
    const input = lastDays(app);
    expect(await failureOf(dana.send({ ...input, recipients: [] }))).toMatchObject({ field: "recipients" });
    expect(await failureOf(dana.send({ ...input, recipients: ["not an address"] }))).toMatchObject({
      key: "statements.invalidRecipient",
      field: "recipients",
    });
    const many = Array.from({ length: 11 }, (_, at) => `a${at}@example.com`);
    expect(await failureOf(dana.send({ ...input, recipients: many }))).toMatchObject({ field: "recipients" });
    for (let at = 0; at < 20; at += 1) await dana.send({ ...input, recipients: many.slice(0, 10) });
    expect(await failureOf(dana.send({ ...input, recipients: ["a@example.com"] }))).toMatchObject({
      key: "statements.tooMany",
    });
    expect(await failureOf(app.callerFor("ben@callboard.demo", "northwind").statements.sent())).toMatchObject({
      code: "forbidden",
    });
    const [statement] = await sent(app);
    const other = app.callerFor("harriet@callboard.demo", "harbor").statements;
    expect(await failureOf(other.resend({ id: statement!.id }))).toMatchObject({ code: "not-found" });
    expect((await other.sent()).statements).toEqual([]);
  });
});
