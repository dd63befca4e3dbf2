import type { Database } from "../../store/database/port.ts";
import type { CallInProgress } from "./reads/callsInProgress.ts";

/** How long an admitted call is remembered after it was noted: a question asked meanwhile may have read before that. */
const REMEMBERED_MS = 2000;

/**
 * Calls that this process admitted a moment ago. Callers don't wait until an answer is noted in the database, so that
 * calls arriving together know of one another only from here.
 */
const pendingCalls = new WeakMap<Database, Map<string, CallInProgress>>();

const mapOf = (db: Database): Map<string, CallInProgress> => {
  const calls = pendingCalls.get(db) ?? new Map<string, CallInProgress>();
  pendingCalls.set(db, calls);
  return calls;
};
const keyOf = ({ account, id }: { account: string; id: string }): string => `${account}\n${id}`;

export const pendingCallsOf = (db: Database): CallInProgress[] => [...mapOf(db).values()];

/** Remembers an admitted call until shortly after `noted`. */
export function rememberCall(db: Database, call: CallInProgress, noted: Promise<unknown>): void {
  const calls = mapOf(db);
  calls.set(keyOf(call), call);
  const forget = () => {
    if (calls.get(keyOf(call)) === call) calls.delete(keyOf(call));
  };
  void noted.catch(() => {}).then(() => setTimeout(forget, REMEMBERED_MS).unref());
}

/** A report about a call came in: from now on the database knows more of it. */
export const forgetCall = (db: Database, account: string, id: string): void => {
  mapOf(db).delete(keyOf({ account, id }));
};
