import { extensionBrowser } from "../browser.ts";
import { chooseAvailable, extend, undo } from "./deeds.ts";
import { IDLE, PRESSED, PROMISE } from "./notify.ts";

const EXTEND_MINUTES = 5;

/** What each button does; where a browser knows none, a press on the notification itself does the last one. */
const DEEDS: Record<string, [() => Promise<unknown>, (() => Promise<unknown>)?]> = {
  [PROMISE]: [chooseAvailable, () => extend(EXTEND_MINUTES)],
  [IDLE]: [undo],
};

export function answerNotifications(): void {
  const { notifications } = extensionBrowser();
  const answer = (id: string, button: number) => void DEEDS[id]?.[button]?.();
  notifications.onButtonClicked?.addListener((id, button) => {
    void notifications.clear(id);
    answer(id, button);
  });
  notifications.onClicked.addListener((id) => {
    if (!id.endsWith(PRESSED)) return;
    void notifications.clear(id);
    const meant = id.replace(PRESSED, "");
    answer(meant, (DEEDS[meant]?.length ?? 1) - 1);
  });
}
