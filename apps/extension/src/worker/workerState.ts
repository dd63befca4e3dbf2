import type { AgentData, Status } from "@callboard/domain/agents/rules";
import { STATUS_ICONS, PHONE_STATES, STATUS_COLORS, WHEN_OVER } from "@callboard/domain/agents/types";
import type { Locale } from "@callboard/domain/core/time";
import { api, failureOf } from "../data/api.ts";
import { adjustClock, deviceNow } from "../data/clock.ts";
import { type Guard, boolean, array, nullable, number, oneOf, object, string } from "../data/storage/guards.ts";
import { deviceZone, locale } from "../data/locale.ts";
import { loadSession, switchAccount, type Session } from "../data/session.ts";
import { expireSession } from "../data/signInOut.ts";
import type { Me, OwnStatus } from "../data/views.ts";
import { EXIT_REASON } from "../data/storage/deferredStorageItems.ts";
import { type StorageItem, read, write } from "../data/storage/storage.ts";
import { storeClock } from "./storedClock.ts";

/** An alert as the toolbar and notifications need it. */
export interface WorkerAlert {
  key: string;
  sentence: string;
  isUrgent: boolean;
  /** Shown on the toolbar and as a notification, each as the person chose. */
  onToolbar: boolean;
  notifies: boolean;
}

/** The worker's state. Kept in storage: the worker itself lives for half a minute at a time. */
export interface WorkerState {
  person: string;
  account: string;
  accountName: string;
  label: Me["accounts"][number]["label"];
  /** When the server answered, by its clock: the state is trusted only for a short time. */
  at: number;
  /** Null without a softphone, or if the account or the role allows no choice of status. */
  mine: OwnStatus | null;
  /** They have a softphone in another account too. */
  hasOtherSeats: boolean;
  /** What needs the person in this account; without those that they snoozed. */
  alerts: WorkerAlert[];
  /** The person was removed from the account. */
  removed: boolean;
}

// Guards of an agent's status as it is stored: the current one, the one before it, and the one after the call.
const cause: Guard<AgentData["cause"]> = (value): value is AgentData["cause"] =>
  object<{ key: string; values: object }>({ key: string, values: object<object>({}) })(value);
const actor: Guard<AgentData["actor"]> = (value): value is AgentData["actor"] =>
  object<{ as: string; id: string }>({ as: string, id: string })(value);
const agentStatusFields = { status: string, statusName: string, whenOver: oneOf(...WHEN_OVER) };
const next = nullable(object({ ...agentStatusFields, minutes: nullable(number), queuedAt: number, actor }));
const previousStatus = object({
  ...agentStatusFields,
  since: number,
  until: nullable(number),
  queue: nullable(object({ next })),
});
const segment = { plan: string, day: string, status: string, statusName: string, start: number };
const upcoming = object({
  guardMinutes: number,
  segments: array(object({ ...segment, from: number, until: number })),
  renewAt: nullable(number),
  began: nullable(object({ plan: string, returnTo: previousStatus })),
});
const agent = object<AgentData>({
  ...agentStatusFields,
  since: number,
  until: nullable(number),
  actor,
  cause,
  chosenAt: number,
  next,
  before: nullable(previousStatus),
  ruleFlips: array(object({ at: number, from: string, fromName: string, to: string, toName: string, cause })),
  upcoming: nullable(upcoming),
});
const status = object<Status>({
  id: string,
  version: number,
  builtIn: boolean,
  name: string,
  takesCalls: boolean,
  color: oneOf(...STATUS_COLORS),
  icon: nullable(oneOf(...STATUS_ICONS)),
  order: number,
  defaultMinutes: nullable(number),
  whenOver: oneOf(...WHEN_OVER),
  archivedAt: nullable(number),
});
const ownStatus = object<OwnStatus>({
  agent,
  version: number,
  by: nullable(string),
  phone: object({
    state: oneOf(...PHONE_STATES),
    since: number,
    call: nullable(object({ from: number, to: nullable(number) })),
    until: nullable(number),
    callId: nullable(string),
  }),
  statuses: array(status),
  idle: nullable(object({ minutes: number, status: string })),
  zone: nullable(string),
  now: number,
});
/** A worker doesn't load preferences: the person's zone comes with their status. */
export const localeOf = (mine: OwnStatus | null): Locale => ({ ...locale.value, zone: mine?.zone ?? deviceZone() });

export const WORKER_STATE = (): StorageItem<WorkerState> => ({
  name: "known",
  version: 4,
  guard: object<WorkerState>({
    person: string,
    account: string,
    accountName: string,
    label: oneOf("active", "stopped", "paused", "canceled", "inactive"),
    at: number,
    mine: nullable(ownStatus),
    hasOtherSeats: boolean,
    alerts: array(object({ key: string, sentence: string, isUrgent: boolean, onToolbar: boolean, notifies: boolean })),
    removed: boolean,
  }),
});

/** The stored state of the session's current account, however old. */
export async function readWorkerState(session: Session | null): Promise<WorkerState | null> {
  const state = await read(WORKER_STATE());
  return state?.person === session?.person && state?.account === session?.account ? state : null;
}

/** How long the worker waits for an answer. Browsers let a request hang for minutes. */
const TIMEOUT_MS = 10_000;

/** Fetches the state. If the server can't be reached, the stored state stays. */
export async function fetchWorkerState(session: Session): Promise<void> {
  const requestedAt = deviceNow();
  try {
    const [me, own] = await withTimeout(Promise.all([api().access.me.query(), fetchOwnStatus(session)]));
    adjustClock(me.now, requestedAt);
    await storeClock();
    const alerts = await withTimeout(fetchAlerts(me, session)).catch(() => previousAlerts(session));
    const state = await workerStateFrom(me, own, alerts, session);
    // The person has signed out or switched accounts meanwhile: the answer is no longer needed.
    const current = await loadSession();
    if (state && current?.secret === session.secret && current.account === session.account)
      await write(WORKER_STATE(), state);
  } catch (error) {
    const failure = failureOf(error);
    if (failure?.code === "signed-out") await expireSession(session.secret);
  }
}

/** Null if the session has no account yet. If the person was removed, the last known account name stays. */
async function workerStateFrom(
  me: Me,
  own: OwnStatus | null,
  alerts: WorkerAlert[],
  { person, account }: Session,
): Promise<WorkerState | null> {
  const preferred = me.accounts.find(({ softphone }) => softphone) ?? me.accounts[0];
  if (account === null) {
    // Signed in outside the popup, which would choose an account. After a removal none is chosen; the popup says why.
    if (preferred && (await read(EXIT_REASON())) === null) await switchAccount(preferred.id);
    return null;
  }
  const previous = await readWorkerState({ person, account } as Session);
  const ownAccount = me.accounts.find(({ id }) => id === account);
  const { name: accountName, label } = ownAccount ?? {
    name: previous?.accountName ?? "",
    label: previous?.label ?? "active",
  };
  const hasOtherSeats = me.accounts.some(({ id, softphone }) => softphone && id !== account);
  const mine = ownAccount ? own : null;
  return { person, account, accountName, label, at: me.now, mine, hasOtherSeats, alerts, removed: !ownAccount };
}

/** Agents have no alerts, so thousands of toolbars needn't ask for any. */
async function fetchAlerts({ accounts }: Me, { account }: Session): Promise<WorkerAlert[]> {
  const role = accounts.find(({ id }) => id === account)?.role;
  if (role === undefined || role === "agent") return [];
  const { alerts } = await api().alerts.list.query();
  return alerts
    .filter(({ snoozedUntil }) => snoozedUntil === null)
    .map(({ key, sentence, tone, places }) => ({
      key,
      sentence,
      isUrgent: tone === "bad",
      onToolbar: places.includes("console"),
      notifies: places.includes("notification"),
    }));
}

/** The own status is known although the alerts aren't: the toolbar shows it, with the alerts from before. */
const previousAlerts = async (session: Session): Promise<WorkerAlert[]> =>
  (await readWorkerState(session))?.alerts ?? [];

/** Null if the person has no status in this account: without a softphone, or if the account allows none now. */
async function fetchOwnStatus({ account }: Session): Promise<OwnStatus | null> {
  if (account === null) return null;
  try {
    return await api().agents.mine.query();
  } catch (error) {
    const code = failureOf(error)?.code;
    if (code === "forbidden" || code === "not-found" || code === "conflict" || code === "unpaid") return null;
    throw error;
  }
}

function withTimeout<T>(request: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout>;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("No answer in time")), TIMEOUT_MS);
  });
  return Promise.race([request, timeout]).finally(() => clearTimeout(timer));
}
