import { expect, test } from "vitest";
import { button, chooseAccount, fill, menuItem, see, seeNot, seeStatus, signIn, until } from "./kit/page.ts";
import { journeys } from "./kit/stage.ts";

journeys("Signing in and out", (stage) => {
  test("a wrong password is refused in a sentence, and the right one still works", async () => {
    const popup = await stage.extension.openPopup();
    await signIn(popup, "ava@callboard.demo", "not the password");
    await see(popup, "The mail address or the password is not right.");
    await signIn(popup, "ava@callboard.demo");
    await seeStatus(popup, /./);
  });

  test("the popup of an administrator shows the balance, an agent's does not", async () => {
    const dana = await stage.signedIn("dana@callboard.demo");
    await see(dana, "$182.40");
    const ava = await stage.signedIn("ava@callboard.demo");
    await seeStatus(ava, /^Available/);
    await seeNot(ava, "$");
  });

  test("another account is another status, another list and another icon", async () => {
    const popup = await stage.extension.openPopup();
    await seeStatus(popup, /^Available/);
    await see(popup, "Training");
    await chooseAccount(popup, "Parkside Dental");
    await seeStatus(popup, /^Offline/);
    await seeNot(popup, "Training");
    await until(stage.extension.title, (title) => title === "Offline — Parkside Dental");
  });

  test("signing out in the popup leaves nothing of the person behind", async () => {
    const popup = await stage.extension.openPopup();
    await button(popup, "More").click();
    await menuItem(popup, "Sign out").click();
    await see(popup, "Mail address");
    await seeNot(popup, "Ava");
    await until(stage.extension.title, (title) => title === "Callboard: please sign in");
    expect(await stage.extension.kept("session")).toBeUndefined();
    expect(await popup.evaluate(() => localStorage.getItem("callboard.snapshot"))).toBeNull();
  });

  test("signing out everywhere in another browser ends the popup's session while it is open", async () => {
    const popup = await stage.signedIn("ava@callboard.demo");
    await seeStatus(popup, /^Available/);
    const profile = await stage.console("ava@callboard.demo", "profile");
    await button(profile, "Sign out everywhere").click();
    const [confirm] = await profile.$$("dialog button[type=submit], dialog [data-variant=danger]");
    await confirm!.click();
    await see(profile, "Mail address");
    await see(popup, "Mail address");
    expect(await stage.extension.kept("session")).toBeUndefined();
  });

  test("somebody who is invited opens the link, chooses a password and is in", async () => {
    const people = await stage.console("dana@callboard.demo", "people");
    await button(people, "Invite a person").click();
    await fill(people, "Mail address", "nora@example.com");
    await fill(people, "Name", "Nora Quist");
    await button(people, "Send the invitation").click();
    await see(people, "nora@example.com is invited.");
    const dana = await stage.server.as("dana@callboard.demo");
    const { mails } = await dana.api.outbox.list.query();
    const link = /https?:\S+/.exec(mails.find(({ to }) => to === "nora@example.com")!.text)![0];
    const joining = await stage.second.page(link);
    await see(joining, "Join Northwind");
    await fill(joining, "Choose a password", "a sentence of my own");
    await button(joining, "Join").click();
    await see(joining, "Northwind");
    await joining.waitForSelector("nav[aria-label=Rooms]");
    await see(people, "Nora Quist");
    expect(joining.url()).not.toContain("cbt_");
  });
});
