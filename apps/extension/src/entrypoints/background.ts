import { defineBackground } from "wxt/utils/define-background";
import { listenToCommands } from "../worker/commands.ts";
import { listenToMenu } from "../worker/menuClicks.ts";
import { watchIdle } from "../worker/watchIdle.ts";
import { listenToNotifications } from "../worker/notificationClicks.ts";
import { listenToPages, watchPendingStatuses, watchStorage, watchAlarms } from "../worker/watch.ts";

/** Work that belongs to the browser. Listeners are registered synchronously: only those can wake a worker. */
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
