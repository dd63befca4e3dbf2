import { expect, test } from "vitest";
import { focusedName, tabTo } from "../support/keys.ts";
import { button, menuItem, see, seeNot, seeRow, seeStatus, until } from "../support/page.ts";
import { journeys } from "../support/journeys.ts";

journeys("Without a mouse", (stage) => {
  test("the popup is operated with digits, letters, arrows and Tab", async () => {
    const popup = await stage.popupOf("ava@callboard.demo");
    await seeStatus(popup, /^Available/);
    const keys = popup.keyboard;
    await keys.press("2");
    await seeStatus(popup, /^Lunch/);
    await keys.type("trai");
    await keys.press("Enter");
    await seeStatus(popup, /^Training/);
    await keys.press("ArrowDown");
    await keys.press("ArrowDown");
    await keys.press("ArrowRight");
    await keys.press("Enter");
    await seeStatus(popup, /^Lunch .* back/);
    await tabTo(popup, "Undo");
    await keys.press("Enter");
    await seeStatus(popup, /^Training .* undone/);
    await tabTo(popup, "More");
    await keys.press("Enter");
    await see(popup, "Only on this device");
    await keys.press("Escape");
    await seeNot(popup, "Only on this device");
    expect(await focusedName(popup)).toBe("More");
    await keys.press("1");
    await seeStatus(popup, /^Training/);
  });

  test("keys choose by their position, whatever they write; a name that begins with a digit is typed after a space", async () => {
    const dana = await stage.server.signInAs("dana@callboard.demo");
    await dana.api.agents.defineStatus.mutate({ name: "2nd line", color: "blue" });
    const popup = await stage.popupOf("ava@callboard.demo");
    await see(popup, "2nd line");
    const session = await popup.createCDPSession();
    const press = async (code: string, text: string) => {
      await session.send("Input.dispatchKeyEvent", { type: "keyDown", code, key: text, text });
      await session.send("Input.dispatchKeyEvent", { type: "keyUp", code, key: text });
    };
    for (const [code, text, name] of [
      ["Digit2", "é", "Lunch"],
      ["Digit3", "š", "Coffee"],
      ["Digit4", "٤", "Meeting"],
      ["Digit2", "۲", "Lunch"],
      ["Digit3", "３", "Coffee"],
      ["Numpad4", "4", "Meeting"],
    ] as const) {
      await press(code, text);
      await seeStatus(popup, new RegExp(`^${name}`));
    }
    // As an input method inserts it.
    await session.send("Input.insertText", { text: "２" });
    await seeStatus(popup, /^Lunch/);
    await popup.keyboard.type(" 2nd");
    await see(popup, "1 found");
    await popup.keyboard.press("Enter");
    await seeStatus(popup, /^2nd line/);
    await see(popup, "2nd line is set.");
    await popup.keyboard.type(" 7th");
    await see(popup, "No status found.");
    const announced = await popup.$$eval("[role=status]", (all) => all.map((one) => one.textContent));
    expect(announced).toContain("No status found.");
    await popup.keyboard.press("Escape");
  });

  test("the global shortcuts are those that the browser reports, and the popup lists them", async () => {
    const popup = await stage.popupOf("ava@callboard.demo");
    const commands = await (await stage.extension.worker()).evaluate(() => chrome.commands.getAll());
    expect(commands.map(({ name }) => name)).toEqual(["_execute_action", "available", "first", "undo"]);
    for (const { name, shortcut } of commands) expect(shortcut, name).toMatch(/^Alt\+Shift\+\w$/);
    await button(popup, "More").click();
    await menuItem(popup, "Shortcuts").click();
    const shown = await see(popup, "Anywhere in the browser");
    for (const { shortcut } of commands) expect(shown).toContain(shortcut!.replaceAll("+", " "));
    expect(shown).toContain("Set Lunch");
    await popup.keyboard.press("Escape");
    await seeNot(popup, "Anywhere in the browser");
  });

  test("signing in works without a mouse", async () => {
    await stage.extension.clearSession();
    const popup = await stage.extension.openPopup();
    await until(
      () => focusedName(popup),
      (name) => name === "Email",
    );
    await popup.keyboard.type("ben@callboard.demo");
    await popup.keyboard.press("Tab");
    await popup.keyboard.type("callboard-demo");
    await popup.keyboard.press("Enter");
    await seeStatus(popup, /^Available/);
  });

  test("on the board a supervisor sets a status with a reason", async () => {
    const board = await stage.consoleOf("milo@callboard.demo", "agents");
    await seeRow(board, "Finn Adair", /Lunch/);
    await tabTo(board, "Set a status for Finn Adair");
    await board.keyboard.press("Enter");
    await until(
      () => focusedName(board),
      (name) => name === "Lunch",
    );
    await board.keyboard.type("Tr");
    await board.keyboard.press("Enter");
    await see(board, "Set a status for Finn Adair");
    // Typed at once: its letters must not choose another status.
    await board.keyboard.type("meeting room phone is new");
    await board.keyboard.press("Enter");
    await seeRow(board, "Finn Adair", /Training .* meeting room phone is new/);
    await until(
      () => focusedName(board),
      (name) => name.startsWith("Set a status for Finn Adair"),
    );
  });
});
