import type { Status } from "@callboard/domain/agents";
import { extensionBrowser } from "../browser.ts";
import { MENU } from "../storageLater.ts";
import { read, write } from "../stored.ts";
import { worker as texts } from "../texts/en/worker.ts";

const ROOT = "callboard";
export const UNDO = "undo";
export const CONSOLE = "console";
export const STATUS = "status:";

/** One submenu on the icon. Drawn again only when the statuses are others: it would close under somebody's pointer. */
export async function drawMenu(statuses: readonly Status[]): Promise<void> {
  const usable = statuses.filter(({ archivedAt }) => archivedAt === null);
  const plan = JSON.stringify(usable.map(({ id, name }) => [id, name]));
  if ((await read(MENU())) === plan) return;
  await write(MENU(), plan);
  const { contextMenus } = extensionBrowser();
  await contextMenus.removeAll();
  const contexts: ["action"] = ["action"];
  contextMenus.create({ id: ROOT, title: texts.menu, contexts });
  const add = (id: string, title: string) => contextMenus.create({ id, title, parentId: ROOT, contexts });
  for (const { id, name } of usable) add(STATUS + id, name.replaceAll("&", "&&"));
  if (usable.length > 0) {
    contextMenus.create({ id: "line", type: "separator", parentId: ROOT, contexts });
    add(UNDO, texts.undo);
  }
  add(CONSOLE, texts.openConsole);
}
