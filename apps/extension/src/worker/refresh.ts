import { MINUTE } from "@callboard/domain/time";
import { standing } from "@callboard/domain/agents";
import { extensionBrowser } from "../browser.ts";
import { hereAt, serverNow } from "../clock.ts";
import { flushIntent } from "../flushIntent.ts";
import { readIntent } from "../intents.ts";
import { faceOf, SIGNED_OUT } from "./badge.ts";
import { drawMenu } from "./contextMenu.ts";
import { wear } from "./icon.ts";
import { type Known, learn } from "./known.ts";

export const POLL = "poll";
/** A minute before a promise ends; and when it does. */
export const SOON = "soon";
export const OVER = "over";

let running: Promise<void> | null = null;
let again = false;
let askedAt = 0;

/** When it was last asked what is so, on the worker's own clock. */
export const askedLast = (): number => askedAt;

/** Learns what is so and shows it. Calls that meet become one more. */
export function refresh(): Promise<void> {
  again = true;
  running ??= untilSettled().finally(() => (running = null));
  return running;
}

async function untilSettled(): Promise<void> {
  while (again) {
    again = false;
    askedAt = performance.now();
    await once();
  }
}

async function once(): Promise<void> {
  const known = await learntAfterSending();
  await show(known);
  await drawMenu(known?.mine?.statuses ?? []);
  await setPromiseAlarms(known);
  await followIdleRule(known);
}

/** What a page or this very turn sent meanwhile is no part of what was learnt before it. */
async function learntAfterSending(): Promise<Known | null> {
  const known = await learn();
  if (!known) return null;
  const waiting = await readIntent();
  const sent = await flushIntent();
  return sent || waiting !== null ? learn() : known;
}

async function show(known: Known | null): Promise<void> {
  await wear(known ? faceOf(known, await readIntent(), serverNow()) : SIGNED_OUT);
}

async function setPromiseAlarms(known: Known | null): Promise<void> {
  const { alarms } = extensionBrowser();
  const mine = known?.mine;
  const until = mine ? standing(mine.agent, mine.phone, serverNow()).until : null;
  await Promise.all([alarms.clear(SOON), alarms.clear(OVER)]);
  if (until === null || until <= serverNow()) return;
  if (until - MINUTE > serverNow()) await alarms.create(SOON, { when: hereAt(until - MINUTE) });
  await alarms.create(OVER, { when: hereAt(until) });
}

/** The account says after how many minutes the whole computer counts as idle. */
async function followIdleRule(known: Known | null): Promise<void> {
  const minutes = known?.mine?.idle?.minutes;
  if (minutes !== undefined) extensionBrowser().idle.setDetectionInterval(minutes * 60);
}
