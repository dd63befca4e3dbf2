import { type AgentData, isOverdue, type Status, standing } from "@callboard/domain/agents";
import { HOUR, MINUTE, type Place } from "@callboard/domain/time";
import type { Intent } from "../intents.ts";
import { promiseTime } from "../rooms/agents/promise.ts";
import { agentLook, type Look } from "../rooms/agents/shape.ts";
import { say } from "../texts/say.ts";
import { worker as texts } from "../texts/en/worker.ts";
import type { Known } from "./known.ts";

export interface Face {
  /** Four signs at most: more does not fit on an icon. */
  badge: string;
  tone: Look["tone"];
  look: Look | null;
  title: string;
}

const place: Place = { zone: Intl.DateTimeFormat().resolvedOptions().timeZone, locale: "en" };

export const SIGNED_OUT: Face = { badge: "", tone: "slate", look: null, title: texts.signedOut };

/** What the icon says. A pure reading of what is known, so that time alone can change it. */
export function faceOf(known: Known, intent: Intent | null, now: number): Face {
  const { mine, accountName, refused } = known;
  if (!mine) return { ...SIGNED_OUT, title: accountName || texts.idle };
  const agent = standing(mine.agent, mine.phone, now);
  const status = mine.statuses.find(({ id }) => id === agent.status);
  const look = agentLook(status, mine.phone);
  const sentence = refused ?? intent?.refused ?? null;
  if (sentence !== null)
    return { badge: texts.attention, tone: "bad", look, title: say(texts.titleRefused, { sentence }) };
  if (intent?.lost) {
    const title = say(texts.titleWaiting, { status: intent.statusName, account: accountName });
    return { badge: texts.wait, tone: "warn", look, title };
  }
  return { ...promiseFace(agent, status, now), look, title: titleOf(agent, accountName, now) };
}

function promiseFace(agent: AgentData, status: Status | undefined, now: number): Pick<Face, "badge" | "tone"> {
  const tone = status?.tone ?? "slate";
  if (isOverdue(agent, now)) return { badge: texts.attention, tone: "warn" };
  return { badge: agent.until === null ? "" : leftText(agent.until - now), tone };
}

/** Minutes up to an hour and a half, then whole hours: `45m`, `3h`, `99h`. */
function leftText(ms: number): string {
  const minutes = Math.ceil(ms / MINUTE);
  if (minutes <= 90) return say(texts.minutes, { minutes });
  return say(texts.hours, { hours: Math.min(999, Math.round(ms / HOUR)) });
}

function titleOf(agent: AgentData, account: string, now: number): string {
  const status = agent.statusName;
  if (agent.until === null) return say(texts.title, { status, account });
  const time = promiseTime(agent.until, now, place);
  return say(isOverdue(agent, now) ? texts.titleOverdue : texts.titlePromise, { status, time, account });
}
