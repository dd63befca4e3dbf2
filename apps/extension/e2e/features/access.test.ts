import { expect, test } from "vitest";
import { button, chooseAccount, fill, menuItem, see, seeNot, seeStatus, signIn, until } from "../support/page.ts";
import { journeys } from "../support/journeys.ts";

journeys("Signing in and out", (stage) => {
  test("a wrong password is refused with a message, and the right one still works", async () => {
    const popup = await stage.extension.openPopup();
    await signIn(popup, "ava@callboard.demo", "not the password");
    await see(popup, "Wrong email address or password.");
    await signIn(popup, "ava@callboard.demo");
    await seeStatus(popup, /./);
  });

  test("strangers who guess passwords lock nobody out of a device that they signed in on before", async () => {
    const email = "finn@callboard.demo";
    const popup = await stage.popupOf(email);
    await seeStatus(popup, /./);
    await button(popup, "More").click();
    await menuItem(popup, "Sign out").click();
    await see(popup, "Email");
    const strangers = stage.server.clientFor(null).access.signIn;
    const guess = () =>
      strangers.mutate({ email, password: "a wrong guess" }).then(
        () => "in",
        (error: { data?: { key?: string } }) => error.data?.key,
      );
    for (let n = 0; n < 10; n += 1) expect(await guess()).toBe("access.wrongPassword");
    expect(await guess()).toBe("api.throttledSeconds");
    await signIn(popup, email);
    await seeStatus(popup, /./);
  });

  test("an administrator's popup shows the balance, an agent's doesn't", async () => {
    const dana = await stage.popupOf("dana@callboard.demo");
    await see(dana, "$182.40");
    const ava = await stage.popupOf("ava@callboard.demo");
    await seeStatus(ava, /^Available/);
    await seeNot(ava, "$");
  });

  test("another account has another status, another list and another icon", async () => {
    const popup = await stage.extension.openPopup();
    await seeStatus(popup, /^Available/);
    await see(popup, "Training");
    await chooseAccount(popup, "Parkside Dental");
    await seeStatus(popup, /^Offline/);
    await seeNot(popup, "Training");
    await until(stage.extension.title, (title) => title === "Offline — Parkside Dental");
  });

  test("signing out in the popup deletes everything of the person", async () => {
    const popup = await stage.extension.openPopup();
    await button(popup, "More").click();
    await menuItem(popup, "Sign out").click();
    await see(popup, "Email");
    await seeNot(popup, "Ava");
    await until(stage.extension.title, (title) => title === "Callboard: sign in");
    expect(await stage.extension.stored("session")).toBeUndefined();
    expect(await popup.evaluate(() => localStorage.getItem("callboard.snapshot"))).toBeNull();
  });

  test("signing out everywhere in another browser ends the popup's session while it is open", async () => {
    const popup = await stage.popupOf("ava@callboard.demo");
    await seeStatus(popup, /^Available/);
    const profile = await stage.consoleOf("ava@callboard.demo", "profile");
    await button(profile, "Sign out everywhere").click();
    const [confirm] = await profile.$$("dialog button[type=submit], dialog [data-variant=danger]");
    await confirm!.click();
    await see(profile, "Email");
    await see(popup, "Your session has ended. Sign in again.");
    expect(await stage.extension.stored("session")).toBeUndefined();
    // Signed out, expired and removed each have their own text, in the popup and on the icon.
    await until(stage.extension.title, (title) => title === "Callboard: session ended, sign in again");
    expect(await stage.extension.badge()).toBe("end");
    await signIn(popup, "ava@callboard.demo");
    await seeStatus(popup, /^Available/);
    await until(stage.extension.title, (title) => title === "Available — Northwind");
  });

  test("a person who is removed from an account gets a message and continues in another one", async () => {
    const popup = await stage.popupOf("ava@callboard.demo");
    const ava = await stage.server.signInAs("ava@callboard.demo");
    const dana = await stage.server.signInAs("dana@callboard.demo");
    await dana.api.access.removeMember.mutate({ person: ava.person });
    await see(popup, "You are no longer in Northwind.");
    await see(popup, "Parkside Dental");
    await seeStatus(popup, /^Offline/);
    await until(stage.extension.title, (title) => title === "Offline — Parkside Dental");
  });

  test("a person removed from their last account while the popup is closed sees it on the icon and in the popup", async () => {
    const popup = await stage.popupOf("ben@callboard.demo");
    await seeStatus(popup, /./);
    await until(stage.extension.title, (title) => title.endsWith("— Northwind"));
    await stage.extension.closePopup(popup);
    const ben = await stage.server.signInAs("ben@callboard.demo");
    const dana = await stage.server.signInAs("dana@callboard.demo");
    await dana.api.access.removeMember.mutate({ person: ben.person });
    await stage.extension.fireAlarm("poll");
    await until(stage.extension.title, (title) => title === "Callboard: you are no longer in Northwind");
    expect(await stage.extension.badge()).toBe("gone");
    const again = await stage.extension.openPopup();
    await see(again, "You are no longer in Northwind. Ask an administrator to invite you again.");
    await seeNot(again, "Offline");
    await stage.extension.fireAlarm("poll");
    expect(await stage.extension.badge()).toBe("gone");
    await button(again, "Sign out").click();
    await see(again, "Email");
    await until(stage.extension.badge, (badge) => badge === "out");
  });

  test("signing in never mentions having no account, not even if the next call fails", async () => {
    await stage.extension.clearSession();
    const popup = await stage.extension.openPopup();
    await popup.evaluate(() => {
      const seen = ((window as unknown as { seen: string[] }).seen = []) as string[];
      new MutationObserver(() => seen.push(document.body.innerText)).observe(document.body, {
        childList: true,
        subtree: true,
        characterData: true,
      });
      const { fetch } = window;
      // Only the sign-in gets through.
      window.fetch = (to, how) =>
        String(to).includes("signIn") || (window as { whole?: boolean }).whole
          ? fetch(to, how)
          : Promise.reject(new TypeError("connection cut"));
    });
    await signIn(popup, "cleo@callboard.demo");
    await see(popup, "The server can’t be reached. Trying again.");
    await popup.evaluate(() => void ((window as { whole?: boolean }).whole = true));
    await seeStatus(popup, /./);
    const seen = await popup.evaluate(() => (window as unknown as { seen: string[] }).seen.join("\n"));
    expect(seen).not.toContain("You have no account");
  });

  test("an invited person opens the link, chooses a password and is in", async () => {
    const people = await stage.consoleOf("dana@callboard.demo", "access");
    await button(people, "Invite a person").click();
    await fill(people, "Email", "nora@example.com");
    await fill(people, "Name", "Nora Quist");
    await button(people, "Send invitation").click();
    await see(people, "nora@example.com is invited.");
    const dana = await stage.server.signInAs("dana@callboard.demo");
    const { mails } = await dana.api.mail.list.query();
    const link = /https?:\S+/.exec(mails.find(({ to }) => to === "nora@example.com")!.text)![0];
    const joining = await stage.secondBrowser.page(link);
    await see(joining, "Join Northwind");
    await fill(joining, "Choose a password", "a sentence of my own");
    await button(joining, "Join").click();
    await see(joining, "Northwind");
    await joining.waitForSelector("nav[aria-label=Pages]");
    await see(people, "Nora Quist");
    expect(joining.url()).not.toContain("cbt_");
  });
});
