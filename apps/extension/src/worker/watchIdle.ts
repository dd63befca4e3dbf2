import { standing } from "@callboard/domain/agents";
import { extensionBrowser } from "../browser.ts";
import { serverNow } from "../clock.ts";
import { loadSession } from "../session.ts";
import { drop, read, write } from "../stored.ts";
import { clockReady } from "./clockKept.ts";
import { AWAY, secondsOf } from "./idle.ts";
import { readKnown } from "./known.ts";
import { offerBack } from "./notify.ts";
import { refresh } from "./refresh.ts";

/** The whole computer, not a tab: another window of the same person counts as work. */
export function watchIdle(): void {
  extensionBrowser().idle.onStateChanged.addListener((state) => void (state === "active" ? cameBack() : left(state)));
}

async function left(state: "idle" | "locked"): Promise<void> {
  await clockReady();
  if (await read(AWAY())) return;
  const mine = (await readKnown(await loadSession()))?.mine ?? null;
  // A screen is locked at once, and whoever locked it was there until then.
  const since = serverNow() - (state === "locked" ? 0 : secondsOf(mine) * 1000);
  await write(AWAY(), { key: crypto.randomUUID(), since, told: false });
  await refresh();
}

/** Whoever was sent away meanwhile is asked, and is back with one press. */
async function cameBack(): Promise<void> {
  const away = await read(AWAY());
  await drop(AWAY());
  await refresh();
  const mine = (await readKnown(await loadSession()))?.mine;
  if (!away?.told || !mine) return;
  const agent = standing(mine.agent, mine.phone, serverNow());
  if (agent.cause.key === "cause.idle" && agent.since >= away.since && agent.before)
    await offerBack(agent.statusName, agent.before.statusName);
}
