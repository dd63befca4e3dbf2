import { standing } from "@callboard/domain/agents";
import { extensionBrowser } from "../browser.ts";
import { serverNow } from "../clock.ts";
import { number } from "../fits.ts";
import { promiseTime, SOON_MS } from "../rooms/agents/promise.ts";
import type { Mine } from "../snapshot.ts";
import { drop, type Item, read, write } from "../stored.ts";
import { say } from "../texts/say.ts";
import { worker as texts } from "../texts/en/worker.ts";
import { readerOf } from "./known.ts";

export const PROMISE = "promise";
export const IDLE = "idle";
/** An alarm rings by this device's clock, which is known to the second. */
const SLACK_MS = 2000;

/** The end that has been told of. */
const TOLD = (): Item<number> => ({ name: "soonTold", fits: number });

/** Ends the name of one without buttons: a press on it is all that can be done. */
export const PRESSED = ".press";

interface Said {
  title: string;
  message: string;
  /** The message where a press is all that can be done. */
  press: string;
  buttons: string[];
}

async function notify(id: string, { title, message, press, buttons }: Said): Promise<void> {
  const { notifications } = extensionBrowser();
  const shown = { type: "basic" as const, iconUrl: "/icon/128.png", title };
  try {
    await notifications.create(id, { ...shown, message, buttons: buttons.map((button) => ({ title: button })) });
  } catch {
    // Firefox refuses a notification with buttons whole, though it has the event for them.
    await notifications.create(id + PRESSED, { ...shown, message: press });
  }
}

const take = (id: string): Promise<unknown> => {
  const { notifications } = extensionBrowser();
  return Promise.all([notifications.clear(id), notifications.clear(id + PRESSED)]);
};

/** A minute before the end, while something can still be done about it; once for each end. */
export async function tellSoon(mine: Mine | null): Promise<void> {
  const now = serverNow();
  const current = mine && standing(mine.agent, mine.phone, now);
  const until = current?.until ?? null;
  const told = await read(TOLD());
  const isSoon = until !== null && until > now && until - now <= SOON_MS + SLACK_MS;
  if (!isSoon || until !== told) {
    if (told === null && !isSoon) return;
    await drop(TOLD());
    await take(PROMISE);
  }
  // What lasts no longer than that is told of by choosing it.
  if (!isSoon || until === told || until - current!.since <= SOON_MS + SLACK_MS) return;
  await write(TOLD(), until);
  const time = promiseTime(until, now, readerOf(mine));
  await notify(PROMISE, {
    title: say(texts.soon, { status: current!.statusName }),
    message: say(texts.soonDetail, { time }),
    press: say(texts.soonPress, { time }),
    buttons: [texts.backNow, texts.moreTime],
  });
}

/** To somebody who was away, and is back at the computer. */
export const offerBack = (status: string, before: string): Promise<void> =>
  notify(IDLE, {
    title: say(texts.idleTitle, { status }),
    message: say(texts.idleDetail, { before }),
    press: say(texts.idlePress, { before }),
    buttons: [say(texts.idleBack, { before }), texts.idleStay],
  });
