import { defineBackground } from "wxt/utils/define-background";
import { setAlarms } from "../worker/alarms.ts";
import { answerCommands } from "../worker/commands.ts";
import { answerMenu } from "../worker/menuClicks.ts";
import { answerNotifications } from "../worker/notify.ts";
import { hearPages, watchIdle, watchIntents, watchSession } from "../worker/watch.ts";

/** Chores that belong to the browser. Listeners are set in the first turn: a worker is woken by what it listens to. */
export default defineBackground(() => {
  setAlarms();
  answerMenu();
  answerCommands();
  answerNotifications();
  hearPages();
  watchIdle();
  watchIntents();
  watchSession();
});
