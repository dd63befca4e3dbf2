import { extensionBrowser } from "../browser.ts";
import { chooseAvailable, chooseFirstCustom, undoStatus } from "./actions.ts";

/** What the manifest's keyboard shortcuts do, by their names there. */
const COMMANDS: Record<string, () => Promise<void>> = {
  available: chooseAvailable,
  first: chooseFirstCustom,
  undo: undoStatus,
};

/** The manifest's fourth shortcut isn't here: it opens the popup, which the browser does itself. */
export function listenToCommands(): void {
  extensionBrowser().commands.onCommand.addListener((name) => void COMMANDS[name]?.());
}
