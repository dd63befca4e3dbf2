import { defineBackground } from "wxt/utils/define-background";
import { listenToCommands } from "../worker/commands.ts";
import { listenToMenu } from "../worker/menuClicks.ts";
import { watchIdle } from "../worker/watchIdle.ts";
import { listenToNotifications } from "../worker/notificationClicks.ts";
import { listenToPages, watchPendingStatuses, watchStorage, watchAlarms } from "../worker/watch.ts";

/** Chores that belong to the browser. Listeners are set in the first turn: a worker is woken by what it listens to. */
export default defineBackground(() => {
  watchAlarms();
  listenToMenu();
  listenToCommands();
  listenToNotifications();
  listenToPages();
  watchIdle();
  watchPendingStatuses();
  watchStorage();
});
