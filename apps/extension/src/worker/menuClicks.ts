import { extensionBrowser } from "../browser.ts";
import { openConsole } from "../openConsole.ts";
import { CONSOLE_ITEM, STATUS_ITEM_PREFIX, UNDO_ITEM } from "./contextMenu.ts";
import { loadSession } from "../data/session.ts";
import { CONTEXT_MENU } from "../data/storage/deferredStorageItems.ts";
import { remove } from "../data/storage/storage.ts";
import { chooseStatusById, undoStatus } from "./actions.ts";
import { sliceCode } from "@callboard/domain/core/text/text";

export function listenToMenu(): void {
  const { contextMenus, runtime } = extensionBrowser();
  // Browsers forget menu items after an update, so the menu has to be built again.
  runtime.onInstalled.addListener(() => void remove(CONTEXT_MENU()));
  contextMenus.onClicked.addListener(({ menuItemId }) => {
    const id = String(menuItemId);
    if (id === UNDO_ITEM) void undoStatus();
    else if (id === CONSOLE_ITEM) void loadSession().then((session) => openConsole(session?.account));
    else if (id.startsWith(STATUS_ITEM_PREFIX)) void chooseStatusById(sliceCode(id, STATUS_ITEM_PREFIX.length));
  });
}
