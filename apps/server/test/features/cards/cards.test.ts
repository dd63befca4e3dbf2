import { describe, expect, test } from "vitest";
import { sendExpiryAlerts } from "../../../src/features/cards/expiryAlerts.ts";
import { handleProviderEvent } from "../../../src/http/paymentWebhookRoute.ts";
import { findBrokenLink } from "../../support/checks/changeChain.ts";
import { bytesOnDisk, DAY, MINUTE, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";
import {
  addCards,
  AMEX,
  cardPageOf,
  MASTERCARD,
  pageLog,
  PAYING_CARD,
  sandboxOf,
} from "../../support/fixtures/payments.ts";

const DANA = "dana@callboard.demo";
const dana = (app: TestApp) => app.callerFor(DANA, "northwind").cards;
const roles = async (app: TestApp) =>
  (await dana(app).list()).cards.map(({ holder, role }) => `${holder.slice(-1)} ${role}`);
const openWithThreeCards = async () => {
  const app = await openTestApp();
  const ids = await addCards(app, DANA, "northwind", [{}, { number: MASTERCARD }, { number: AMEX, code: "1234" }]);
  return { ...app, app, ids, cards: dana(app) };
};

describe("entering a card", () => {
  test("on the provider's page: the account gets brand, last four digits, expiry and holder, and the first card is the primary", async () => {
    const app = await openTestApp();
    expect(await dana(app).list()).toMatchObject({ provider: "sandbox", paidByAgency: false, cards: [] });
    const page = cardPageOf(app);
    const { url } = await dana(app).add();
    const form = await (await page.open(url)).text();
    expect(form).toContain("For Northwind.");
    expect((await page.enter(url, { number: "4242 4242-4242 4242" })).status).toBe(200);
    const { cards } = await dana(app).list();
    expect(cards).toMatchObject([
      {
        role: "primary",
        brand: "Visa",
        last4: "4242",
        expMonth: 5,
        expYear: 2029,
        endsAt: Date.parse("2029-06-01T00:00-04:00"),
        holder: "Dana Reyes",
        name: "",
        state: "ok",
        why: null,
      },
    ]);
    const { changes } = await app.callerFor(DANA, "northwind").history.list({ kind: "card" });
    expect(changes[0]).toMatchObject({ by: "Dana Reyes", byOneself: true, action: "added the card Visa 4242" });
  });

  test("shows errors on the page, which never contain the number or the code", async () => {
    const app = await openTestApp();
    const page = cardPageOf(app);
    const { url } = await dana(app).add();
    for (const [fields, why] of [
      [{ number: "" }, "Enter the card number."],
      [{ number: "4012888888881881" }, "none of the sandbox’s test cards"],
      [{ expiry: "13/29" }, "Enter month and year"],
      [{ expiry: "02/26" }, "This card has expired."],
      [{ expiry: "05/2999" }, "Enter month and year"],
      [{ code: "12" }, "Enter the 3 or 4 digits"],
      [{ holder: " " }, "Enter the name on the card."],
      [{ holder: "4242 4242 4242 4242" }, "Enter the name as it stands"],
      [{ holder: "<b>x</b>\u0000" }, "Enter the name as it stands"],
    ] as const) {
      const { status, text } = await page.enter(url, fields);
      expect(status, why).toBe(422);
      expect(text).toContain(why);
      expect(text).not.toMatch(/4242|881881|value="123"/);
    }
    const long = await page.enter(url, { holder: "x".repeat(100_000) });
    expect(long).toMatchObject({ status: 413, text: expect.stringContaining("longer than any card") });
    expect((await dana(app).list()).cards).toEqual([]);
  });

  test("uses a page for one account, valid for half an hour, that nobody can forge", async () => {
    const app = await openTestApp();
    const page = cardPageOf(app);
    const { url } = await dana(app).add();
    const [text, signature] = new URL(url).pathname.split("/").at(-1)!.split(".");
    const ticket = JSON.parse(Buffer.from(text!, "base64url").toString());
    const forged = Buffer.from(JSON.stringify({ ...ticket, customer: `cus_${app.account("mason")}` })).toString(
      "base64url",
    );
    for (const invalid of [`${forged}.${signature}`, `${text}.${signature!.slice(1)}a`, "x", `${text}`])
      expect((await page.open(`http://cards.test/cards/${invalid}`)).status).toBe(410);
    app.advance(30 * MINUTE);
    expect((await page.open(url)).status).toBe(410);
    expect((await page.enter(url)).status).toBe(410);
  });

  test("ignores a message that is unsigned, changed, old or for an unknown customer; a repeated one adds one card", async () => {
    const app = await openTestApp();
    const page = cardPageOf(app);
    await page.enter((await dana(app).add()).url);
    const [{ body, headers }] = page.messages as [{ body: string; headers: Record<string, string> }];
    expect((await page.deliver(body, headers)).status).toBe(200);
    expect((await page.deliver(body.replace("Dana", "Dora"), headers)).status).toBe(401);
    expect((await page.deliver(body, { ...headers, "webhook-signature": "v1,x" })).status).toBe(401);
    expect((await page.deliver(body, {})).status).toBe(401);
    expect((await page.deliver("{}", headers)).status).toBe(401);
    expect((await dana(app).list()).cards).toHaveLength(1);
  });

  test("again keeps one card, with its position and its name", async () => {
    const { app, ids, cards } = await openWithThreeCards();
    await cards.save({ id: ids[1]!, version: 1, name: "Company" });
    const page = cardPageOf(app);
    await page.enter((await cards.add()).url, { number: MASTERCARD, holder: "Card b" });
    const list = (await cards.list()).cards;
    expect(list.map(({ id }) => id)).toEqual(ids);
    expect(list[1]).toMatchObject({ name: "Company", version: 3 });
  });

  test("a renewal reported by the provider is in the history and restarts the warnings", async () => {
    const { app, ids } = await openWithThreeCards();
    const [row] = await app.selectRows("SELECT data FROM records WHERE kind = 'card' AND id = ?", ids[0]!);
    const { providerRef, brand, holder } = JSON.parse(row!.data);
    const card = { providerRef, brand, last4: "9999", expMonth: 1, expYear: 2031, holder, fingerprint: null };
    const event = { is: "card updated", at: Date.now() + MINUTE, card } as const;
    await handleProviderEvent(app.services, { ...event, id: "msg_1", customer: `cus_${app.account("northwind")}` });
    await handleProviderEvent(app.services, { ...event, id: "msg_2", customer: "cus_nobody" });
    expect((await dana(app).list()).cards[0]).toMatchObject({ last4: "9999", expYear: 2031 });
    const { changes } = await app.callerFor(DANA, "northwind").history.list({ kind: "card", id: ids[0]! });
    expect(changes[0]).toMatchObject({
      by: "Callboard",
      action: "updated Visa 4242 as the bank reported: it expires 01/2031",
    });
  });

  test("is refused where the agency pays, and says if the provider doesn't answer", async () => {
    const app = await openTestApp();
    const ida = app.callerFor("ida@callboard.demo", "parkside").cards;
    expect(await ida.list()).toMatchObject({ paidByAgency: true, cards: [] });
    expect(await failureOf(ida.add())).toEqual({ code: "conflict", key: "cards.paidByAgency" });
    sandboxOf(app).pageAddress = null;
    expect(await failureOf(dana(app).add())).toEqual({ code: "busy", key: "cards.providerSilent" });
  });
});

describe("the order in which cards are tried", () => {
  test("has one primary, at most one backup, and the rest in their own order", async () => {
    const { app, ids, cards } = await openWithThreeCards();
    const [a, b, c] = ids as [string, string, string];
    expect(await roles(app)).toEqual(["a primary", "b rest", "c rest"]);
    await cards.setBackup({ id: c });
    expect(await roles(app)).toEqual(["a primary", "c backup", "b rest"]);
    await cards.setPrimary({ id: c });
    expect(await roles(app)).toEqual(["c primary", "a backup", "b rest"]);
    await cards.setPrimary({ id: b });
    expect(await roles(app)).toEqual(["b primary", "a backup", "c rest"]);
    await cards.setBackup({ id: null });
    expect(await roles(app)).toEqual(["b primary", "a rest", "c rest"]);
    await cards.order({ ids: [c, a] });
    expect(await roles(app)).toEqual(["b primary", "c rest", "a rest"]);
    expect(await failureOf(cards.setBackup({ id: b }))).toMatchObject({ key: "cards.primaryIsNoBackup", field: "id" });
    expect(await failureOf(cards.order({ ids: [a, a] }))).toMatchObject({ key: "cards.orderChanged" });
    expect(await failureOf(cards.order({ ids: [a] }))).toMatchObject({ key: "cards.orderChanged" });
    expect(await failureOf(cards.setPrimary({ id: "none" }))).toMatchObject({ key: "cards.missing" });
    expect(await failureOf(app.callerFor("mary@callboard.demo", "mason").cards.setPrimary({ id: a }))).toMatchObject({
      code: "not-found",
    });
  });

  test("removing the primary promotes the backup, then the first of the rest; the provider deletes the card", async () => {
    const { app, ids, cards } = await openWithThreeCards();
    const [a, b, c] = ids as [string, string, string];
    await cards.setBackup({ id: c });
    expect(await failureOf(cards.remove({ id: a, version: 9 }))).toMatchObject({ key: "record.changedMeanwhile" });
    await cards.remove({ id: a, version: 1 });
    expect(await roles(app)).toEqual(["c primary", "b rest"]);
    await cards.remove({ id: c, version: 1 });
    expect(await roles(app)).toEqual(["b primary"]);
    await cards.remove({ id: b, version: 1 });
    expect(await roles(app)).toEqual([]);
    expect(await findBrokenLink(app.services.db)).toBeNull();
  });

  test("renaming a card requires its version; neither name nor holder may be a card number", async () => {
    const { ids, cards } = await openWithThreeCards();
    await cards.save({ id: ids[0]!, version: 1, name: "Petty cash" });
    expect((await cards.list()).cards[0]).toMatchObject({ name: "Petty cash", version: 2 });
    expect(await failureOf(cards.save({ id: ids[0]!, version: 1, name: "x" }))).toMatchObject({
      key: "record.changedMeanwhile",
    });
    expect(await failureOf(cards.save({ id: ids[0]!, version: 2, name: "4242 4242 4242 4242" }))).toMatchObject({
      key: "fields.cardNumber",
      field: "name",
    });
  });
});

test("every administrator is warned 30, 7 and 1 days before a card expires, once each, also for the backup", async () => {
  const app = await openTestApp();
  const ids = await addCards(app, DANA, "northwind", [{ expiry: "06/26" }, { number: MASTERCARD, expiry: "06/26" }]);
  await dana(app).setBackup({ id: ids[1]! });
  const subjects = async () =>
    (await app.selectRows("SELECT subject, text FROM mails WHERE subject LIKE '%expires soon' ORDER BY rowid")).map(
      ({ text }) => String(text),
    );
  const end = Date.parse("2026-07-01T00:00-04:00");
  const mailCountAt = async (days: number) => {
    app.advance(end - days * DAY - app.now());
    await sendExpiryAlerts(app.services);
    await sendExpiryAlerts(app.services);
    return (await subjects()).length;
  };
  expect(await mailCountAt(30.1)).toBe(0);
  expect(await mailCountAt(30)).toBe(2);
  expect(await mailCountAt(8)).toBe(2);
  expect(await mailCountAt(7)).toBe(4);
  expect(await mailCountAt(1)).toBe(6);
  expect(await mailCountAt(-1)).toBe(6);
  const texts = await subjects();
  expect(texts.filter((text) => text.includes("It is the primary card"))).toHaveLength(3);
  expect(texts.filter((text) => text.includes("It is the backup"))).toHaveLength(3);
  expect(texts[0]).toContain("expires 06/2026, in 30 days.");
  expect(texts.at(-1)).toContain("in 1 day.");
});

test("no card number is stored anywhere: not on disk, in an answer or in a log", async () => {
  const { app, cards } = await openWithThreeCards();
  const stored = [bytesOnDisk(app.file), JSON.stringify(await cards.list()), pageLog(), app.bugs.join()].join("\n");
  for (const number of [PAYING_CARD, MASTERCARD, AMEX])
    expect(stored.replace(/[\s.-]/g, ""), number.slice(-4)).not.toContain(number);
});
