import { extensionBrowser } from "../browser.ts";
import { chooseAvailable, extendStatus, undoStatus } from "./actions.ts";
import { loadSession } from "../data/session.ts";
import { openConsole } from "../openConsole.ts";
import { ALERTS, IDLE, MISSED_CALLS, PRESS_SUFFIX, STATUS_END } from "./notifications.ts";

const EXTEND_MINUTES = 5;

/** The action of each button; in browsers without buttons, a click on the notification runs the last one. */
const BUTTON_ACTIONS: Record<string, [() => Promise<unknown>, (() => Promise<unknown>)?]> = {
  [STATUS_END]: [chooseAvailable, () => extendStatus(EXTEND_MINUTES)],
  [IDLE]: [undoStatus],
  [MISSED_CALLS]: [undoStatus],
  [ALERTS]: [openAlerts],
};

async function openAlerts(): Promise<void> {
  await openConsole((await loadSession())?.account ?? null, "alerts");
}

export function listenToNotifications(): void {
  const { notifications } = extensionBrowser();
  const runButton = (id: string, button: number) => void BUTTON_ACTIONS[id]?.[button]?.();
  notifications.onButtonClicked?.addListener((id, button) => {
    void notifications.clear(id);
    runButton(id, button);
  });
  notifications.onClicked.addListener((id) => {
    // A click beside the buttons does nothing, because it may be one to put the notification away; alerts have one action.
    if (!id.endsWith(PRESS_SUFFIX) && id !== ALERTS) return;
    void notifications.clear(id);
    const baseId = id.replace(PRESS_SUFFIX, "");
    runButton(baseId, (BUTTON_ACTIONS[baseId]?.length ?? 1) - 1);
  });
}
