import { extensionBrowser } from "../browser.ts";
import { chooseAvailable, chooseFirstCustom, undoStatus } from "./actions.ts";

const COMMANDS: Record<string, () => Promise<void>> = {
  available: chooseAvailable,
  first: chooseFirstCustom,
  undo: undoStatus,
};

/** The fourth command opens the popup, which the browser does itself. */
export function listenToCommands(): void {
  extensionBrowser().commands.onCommand.addListener((name) => void COMMANDS[name]?.());
}
