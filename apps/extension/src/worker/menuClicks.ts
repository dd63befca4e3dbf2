import { extensionBrowser, kept, openConsole } from "../browser.ts";
import { CONSOLE, DRAWN, STATUS, UNDO } from "./contextMenu.ts";
import { loadSession } from "../session.ts";
import { chooseById, undo } from "./deeds.ts";
import { codePart } from "@callboard/domain/text";

export function answerMenu(): void {
  const { contextMenus, runtime } = extensionBrowser();
  // A browser forgets the items with an update: what was drawn before counts no longer.
  runtime.onInstalled.addListener(() => void kept.remove(DRAWN));
  contextMenus.onClicked.addListener(({ menuItemId }) => {
    const id = String(menuItemId);
    if (id === UNDO) void undo();
    else if (id === CONSOLE) void loadSession().then((session) => openConsole(session?.account));
    else if (id.startsWith(STATUS)) void chooseById(codePart(id, STATUS.length));
  });
}
