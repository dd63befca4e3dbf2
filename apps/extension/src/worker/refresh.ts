import { serverNow } from "../clock.ts";
import { flushIntents, intentOf } from "../flushIntent.ts";
import { loadSession, type Session } from "../session.ts";
import { INTENTS, NOTICE } from "../storage.ts";
import { LEFT } from "../storageLater.ts";
import { namesOf, read } from "../stored.ts";
import { faceOf } from "./badge.ts";
import { clockReady } from "./clockKept.ts";
import { drawMenu } from "./contextMenu.ts";
import { wear } from "./icon.ts";
import { followIdleRule, tellIdle } from "./idle.ts";
import { learn, readKnown } from "./known.ts";
import { tellSoon } from "./notify.ts";
import { setPromiseAlarms } from "./alarms.ts";

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
  await clockReady();
  const session = await loadSession();
  // An answer may be slow to come, and what is shown may be too old by now.
  await show(session, false);
  if (session) await learnAfterSending(session);
  await showAll();
}

/** What a page or this very turn sent meanwhile is no part of what was learnt before it. */
async function learnAfterSending(session: Session): Promise<void> {
  await learn(session);
  await tellIdle();
  const waited = (await namesOf(INTENTS)).length > 0;
  if ((await flushIntents()) || waited) await learn(session);
}

/** All that the browser shows for us, from what is known now. */
async function showAll(): Promise<void> {
  const session = await loadSession();
  await show(session, true);
  const known = await readKnown(session);
  await drawMenu(known?.mine?.statuses ?? []);
  await setPromiseAlarms(known?.mine ?? null);
  await tellSoon(known?.mine ?? null);
  followIdleRule(known?.mine ?? null);
}

async function show(session: Session | null, asked: boolean): Promise<void> {
  const [left, known, notice, intent] = await Promise.all([
    read(LEFT()),
    readKnown(session),
    read(NOTICE()),
    session?.account ? intentOf({ person: session.person, account: session.account }) : null,
  ]);
  await wear(faceOf({ session, left, known, intent, notice, asked }, serverNow()));
}
