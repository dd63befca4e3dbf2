import { currentStatus } from "@callboard/domain/agents/rules";
import { extensionBrowser } from "../browser.ts";
import { serverNow } from "../data/clock.ts";
import { loadSession } from "../data/session.ts";
import { remove, read, write } from "../data/storage.ts";
import { loadClock } from "./storedClock.ts";
import { ABSENCE, idleSeconds } from "./idle.ts";
import { readWorkerState } from "./workerState.ts";
import { notifyIdle } from "./notifications.ts";
import { refresh } from "./refresh.ts";

/** The whole computer, not a tab: another window of the same person counts as work. */
export function watchIdle(): void {
  extensionBrowser().idle.onStateChanged.addListener((state) => void (state === "active" ? onReturn() : onAway(state)));
}

async function onAway(state: "idle" | "locked"): Promise<void> {
  await loadClock();
  if (await read(ABSENCE())) return;
  const mine = (await readWorkerState(await loadSession()))?.mine ?? null;
  // A screen is locked at once, and whoever locked it was there until then.
  const since = serverNow() - (state === "locked" ? 0 : idleSeconds(mine) * 1000);
  await write(ABSENCE(), { key: crypto.randomUUID(), since, told: false });
  await refresh();
}

/** Whoever was sent away meanwhile is asked, and is back with one press. */
async function onReturn(): Promise<void> {
  const away = await read(ABSENCE());
  await remove(ABSENCE());
  await refresh();
  const mine = (await readWorkerState(await loadSession()))?.mine;
  if (!away?.told || !mine) return;
  const agent = currentStatus(mine.agent, mine.phone, serverNow());
  if (agent.cause.key === "cause.idle" && agent.since >= away.since && agent.before)
    await notifyIdle(agent.statusName, agent.before.statusName);
}
