import { describe, expect, test } from "vitest";
import { deleteExpired } from "../../../src/jobs/deleteExpired.ts";
import { DAY, MINUTE, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";

const DANA = "dana@callboard.demo";
const HARRIET = "harriet@callboard.demo";
const guest = (n: number | string) => ({ email: `guest${n}@example.com`, name: `Guest ${n}`, role: "agent" as const });
const mails = async (app: TestApp) => Number((await app.selectRows("SELECT count(*) AS n FROM mails"))[0]!.n);

/** The outcomes of simultaneous calls: how many succeeded, and why the others didn't. */
async function outcomes(calls: Promise<unknown>[]): Promise<{ succeeded: number; keys: string[] }> {
  const settled = await Promise.all(
    calls.map((call) =>
      call.then(
        () => null,
        async (error: unknown) => (await failureOf(Promise.reject(error))).key,
      ),
    ),
  );
  return {
    succeeded: settled.filter((key) => key === null).length,
    keys: [...new Set(settled.filter(Boolean))] as string[],
  };
}

describe("invitations", () => {
  test("of 300 to strangers at once 30 are sent, and 100 within a day, even across a restart", async () => {
    const app = await openTestApp();
    const before = await mails(app);
    const dana = app.callerFor(DANA, "northwind");
    const all = await outcomes(Array.from({ length: 300 }, (_, n) => dana.access.invite(guest(n))));
    expect(all).toEqual({ succeeded: 30, keys: ["access.invitedSoon"] });
    const restarted = await openTestApp({ file: app.file });
    expect(await failureOf(restarted.callerFor(DANA, "northwind").access.invite(guest("late")))).toEqual({
      code: "busy",
      key: "access.invitedSoon",
    });
    for (let round = 0; round < 7; round += 1) {
      app.advance(10 * MINUTE);
      for (let n = 0; n < 10; n += 1) await dana.access.invite(guest(`${round}-${n}`));
    }
    app.advance(10 * MINUTE);
    expect(await failureOf(dana.access.invite(guest("today")))).toMatchObject({ key: "access.invitedToday" });
    expect(await mails(app)).toBe(before + 100);
    app.advance(DAY);
    await dana.access.invite(guest("tomorrow"));
  });

  test("count as sent even if withdrawn", async () => {
    const app = await openTestApp();
    const dana = app.callerFor(DANA, "northwind");
    for (let n = 0; n < 30; n += 1) {
      const { id } = await dana.access.invite(guest(n));
      await dana.access.withdrawInvitation({ id });
    }
    expect(await failureOf(dana.access.invite(guest("more")))).toMatchObject({ key: "access.invitedSoon" });
  });

  test("are counted per sender across accounts, and per account across senders", async () => {
    const app = await openTestApp();
    const harriet = (account: "northwind" | "mason") => app.callerFor(HARRIET, account).access;
    for (let n = 0; n < 15; n += 1) await harriet("northwind").invite(guest(n));
    for (let n = 15; n < 30; n += 1) await harriet("mason").invite(guest(n));
    expect(await failureOf(app.callerFor(HARRIET, "harbor").access.invite(guest("x")))).toMatchObject({
      key: "access.invitedSoon",
    });
    for (let n = 30; n < 45; n += 1) await app.callerFor(DANA, "northwind").access.invite(guest(n));
    expect(await failureOf(app.callerFor(DANA, "northwind").access.invite(guest("y")))).toMatchObject({
      key: "access.invitedSoon",
    });
    await app.callerFor("mary@callboard.demo", "mason").access.invite(guest("z"));
  });

  test("may be 200 open at once: expired, withdrawn and accepted ones make room", async () => {
    const app = await openTestApp();
    app.services.throttle = {
      ...app.services.throttle,
      sendLimits: { ...app.services.throttle.sendLimits, invitation: { recent: 99, day: 99, open: 5 } },
    };
    const dana = app.callerFor(DANA, "northwind");
    const open = (await dana.access.people()).invitations.length;
    const ids: string[] = [];
    for (let n = open; n < 5; n += 1) ids.push((await dana.access.invite(guest(n))).id);
    expect(await failureOf(dana.access.invite(guest("more")))).toEqual({ code: "conflict", key: "access.invitedOpen" });
    await dana.access.withdrawInvitation({ id: ids[0]! });
    await dana.access.invite(guest("again"));
    await app
      .callerWith(null)
      .access.acceptInvitation({ token: await app.mailedLink(guest("again").email), password: "a good password" });
    await dana.access.invite(guest("and-again"));
    expect(await failureOf(dana.access.invite(guest("more")))).toMatchObject({ key: "access.invitedOpen" });
    app.advance(7 * DAY);
    await dana.access.invite(guest("later"));
  });

  test("for opening an account count with all others", async () => {
    const app = await openTestApp();
    const harriet = app.callerFor(HARRIET, "harbor");
    const form = (n: number | string) => ({
      name: `Client ${n}`,
      zone: "UTC",
      owner: { name: "Owner", email: `owner${n}@example.com` },
    });
    const all = await outcomes(Array.from({ length: 40 }, (_, n) => harriet.agency.open(form(n))));
    expect(all).toEqual({ succeeded: 30, keys: ["access.invitedSoon"] });
    expect(await failureOf(app.callerFor(HARRIET, "mason").access.invite(guest("x")))).toMatchObject({
      key: "access.invitedSoon",
    });
    // A known owner gets no mail, so that stays possible.
    await harriet.agency.open({ ...form("known"), owner: { name: "Harriet", email: HARRIET } });
  });
});

test("new addresses on schedules count together with statements mailed by hand", async () => {
  const app = await openTestApp();
  app.services.throttle = {
    ...app.services.throttle,
    sendLimits: { ...app.services.throttle.sendLimits, statement: { day: 12 } },
  };
  const dana = app.callerFor(DANA, "northwind").statements;
  const many = (prefix: string) => Array.from({ length: 10 }, (_, at) => `${prefix}${at}@example.com`);
  const { id } = await dana.saveSchedule({ every: "month", day: 1, recipients: many("a") });
  const [schedule] = (await dana.schedules()).schedules;
  await dana.saveSchedule({
    id,
    version: schedule!.version,
    every: "month",
    day: 2,
    recipients: [...many("a").slice(1), "b@example.com"],
  });
  expect(
    await failureOf(dana.saveSchedule({ every: "week", day: 1, recipients: ["c@example.com", "d@example.com"] })),
  ).toEqual({
    code: "conflict",
    key: "statements.tooMany",
    field: "recipients",
  });
  await dana.saveSchedule({ every: "week", day: 1, recipients: ["c@example.com"] });
});

test("counts older than a week are deleted", async () => {
  const app = await openTestApp();
  await app.callerFor(DANA, "northwind").access.invite(guest(1));
  const count = async () =>
    Number(
      (await app.selectRows("SELECT count(*) AS n FROM mail_sends WHERE account = ?", app.account("northwind")))[0]!.n,
    );
  const countBefore = await count();
  expect(countBefore).toBeGreaterThan(1);
  app.advance(6 * DAY);
  await deleteExpired(app.services);
  expect(await count()).toBeGreaterThan(1);
  app.advance(DAY + 1);
  await deleteExpired(app.services);
  expect(await count()).toBe(0);
});
