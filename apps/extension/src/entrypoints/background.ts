import { defineBackground } from "wxt/utils/define-background";
import { answerCommands } from "../worker/commands.ts";
import { answerMenu } from "../worker/menuClicks.ts";
import { watchIdle } from "../worker/watchIdle.ts";
import { answerNotifications } from "../worker/notifyClicks.ts";
import { hearPages, watchIntents, watchStorage, watchTime } from "../worker/watch.ts";

/** Chores that belong to the browser. Listeners are set in the first turn: a worker is woken by what it listens to. */
export default defineBackground(() => {
  watchTime();
  answerMenu();
  answerCommands();
  answerNotifications();
  hearPages();
  watchIdle();
  watchIntents();
  watchStorage();
});
