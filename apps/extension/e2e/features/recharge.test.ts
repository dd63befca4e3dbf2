import { expect, test } from "vitest";
import { axeComplaints, axeComplaintsInThemes } from "../support/axe.ts";
import { enterCard } from "../support/cards.ts";
import { button, fill, menuItem, see, seeNot, ROW_LINK } from "../support/page.ts";
import { goTo } from "../pictures/pictureTaker.ts";
import { journeys } from "../support/journeys.ts";

const DANA = "dana@callboard.demo";
const DECLINED = "4000000000000002";

journeys("Recharging the balance", (stage) => {
  const balanceAt = async (micros: number) => {
    const { api, account } = await stage.server.signInAs(DANA);
    const { money } = await api.balance.current.query();
    const operator = await stage.server.operator();
    await operator.balance.adjust.mutate({ account, micros: micros - money!.micros, reason: "For the journey" });
  };

  test("one card is declined and the backup pays: the balance, the page and the popup show it as it happens", async () => {
    await enterCard(stage.server, DANA, { number: DECLINED, holder: "Old card" });
    await enterCard(stage.server, DANA, { number: "5555555555554444", holder: "Northwind Ltd" });
    const page = await stage.consoleOf(DANA, "cards");
    await see(page, "Visa 0002 is the primary card");
    await button(page, "Actions for Mastercard 4444").click();
    await menuItem(page, "Make backup").click();
    await see(page, "Mastercard 4444 the backup.");
    await balanceAt(9_000_000);
    await goTo(page, "balance", "Automatic recharge is off.");
    await button(page, "Switch on…").click();
    await see(page, "The balance is $9.00: $16.00 is charged as soon as you save.");
    expect(await page.$eval("dialog button[type=submit]", (save) => (save as HTMLButtonElement).disabled)).toBe(true);
    await page.locator("label ::-p-text(I agree)").click();
    await button(page, "Save").click();
    await see(page, "$25.00 Calls are connected,");
    await see(
      page,
      "Below $10.00, the cards are charged up to $25.00: at most $10,000.00 per charge and $10,000.00 per day.",
    );
    await goTo(page, "balance/recharges", "Mastercard 4444 paid $16.00.");
    await page.locator(ROW_LINK).click();
    await see(page, "Recharge of $16.00 Paid");
    await see(page, "The balance was $9.00, below $10.00. It is filled up to $25.00.");
    await see(page, /Visa 0002 · Declined The bank declined it without a reason\..* Mastercard 4444 · Paid/);
    await goTo(page, "cards", "Paused until");
    const popup = await stage.popupOf("bill@callboard.demo");
    await see(popup, "$25.00");
  });

  test("if no card pays, the balance, its page and the popup say why; a new card is tried at once", async () => {
    const { api } = await stage.server.signInAs(DANA);
    const backup = (await api.cards.list.query({})).cards.find(({ role }) => role === "backup")!;
    await enterCard(stage.server, DANA, { number: "4000000000009979", holder: "Lost card" });
    await api.cards.remove.mutate({ id: backup.id, version: backup.version });
    await balanceAt(2_000_000);
    const page = await stage.consoleOf(DANA, "balance");
    await see(page, /No card can be charged now\. The next attempt with Visa 0002 is at/);
    const popup = await stage.popupOf("bill@callboard.demo");
    await see(popup, "No card can be charged now.");
    await page.locator("::-p-text(View reason)").click();
    await see(page, "There is no automatic retry.");
    expect(await axeComplaintsInThemes(page)).toEqual([]);
    await enterCard(stage.server, DANA, { number: "4242424242424242", holder: "Dana Reyes" });
    await see(page, "Visa 4242 paid $23.00.");
    await see(popup, "$25.00");
  });

  test("a card drill shows what would happen, and charges nobody", async () => {
    const { api } = await stage.server.signInAs(DANA);
    const before = (await api.balance.recharges.query({})).recharges.length;
    const page = await stage.consoleOf(DANA, "cards");
    await see(page, "What if a card were declined tonight?");
    await see(page, "Visa 4242 would pay");
    await page.locator("fieldset label ::-p-text(Visa 4242)").click();
    await see(page, "Nothing would be charged: no card is left.");
    expect(await axeComplaints(page)).toEqual([]);
    expect((await api.balance.recharges.query({})).recharges).toHaveLength(before);
  });

  test("a top-up raises the balance once the card has paid; a cap that allows no recharge is refused", async () => {
    const page = await stage.consoleOf(DANA, "balance");
    await see(page, "$25.00");
    await button(page, "Top up").click();
    await fill(page, "Amount", "40.00");
    await see(page, "Charge $40.00");
    await page.locator("dialog select").fill((await ids())["4242"]!);
    await page.keyboard.press("Enter");
    await button(page, "Charge $40.00")
      .setTimeout(2000)
      .click()
      .catch(() => {});
    await see(page, "$65.00 Calls are connected,");
    expect(await axeComplaints(page)).toEqual([]);
    await button(page, "Change…").click();
    await fill(page, "Limit per month", "5.00");
    await page
      .locator("label ::-p-text(I agree)")
      .setTimeout(500)
      .click()
      .catch(() => {});
    await button(page, "Save").click();
    await see(page, "The cap must be at least $15.00");
    await page.keyboard.press("Escape");
    const viewer = await stage.consoleOf("bill@callboard.demo", "balance");
    await see(viewer, "Below $10.00, the cards are charged");
    await seeNot(viewer, "Top up");
    await seeNot(viewer, "Change…");
  });

  const ids = async (): Promise<Record<string, string>> => {
    const { api } = await stage.server.signInAs(DANA);
    return Object.fromEntries((await api.cards.list.query({})).cards.map(({ last4, id }) => [last4, id]));
  };
});
