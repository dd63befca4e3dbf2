import { extensionBrowser } from "../browser.ts";
import { chooseAvailable, chooseFirst, undo } from "./deeds.ts";

const COMMANDS: Record<string, () => Promise<void>> = { available: chooseAvailable, first: chooseFirst, undo };

/** The fourth one opens the popup, which the browser does by itself. */
export function answerCommands(): void {
  extensionBrowser().commands.onCommand.addListener((name) => void COMMANDS[name]?.());
}
