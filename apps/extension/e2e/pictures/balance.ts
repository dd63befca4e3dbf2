import { DAY } from "@callboard/domain/core/time";
import { enterCard } from "../support/cards.ts";
import { button, menuItem, see } from "../support/page.ts";
import { type PictureTaker, goTo } from "./pictureTaker.ts";
import { recordUsage } from "../support/usage.ts";

const CONSOLE = { width: 1280, height: 860 };
const CARD_PAGE = { width: 560, height: 640 };
const NARROW = { width: 420, height: 860 };

/** The balance and its entries: new, in use, filtered, paid by the agency, below zero. */
export async function takeBalance({ server, consoleOf, picture }: PictureTaker): Promise<void> {
  const empty = await consoleOf("solveig@callboard.demo", "balance");
  await see(empty, "Opening balance");
  await picture(empty, "balance", "just-opened", CONSOLE);

  const operator = await server.operator();
  const { account } = await server.signInAs("dana@callboard.demo");
  const parkside = await server.signInAs("ida@callboard.demo", "parkside");
  await recordUsage(server, account);
  await recordUsage(server, parkside.account);
  await operator.balance.adjust.mutate({ account, micros: 5_000_000, reason: "Credit for the outage of 3 March" });
  const dana = await server.signInAs("dana@callboard.demo");
  const { entries } = await dana.api.balance.entries.query({ search: "Ortega" });
  await operator.balance.correct.mutate({ account, entry: entries[0]!.entry, reason: "a test call" });

  const page = await consoleOf("dana@callboard.demo", "balance");
  await see(page, "Correction of entry");
  await picture(page, "balance", "full", CONSOLE);
  await picture(page, "balance", "narrow", NARROW);
  await goTo(page, "balance?search=from", "No more matches.");
  await picture(page, "balance", "filtered", CONSOLE);
  await goTo(page, "balance?type=refund", "No entry matches");
  await picture(page, "balance", "no-match", CONSOLE);
  await picture(await consoleOf("ida@callboard.demo", "balance"), "balance", "paid-by-the-agency", CONSOLE);
  const harriet = await consoleOf("harriet@callboard.demo", "balance");
  await see(harriet, "For Parkside Dental");
  await picture(harriet, "balance", "agency", CONSOLE);
  await operator.balance.adjust.mutate({ account, micros: -500_000_000, reason: "Typed in by mistake" });
  const low = await consoleOf("dana@callboard.demo", "balance");
  await see(low, "The balance is below zero");
  await picture(low, "balance", "below-zero", CONSOLE);
}

/** Recharging: off, the form, in progress, paid, waiting, the list, a recharge's page; a top-up. */
export async function takeRecharges({ server, consoleOf, picture }: PictureTaker): Promise<void> {
  const email = "dana@callboard.demo";
  const operator = await server.operator();
  const { api, account } = await server.signInAs(email);
  for (const { id, version } of (await api.cards.list.query()).cards) await api.cards.remove.mutate({ id, version });
  await enterCard(server, email, { number: "4242424242424242", holder: "Dana Reyes" });
  await enterCard(server, email, { number: "5555555555554444", holder: "Northwind Ltd" });
  const { money } = await api.balance.current.query();
  await operator.balance.adjust.mutate({ account, micros: 9_120_000 - money!.micros, reason: "For the picture" });
  const page = await consoleOf(email, "balance");
  await see(page, "Automatic recharge is off.");
  await picture(page, "recharge", "off", CONSOLE);
  await button(page, "Switch on…").click();
  await see(page, "is charged as soon as you save");
  await picture(page, "recharge", "switching-on", CONSOLE);
  await page.locator("label ::-p-text(I agree)").click();
  await button(page, "Save").click();
  await see(page, "1 new entry");
  await button(page, "1 new entry").click();
  await see(page, "Recharge, Visa 4242");
  await picture(page, "recharge", "on", CONSOLE);
  await button(page, "Top up").click();
  await see(page, "The balance rises once the card has paid.");
  await picture(page, "top-up", "asking", CONSOLE);
  await page.keyboard.press("Escape");
  await goTo(page, "cards", "would pay");
  await picture(page, "cards", "drill", CONSOLE);
  await goTo(page, "balance", "Recharge, Visa 4242");
  for (const { id, version } of (await api.cards.list.query()).cards.slice(1))
    await api.cards.remove.mutate({ id, version });
  const primary = (await api.cards.list.query()).cards[0]!;
  await enterCard(server, email, { number: "4000000000000002", holder: "Old card" });
  await enterCard(server, email, { number: "4000000000009979", holder: "Lost card" });
  await api.cards.setPrimary.mutate({ id: (await api.cards.list.query()).cards[1]!.id });
  await api.cards.remove.mutate({ id: primary.id, version: primary.version });
  const now = (await api.balance.current.query()).money!.micros;
  await operator.balance.adjust.mutate({ account, micros: 4_000_000 - now, reason: "For the picture" });
  await see(page, "No card can be charged now.");
  await picture(page, "recharge", "waiting", CONSOLE);
  await goTo(page, "balance/recharges", "the reason");
  await see(page, "No card can be charged now.");
  await picture(page, "recharges", "full", CONSOLE);
  const [waiting] = (await api.balance.recharges.query({})).recharges;
  await goTo(page, `balance/recharges/${waiting!.id}`, "Cards tried");
  await picture(page, "recharge-page", "waiting", CONSOLE);
  await picture(await consoleOf(email, "cards"), "cards", "declined", CONSOLE);
  // Nine days of calls make a forecast; the remaining cards can't pay.
  const { money: left } = await api.balance.current.query();
  await operator.balance.adjust.mutate({ account, micros: 31_000_000 - left!.micros, reason: "For the picture" });
  for (let day = 0; day < 9; day += 1) {
    await server.advanceClock(DAY);
    await recordUsage(server, account, `day ${day}`);
  }
  const ahead = await consoleOf(email, "balance");
  await see(ahead, "Covered until");
  await picture(ahead, "balance", "forecast", CONSOLE);
}

/** Payment methods: none, the provider's page, several with a backup, one that expires soon, the dialogs. */
export async function takeCards({ server, consoleOf, picture }: PictureTaker): Promise<void> {
  const page = await consoleOf("dana@callboard.demo", "cards");
  await see(page, "No cards yet");
  await picture(page, "cards", "empty", CONSOLE);
  const { api } = await server.signInAs("dana@callboard.demo");
  const form = await page.browser().newPage();
  await form.goto((await api.cards.add.mutate()).url);
  await picture(form, "card-page", "empty", CARD_PAGE);
  await form.type("[name=number]", "4242 4242 4242 4241");
  await form.type("[name=expiry]", "05/29");
  await form.type("[name=code]", "123");
  await form.type("[name=holder]", "Dana Reyes");
  await Promise.all([form.waitForNavigation(), form.keyboard.press("Enter")]);
  await see(form, "none of the sandbox");
  await picture(form, "card-page", "refused", CARD_PAGE);
  const month = new Date((await server.now()) + 20 * 86_400_000).toISOString();
  await enterCard(server, "dana@callboard.demo", { number: "4242424242424242", holder: "Dana Reyes" });
  await see(page, "Visa 4242");
  await picture(page, "cards", "one", CONSOLE);
  const soon = `${month.slice(5, 7)}/${month.slice(2, 4)}`;
  await enterCard(server, "dana@callboard.demo", { number: "5555555555554444", holder: "Northwind Ltd", expiry: soon });
  await enterCard(server, "dana@callboard.demo", { number: "378282246310005", code: "1234", holder: "Northwind Ltd" });
  const { cards } = await api.cards.list.query();
  await api.cards.setBackup.mutate({ id: cards[1]!.id });
  await api.cards.save.mutate({ id: cards[2]!.id, version: cards[2]!.version, name: "Travel card" });
  await see(page, "Travel card");
  await picture(page, "cards", "full", CONSOLE);
  await button(page, "Actions for Travel card (0005)").click();
  await see(page, "Make backup");
  await picture(page, "cards", "menu", CONSOLE);
  await page.keyboard.press("Escape");
  await button(page, "Actions for Visa 4242").click();
  await menuItem(page, "Remove").click();
  await see(page, "becomes the primary card");
  await picture(page, "cards", "removing", CONSOLE);
  await picture(await consoleOf("ida@callboard.demo", "cards"), "cards", "paid-by-the-agency", CONSOLE);
}
