import type { Status } from "@callboard/domain/agents/rules";
import { extensionBrowser } from "../browser.ts";
import { CONTEXT_MENU } from "../data/storage/deferredStorageItems.ts";
import { read, write } from "../data/storage/storage.ts";
import { worker as texts } from "../texts/en/worker.ts";

const ROOT_ITEM = "callboard";
export const UNDO_ITEM = "undo";
export const CONSOLE_ITEM = "console";
export const STATUS_ITEM_PREFIX = "status:";

/** The icon's context menu. Rebuilt only when the statuses have changed, because rebuilding closes an open menu. */
export async function drawMenu(statuses: readonly Status[]): Promise<void> {
  const selectable = statuses.filter(({ archivedAt }) => archivedAt === null);
  const items = JSON.stringify(selectable.map(({ id, name }) => [id, name]));
  if ((await read(CONTEXT_MENU())) === items) return;
  await write(CONTEXT_MENU(), items);
  const { contextMenus } = extensionBrowser();
  await contextMenus.removeAll();
  const contexts: ["action"] = ["action"];
  contextMenus.create({ id: ROOT_ITEM, title: texts.menu, contexts });
  const addItem = (id: string, title: string) => contextMenus.create({ id, title, parentId: ROOT_ITEM, contexts });
  // In a menu title a single `&` would mark an access key.
  for (const { id, name } of selectable) addItem(STATUS_ITEM_PREFIX + id, name.replaceAll("&", "&&"));
  if (selectable.length > 0) {
    contextMenus.create({ id: "line", type: "separator", parentId: ROOT_ITEM, contexts });
    addItem(UNDO_ITEM, texts.undo);
  }
  addItem(CONSOLE_ITEM, texts.openConsole);
}
