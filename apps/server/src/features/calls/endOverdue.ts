import { SECOND } from "@callboard/domain/core/time";
import { systemScope } from "../../store/systemScope.ts";
import type { Services } from "../../services.ts";
import { readLimits } from "./callLimits.ts";
import { ANSWERED_CALLS_SQL } from "./reads/callsInProgress.ts";
import { findRows } from "./reads/due.ts";

/** A call whose time is up before the next look is ended now: the balance goes no further below zero. */
const LOOK_EVERY_MS = SECOND;
/** A platform that said that it ends a call reports the end within this time. */
const PATIENCE_MS = 15 * SECOND;

/**
 * Ends the calls of the installation's phone platform that have lasted as long as the balance pays. The platform knew
 * that when it connected them, but calls that came later share the same balance. Platforms with an API key ask
 * `calls.limits` themselves.
 */
export function endOverdueCalls(): (services: Services) => Promise<void> {
  /** When the platform was last told to end each call. */
  const askedAt = new Map<string, number>();
  return async (services) => {
    const now = services.now();
    for (const [call, at] of askedAt) if (Math.abs(now - at) > PATIENCE_MS) askedAt.delete(call);
    const overdue = (await findOverdue(services)).filter((call) => !askedAt.has(call));
    for (const call of overdue) askedAt.set(call, now);
    const failed = await Promise.all(overdue.map((call) => endCall(services, call)));
    for (const call of failed) if (call !== null) askedAt.delete(call);
  };
}

async function findOverdue(services: Services): Promise<string[]> {
  const { name } = services.carrier;
  const calls = await findRows(services.db, ANSWERED_CALLS_SQL, name);
  const overdue: string[] = [];
  for (const account of new Set(calls.map((call) => call.account as string))) {
    const { limits, now } = await readLimits(systemScope(services, account, { as: "job", id: name }));
    const secondsOf = new Map(limits.map(({ callId, maxSeconds }) => [callId, maxSeconds]));
    for (const { account: owner, id, answered_at: answeredAt } of calls) {
      const seconds = owner === account ? secondsOf.get(id as string) : undefined;
      if (seconds !== undefined && Number(answeredAt) + seconds * SECOND <= now + LOOK_EVERY_MS)
        overdue.push(id as string);
    }
  }
  return overdue;
}

/** The call's id if it has to be tried again. */
async function endCall({ carrier, log }: Services, call: string): Promise<string | null> {
  try {
    const { outcome } = await carrier.endCall(call, AbortSignal.timeout(carrier.timeoutMs));
    return outcome === "done" ? null : call;
  } catch (error) {
    log.warn({ err: error, call }, "could not end a call whose balance is used up");
    return call;
  }
}
