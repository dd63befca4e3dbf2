import { extensionBrowser } from "../browser.ts";
import { openConsole } from "../openConsole.ts";
import { CONSOLE, STATUS, UNDO } from "./contextMenu.ts";
import { loadSession } from "../session.ts";
import { MENU } from "../storageLater.ts";
import { drop } from "../stored.ts";
import { chooseById, undo } from "./deeds.ts";
import { codePart } from "@callboard/domain/text";

export function answerMenu(): void {
  const { contextMenus, runtime } = extensionBrowser();
  // A browser forgets the items with an update: what was drawn before counts no longer.
  runtime.onInstalled.addListener(() => void drop(MENU()));
  contextMenus.onClicked.addListener(({ menuItemId }) => {
    const id = String(menuItemId);
    if (id === UNDO) void undo();
    else if (id === CONSOLE) void loadSession().then((session) => openConsole(session?.account));
    else if (id.startsWith(STATUS)) void chooseById(codePart(id, STATUS.length));
  });
}
