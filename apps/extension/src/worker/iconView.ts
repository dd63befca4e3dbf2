import { type AgentData, isOverdue, type Status, currentStatus } from "@callboard/domain/agents/rules";
import { HOUR, MINUTE, type Locale } from "@callboard/domain/core/time";
import type { PendingStatus } from "../data/pendingStatus.ts";
import type { Session } from "../data/session.ts";
import type { OwnStatus } from "../data/views.ts";
import type { ExitReason } from "../data/storage/deferredStorageItems.ts";
import { endTimeText } from "../shared/status/endTimeText.ts";
import { agentLook, type Look } from "../shared/status/look.ts";
import { format } from "../texts/format.ts";
import { worker as texts } from "../texts/en/worker.ts";
import { localeOf, type WorkerAlert, type WorkerState } from "./workerState.ts";

/** What the icon shows. */
export interface IconView {
  /** At most four characters: more doesn't fit on an icon. */
  badge: string;
  tone: Look["tone"];
  /** The status's shape for the corner; null for none. */
  look: Look | null;
  /** The tooltip. */
  title: string;
}

/** An older state counts as unknown. With a poll every half minute, the icon is wrong for two minutes at most. */
const FRESH_FOR_MS = 80_000;

/** Everything that the icon can show. */
export interface IconFacts {
  session: Session | null;
  exitReason: ExitReason | null;
  workerState: WorkerState | null;
  pendingStatus: PendingStatus | null;
  /** A failure that nobody has seen yet. */
  workerNotice: string | null;
  /** This refresh has asked the server: if there is still no state, it didn't answer. */
  hasAskedServer: boolean;
}

const plainIconView = (badge: string, tone: Look["tone"], title: string): IconView => ({
  badge,
  tone,
  look: null,
  title,
});

/** The icon for these facts at this time. It reads nothing else, so each case can be tested with a chosen time. */
export function iconViewOf(
  { session, exitReason, workerState, pendingStatus, workerNotice, hasAskedServer }: IconFacts,
  now: number,
): IconView {
  if (!session)
    return exitReason?.why === "expired"
      ? plainIconView(texts.expiredBadge, "warn", texts.sessionEnded)
      : plainIconView(texts.signedOutBadge, "slate", texts.signedOut);
  const sentence = workerNotice ?? pendingStatus?.refused ?? null;
  const look = workerState?.mine ? lookOf(workerState.mine, now) : null;
  if (sentence !== null)
    return { badge: texts.attentionBadge, tone: "bad", look, title: format(texts.titleNotice, { sentence }) };
  if (exitReason?.why === "removed")
    return plainIconView(texts.removedBadge, "bad", format(texts.removed, { account: exitReason.account }));
  if (!workerState)
    return hasAskedServer
      ? plainIconView(texts.unknownBadge, "warn", texts.unreachable)
      : plainIconView("", "slate", texts.idle);
  const { accountName, mine } = workerState;
  if (pendingStatus?.undelivered) {
    const title = format(texts.titleWaiting, { status: pendingStatus.statusName, account: accountName });
    return { badge: texts.waitingBadge, tone: "warn", look: null, title };
  }
  // A time after `now` was written by another clock, so it can't be trusted either.
  if (Math.abs(now - workerState.at) >= FRESH_FOR_MS)
    return plainIconView(
      texts.unknownBadge,
      "warn",
      format(texts.unreachableSince, { time: endTimeText(workerState.at, now, localeOf(mine)) }),
    );
  if (workerState.removed)
    return plainIconView(texts.removedBadge, "bad", format(texts.removed, { account: accountName }));
  const alerts = workerState.alerts.filter(({ onToolbar }) => onToolbar);
  if (!mine) return withAlerts(plainIconView("", "slate", accountTitle(workerState)), alerts);
  const agent = currentStatus(mine.agent, mine.phone, now);
  const status = statusOf(mine, agent);
  const title = statusTitle(agent, accountName, now, localeOf(mine));
  return withAlerts({ ...statusEndBadge(agent, status, now), look, title }, alerts);
}

/** Alerts are named in the title. Their number is the badge unless the person's own status has one. */
function withAlerts(view: IconView, alerts: readonly WorkerAlert[]): IconView {
  const [first] = alerts;
  if (first === undefined) return view;
  const sentence =
    alerts.length === 1
      ? first.sentence
      : format(texts.moreAlerts, { sentence: first.sentence, more: alerts.length - 1 });
  const title = format(texts.titleAlerts, { title: view.title, sentence });
  if (view.badge !== "") return { ...view, title };
  const tone = alerts.some(({ isUrgent }) => isUrgent) ? "bad" : "warn";
  return { ...view, title, tone, badge: alerts.length > 99 ? texts.manyBadge : String(alerts.length) };
}

const accountTitle = ({ accountName, label }: WorkerState): string =>
  label === "active" ? accountName || texts.idle : format(texts.labeled, { account: accountName, label });

const statusOf = ({ statuses }: OwnStatus, agent: AgentData): Status | undefined =>
  statuses.find(({ id }) => id === agent.status);

const lookOf = (mine: OwnStatus, now: number): Look =>
  agentLook(statusOf(mine, currentStatus(mine.agent, mine.phone, now)), mine.phone);

function statusEndBadge(agent: AgentData, status: Status | undefined, now: number): Pick<IconView, "badge" | "tone"> {
  const tone = status?.color ?? "slate";
  if (isOverdue(agent, now)) return { badge: texts.attentionBadge, tone: "warn" };
  return { badge: agent.until === null ? "" : remainingText(agent.until - now), tone };
}

/** Minutes up to an hour and a half, then full hours: `45m`, `3h`, `999h`. */
function remainingText(ms: number): string {
  const minutes = Math.ceil(ms / MINUTE);
  if (minutes <= 90) return format(texts.minutes, { minutes });
  return format(texts.hours, { hours: Math.min(999, Math.round(ms / HOUR)) });
}

function statusTitle(agent: AgentData, account: string, now: number, locale: Locale): string {
  const status = agent.statusName;
  if (agent.until === null) return format(texts.title, { status, account });
  const time = endTimeText(agent.until, now, locale);
  return format(isOverdue(agent, now) ? texts.titleOverdue : texts.titlePromise, { status, time, account });
}
