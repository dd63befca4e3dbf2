import { currentStatus } from "@callboard/domain/agents/rules";
import { extensionBrowser } from "../browser.ts";
import { serverNow } from "../data/clock.ts";
import { loadSession } from "../data/session.ts";
import { read } from "../data/storage/storage.ts";
import { loadClock } from "./storedClock.ts";
import { ABSENCE, noteIdleState } from "./reportIdle.ts";
import { readWorkerState } from "./workerState.ts";
import { notifyIdle } from "./notifications.ts";
import { refresh } from "./refresh.ts";

/** Watches the whole computer, not a tab: working in another window counts as being there. */
export function watchIdle(): void {
  extensionBrowser().idle.onStateChanged.addListener((state) => void (state === "active" ? onReturn() : onAway(state)));
}

async function onAway(state: "idle" | "locked"): Promise<void> {
  await loadClock();
  await noteIdleState(state, (await readWorkerState(await loadSession()))?.mine ?? null);
  await refresh();
}

/** Asks a person who was set to away meanwhile, and offers the status before it with one click. */
async function onReturn(): Promise<void> {
  await loadClock();
  const absence = await read(ABSENCE());
  await noteIdleState("active", null);
  await refresh();
  const mine = (await readWorkerState(await loadSession()))?.mine;
  if (!absence || !mine) return;
  const agent = currentStatus(mine.agent, mine.phone, serverNow());
  if (agent.cause.key === "agents.cause.idle" && agent.since >= absence.since && agent.before)
    await notifyIdle(agent.statusName, agent.before.statusName);
}
