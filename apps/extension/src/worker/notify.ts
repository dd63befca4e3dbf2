import { standing } from "@callboard/domain/agents";
import { extensionBrowser } from "../browser.ts";
import { serverNow } from "../clock.ts";
import { promiseTime, SOON_MS } from "../rooms/agents/promise.ts";
import { say } from "../texts/say.ts";
import { worker as texts } from "../texts/en/worker.ts";
import { chooseAvailable, extend } from "./deeds.ts";
import { readKnown } from "./known.ts";

const ID = "promise";
const EXTEND_MINUTES = 5;
/** An alarm may ring a little late, and the poll in between may have moved the end. */
const SLACK_MS = 20_000;

/** A minute before the end, while something can still be done about it. */
export async function sayEndsSoon(): Promise<void> {
  const mine = (await readKnown())?.mine;
  if (!mine) return;
  const now = serverNow();
  const { statusName, until } = standing(mine.agent, mine.phone, now);
  if (until === null || until <= now || until - now > SOON_MS + SLACK_MS) return;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  await extensionBrowser().notifications.create(ID, {
    type: "basic",
    iconUrl: "/icon/128.png",
    title: say(texts.soon, { status: statusName }),
    message: say(texts.soonDetail, { time: promiseTime(until, now, { zone, locale: "en" }) }),
    buttons: [{ title: texts.backNow }, { title: texts.moreTime }],
  });
}

export function answerNotifications(): void {
  const { notifications } = extensionBrowser();
  notifications.onButtonClicked.addListener((id, button) => {
    if (id !== ID) return;
    void notifications.clear(ID);
    void (button === 0 ? chooseAvailable() : extend(EXTEND_MINUTES));
  });
}
