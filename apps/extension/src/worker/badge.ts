import { type AgentData, isOverdue, type Status, standing } from "@callboard/domain/agents";
import { HOUR, MINUTE, type Place } from "@callboard/domain/time";
import type { Intent } from "../intents.ts";
import type { Session } from "../session.ts";
import type { Mine } from "../snapshot.ts";
import type { Left } from "../storageLater.ts";
import { promiseTime } from "../rooms/agents/promise.ts";
import { agentLook, type Look } from "../rooms/agents/shape.ts";
import { say } from "../texts/say.ts";
import { worker as texts } from "../texts/en/worker.ts";
import { type Known, readerOf } from "./known.ts";

export interface Face {
  /** Four signs at most: more does not fit on an icon. */
  badge: string;
  tone: Look["tone"];
  look: Look | null;
  title: string;
}

/** Two minutes is the longest that the icon may be wrong: a poll comes every half minute, and may come late. */
const CLAIM_MS = 80_000;

/** All that the icon can speak of. */
export interface Sight {
  session: Session | null;
  left: Left | null;
  known: Known | null;
  intent: Intent | null;
  /** A refusal that nobody has seen yet. */
  notice: string | null;
  /** True once the server has been asked and has not answered. */
  asked: boolean;
}

const plain = (badge: string, tone: Look["tone"], title: string): Face => ({ badge, tone, look: null, title });

/** What the icon says. A pure reading of what is known, so that time alone can change it. */
export function faceOf({ session, left, known, intent, notice, asked }: Sight, now: number): Face {
  if (!session)
    return left?.why === "expired"
      ? plain(texts.ended, "warn", texts.sessionEnded)
      : plain(texts.out, "slate", texts.signedOut);
  const sentence = notice ?? intent?.refused ?? null;
  const look = known?.mine ? lookOf(known.mine, now) : null;
  if (sentence !== null)
    return { badge: texts.attention, tone: "bad", look, title: say(texts.titleRefused, { sentence }) };
  if (left?.why === "removed") return plain(texts.gone, "bad", say(texts.removed, { account: left.account }));
  if (!known) return asked ? plain(texts.unknown, "warn", texts.unreachable) : plain("", "slate", texts.idle);
  const { accountName, mine } = known;
  if (intent?.lost) {
    const title = say(texts.titleWaiting, { status: intent.statusName, account: accountName });
    return { badge: texts.wait, tone: "warn", look: null, title };
  }
  // What lies ahead of now was written by another clock, and is as little known.
  if (Math.abs(now - known.at) >= CLAIM_MS)
    return plain(
      texts.unknown,
      "warn",
      say(texts.unreachableSince, { time: promiseTime(known.at, now, readerOf(mine)) }),
    );
  if (known.removed) return plain(texts.gone, "bad", say(texts.removed, { account: accountName }));
  if (!mine) return plain("", "slate", nameOf(known));
  const agent = standing(mine.agent, mine.phone, now);
  const status = statusOf(mine, agent);
  return { ...promiseFace(agent, status, now), look, title: titleOf(agent, accountName, now, readerOf(mine)) };
}

const nameOf = ({ accountName, label }: Known): string =>
  label === "active" ? accountName || texts.idle : say(texts.labeled, { account: accountName, label });

const statusOf = ({ statuses }: Mine, agent: AgentData): Status | undefined =>
  statuses.find(({ id }) => id === agent.status);

const lookOf = (mine: Mine, now: number): Look =>
  agentLook(statusOf(mine, standing(mine.agent, mine.phone, now)), mine.phone);

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

function titleOf(agent: AgentData, account: string, now: number, place: Place): string {
  const status = agent.statusName;
  if (agent.until === null) return say(texts.title, { status, account });
  const time = promiseTime(agent.until, now, place);
  return say(isOverdue(agent, now) ? texts.titleOverdue : texts.titlePromise, { status, time, account });
}
