import { expect, test } from "vitest";
import { button, fill, see, seeNot, until } from "../support/page.ts";
import { focusedName } from "../support/keys.ts";
import { journeys } from "../support/journeys.ts";

const PASSWORD = "a sentence of my own";
const cutLink = (link: string) => link.split("#")[0]!;

journeys("Mailed links", (stage) => {
  const mailTo = async (mails: Promise<{ mails: { to: string; text: string }[] }>, to: string) => {
    const { text } = (await mails).mails.find((mail) => mail.to === to)!;
    return { link: /https?:\S+/.exec(text)![0], code: /code: (\S+)/.exec(text)?.[1] ?? "" };
  };
  const invited = async (email: string) => {
    const { api } = await stage.server.signInAs("dana@callboard.demo");
    await api.access.invite.mutate({ email, name: "Nora Quist", role: "agent" });
    return mailTo(api.mail.list.query(), email);
  };

  test("an invitation that was cut off says what it is for, takes the code by keyboard alone, and joins", async () => {
    const { link, code } = await invited("nora@example.com");
    const page = await stage.secondBrowser.page(cutLink(link));
    await see(page, "Join an account");
    await see(page, "This link lets you accept an invitation. Opening it has changed nothing.");
    await seeNot(page, "Northwind");
    await until(
      () => focusedName(page),
      (label) => label === "Code from the email",
    );
    await page.keyboard.type("ABCD-2345");
    await page.keyboard.press("Enter");
    await see(page, "This code doesn’t match this link.");
    await fill(page, "Code from the email", code.toLowerCase());
    await page.keyboard.press("Enter");
    await see(page, "Join Northwind");
    await fill(page, "Choose a password", PASSWORD);
    await button(page, "Join").click();
    await page.waitForSelector("nav[aria-label=Pages]");
  });

  test("a complete link asks for the code after a reload, and one whose # was escaped opens", async () => {
    const { link } = await invited("olga@example.com");
    const page = await stage.secondBrowser.page(link);
    await see(page, "Join Northwind");
    expect(page.url()).not.toContain("cbt_");
    expect(page.url()).not.toContain("?");
    await page.reload();
    await see(page, "Code from the email");
    const written = await stage.secondBrowser.page(link.replace("#", "%23"));
    await see(written, "Join Northwind");
    expect(written.url()).not.toContain("cbt_");
  });

  test("a new password is chosen with the code, and only once the button is pressed", async () => {
    const email = "cleo@callboard.demo";
    const before = await stage.server.signInAs(email);
    await stage.server.clientFor(null).access.requestReset.mutate({ email });
    const operator = await stage.server.operator();
    await until(
      () => operator.mail.platform.query(),
      ({ mails }) => mails.some(({ to }) => to === email),
    );
    const { link, code } = await mailTo(operator.mail.platform.query(), email);
    const page = await stage.secondBrowser.page(cutLink(link));
    await see(page, "This link lets you choose a new password. Opening it has changed nothing.");
    await fill(page, "Code from the email", code);
    await button(page, "Continue").click();
    await see(page, "New password");
    await before.api.access.me.query();
    await fill(page, "New password", PASSWORD);
    await button(page, "Save password").click();
    await see(page, "Your password is saved.");
    await stage.server.clientFor(null).access.signIn.mutate({ email, password: PASSWORD });
  });

  test("a link to a page of the console works without its fragment", async () => {
    const { api, account } = await stage.server.signInAs("dana@callboard.demo");
    await api.statements.send.mutate({ first: "2026-01-01", last: "2026-01-31", recipients: ["books@example.com"] });
    const { link } = await mailTo(api.mail.list.query(), "books@example.com");
    expect(link).not.toContain("#");
    const page = await stage.consoleOf("dana@callboard.demo", "overview");
    await page.goto(link);
    await see(page, "Statements");
    await until(
      () => page.url(),
      (url) => url.endsWith(`console.html?account=${account}#/statements?first=2026-01-01&last=2026-01-31`),
    );
  });
});
