import { expect, test } from "vitest";
import { focused, tabTo } from "./kit/keys.ts";
import { see, seeNot, seeRow, seeStatus, until } from "./kit/page.ts";
import { journeys } from "./kit/stage.ts";

journeys("Without a mouse", (stage) => {
  test("the popup is worked by digits, letters, arrows and Tab", async () => {
    const popup = await stage.signedIn("ava@callboard.demo");
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
    expect(await focused(popup)).toBe("More");
    await keys.press("1");
    await seeStatus(popup, /^Training/);
  });

  test("signing in takes no mouse either", async () => {
    await stage.extension.forget();
    const popup = await stage.extension.openPopup();
    await until(
      () => focused(popup),
      (name) => name === "Mail address",
    );
    await popup.keyboard.type("ben@callboard.demo");
    await popup.keyboard.press("Tab");
    await popup.keyboard.type("callboard-demo");
    await popup.keyboard.press("Enter");
    await seeStatus(popup, /^Available/);
  });

  test("on the board a supervisor sets a status with a reason", async () => {
    const board = await stage.console("milo@callboard.demo", "board");
    await seeRow(board, "Finn Adair", /Lunch/);
    await tabTo(board, "Set a status for Finn Adair");
    await board.keyboard.press("Enter");
    await until(
      () => focused(board),
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
      () => focused(board),
      (name) => name.startsWith("Set a status for Finn Adair"),
    );
  });
});
