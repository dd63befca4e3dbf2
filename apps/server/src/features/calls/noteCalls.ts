import type { CallTarget } from "@callboard/domain/calls/admit";
import { applyCallReport } from "@callboard/domain/calls/callEvents";
import { create, type Effect } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { NO_TURNS, type QueueTurns, turnsAfter } from "@callboard/domain/queues/turns";
import type { Database } from "../../store/database/port.ts";
import { combineQueries, findOrRemoved } from "../../store/queries.ts";
import { commit } from "../../store/commit.ts";
import type { Scope } from "../../store/scope.ts";
import type { Services } from "../../services.ts";
import { countMissedOffers } from "./missedOffers.ts";
import { rememberCall } from "./pendingCalls.ts";
import { type CallInProgress, findCallInProgress, saveCall } from "./reads/callsInProgress.ts";
import { findTurns, saveTurns } from "../../store/reads/queues/queueTurns.ts";
import { noteOffer } from "./reads/phoneLeases.ts";

/** A call as it was answered a moment ago. `missed`: agents who were rung before, in vain. */
interface CallNote {
  call: CallInProgress;
  /** Null if it isn't connected. */
  target: CallTarget | null;
  missed?: readonly string[];
  /** The queue that rang them. */
  missedQueue?: string | null;
}

/** At most this many calls are written in one commit. */
const NOTES_AT_ONCE = 50;

const waiting = new WeakMap<Database, Map<string, CallNote[]>>();
const writing = new WeakMap<Database, Set<Promise<void>>>();

/** Resolves once everything that was answered is written down. */
export const callsNoted = async (db: Database): Promise<void> => void (await Promise.all(writing.get(db) ?? []));

/**
 * Writes down what a call was answered, soon but after the answer. Calls of one account that arrive while others are
 * being written go together into the next commit.
 */
export function noteCall(services: Services, scope: Scope, note: CallNote): void {
  const accounts = waiting.get(services.db) ?? new Map<string, CallNote[]>();
  waiting.set(services.db, accounts);
  // Each platform writes down its own: it is the actor in the history.
  const key = `${scope.account} ${scope.actor.id}`;
  const done = accounts.has(key) ? Promise.resolve() : startWriting(services, scope, accounts, key);
  accounts.get(key)!.push(note);
  if (note.call.data.outcome !== "refused") rememberCall(services.db, note.call, done);
}

function startWriting(services: Services, scope: Scope, accounts: Map<string, CallNote[]>, key: string): Promise<void> {
  const running = writing.get(services.db) ?? new Set();
  writing.set(services.db, running);
  const work = writeNotes(services, scope, accounts, key).finally(() => running.delete(work));
  running.add(work);
  return work;
}

async function writeNotes(
  services: Services,
  scope: Scope,
  accounts: Map<string, CallNote[]>,
  key: string,
): Promise<void> {
  const notes: CallNote[] = [];
  accounts.set(key, notes);
  // The answer goes out first.
  await new Promise((resolve) => setImmediate(resolve));
  try {
    while (notes.length > 0) {
      const batch = notes.splice(0, NOTES_AT_ONCE);
      await writeBatch({ ...scope, now: services.now(), command: undefined }, batch);
      for (const { missed = [], missedQueue = null } of batch)
        await countMissedOffers(services, scope, missedQueue, missed);
    }
  } catch (error) {
    services.log.error({ err: error, account: scope.account }, "could not note calls");
  } finally {
    accounts.delete(key);
  }
}

const writeBatch = (scope: Scope, batch: readonly CallNote[]): Promise<null> =>
  commit(
    scope,
    {
      known: combineQueries(batch.map(({ call }) => findCallInProgress(call.id))),
      ended: combineQueries(batch.map(({ call }) => findOrRemoved("call", call.id))),
      turns: findTurns([...new Set(batch.flatMap(({ target }) => (target?.to === "agents" ? [target.queue.id] : [])))]),
    },
    ({ known, ended, turns }) => {
      const nextTurns = new Map<string, QueueTurns>(turns);
      const effects = batch.flatMap((note, index): Effect[] => {
        // The platform may have reported its end before this was written, or asked twice at once.
        const isRepeated = batch.findIndex(({ call }) => call.id === note.call.id) < index;
        const isOver =
          ended[index] && (ended[index].data.outcome !== "refused" || note.call.data.outcome === "refused");
        if (isOver || isRepeated) return [];
        return noteEffects(scope, note, known[index]!, nextTurns);
      });
      const changed = [...nextTurns].filter(([queue, one]) => turns.get(queue) !== one);
      return [...effects, ...changed.map(([queue, one]) => saveTurns(scope.account, queue, one))];
    },
  );

function noteEffects(
  { account }: Scope,
  { call, target, missed = [] }: CallNote,
  known: CallInProgress | null,
  turns: Map<string, QueueTurns>,
): Effect[] {
  if (call.data.outcome === "refused")
    return known ? [] : [create(account, "call", call.id, call.data, { action: message("calls.didRefuse") })];
  // An answer that came in meanwhile stays.
  if (known && known.data.answeredAt !== null) return [];
  const reported = known?.data ?? call.data;
  const at = Math.max(reported.startedAt, call.data.startedAt);
  const offers = missed.reduce(
    (data, person) => applyCallReport(data, { event: "missed", person, at, seconds: null }),
    reported,
  ).offers;
  const saved = saveCall({ ...call, data: { ...call.data, startedAt: reported.startedAt, offers } });
  if (target?.to !== "agents") return [saved];
  const { id, data } = target.queue;
  turns.set(id, turnsAfter(data, turns.get(id) ?? NO_TURNS, target.agents, target.agents[0]!));
  // A report about these phones that came first was a sign of life.
  const isNewOffer = !known || known.ringing.join() !== call.ringing.join();
  return isNewOffer ? [saved, noteOffer(account, call.ringing, call.ringingUntil)] : [saved];
}
