import { extensionBrowser } from "../browser.ts";
import { sayEndsSoon } from "./notify.ts";
import { OVER, POLL, refresh, SOON } from "./refresh.ts";

/** The shortest period a browser allows. */
const EVERY_MINUTES = 0.5;

/** Alarms can be lost with an update or a restart, so they are made anew whenever the worker may be new. */
export function setAlarms(): void {
  const { alarms, runtime } = extensionBrowser();
  const begin = () => {
    void alarms.create(POLL, { periodInMinutes: EVERY_MINUTES });
    void refresh();
  };
  runtime.onInstalled.addListener(begin);
  runtime.onStartup.addListener(begin);
  alarms.onAlarm.addListener(({ name }) => {
    if (name === SOON) void refresh().then(sayEndsSoon);
    else if (name === POLL || name === OVER) void refresh();
  });
}
