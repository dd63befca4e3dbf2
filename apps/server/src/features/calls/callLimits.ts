import { payerOf } from "@callboard/domain/account/rules";
import { maxSeconds, prepaidSeconds, secondsPaid, visibleSeconds } from "@callboard/domain/calls/callBudget";
import { book } from "@callboard/domain/core/ledger";
import { bookBalance } from "../../store/ledger/balances.ts";
import { combineQueries, findOne, findOptional } from "../../store/queries.ts";
import { spendableBalance } from "../../store/reads/numberOwner.ts";
import { read } from "../../store/commit.ts";
import type { Scope } from "../../store/scope.ts";
import { mayReport } from "./admission.ts";
import { costOf } from "./gate.ts";
import { pendingCallsOf } from "./pendingCalls.ts";
import { type CallInProgress, findCallsInProgress, findPaidCalls } from "./reads/callsInProgress.ts";

/** How long a call may last, in seconds from its answer. A call that has lasted longer must be ended. */
export interface CallLimit {
  callId: string;
  maxSeconds: number;
}

/** A platform is told of at most this many calls of an account. */
const CALLS_MAX = 2000;

/** The limits of the asking platform's calls in progress: all calls of one payer share what its balance pays now. */
export async function readLimits(scope: Scope): Promise<{ limits: CallLimit[]; now: number }> {
  const { account } = await read(scope, { account: findOne("account", scope.account) });
  const payer = payerOf(scope.account, account.data);
  const { own, paid, spendableMicros, balance } = await read(
    { ...scope, relatedAccounts: [payer] },
    {
      own: findCallsInProgress(CALLS_MAX),
      paid: findPaidCalls(payer),
      spendableMicros: spendableBalance(payer),
      balance: bookBalance(book(payer, "balance")),
    },
  );
  const pending = pendingCallsOf(scope.db).filter(
    (call) => call.payer === payer && !paid.some(({ id, account: owner }) => id === call.id && owner === call.account),
  );
  const all = [...paid, ...pending];
  const paidSeconds = secondsPaid(Math.min(spendableMicros, balance), all.map(costOf), scope.now);
  const seconds = visibleSeconds(paidSeconds, payer === scope.account);
  const ofAccount = [...own, ...pending.filter((call) => call.account === scope.account)];
  const prepaid = await readPrepaidSeconds(
    scope,
    ofAccount.filter((call) => call.prepaid),
  );
  const limits = ofAccount
    .filter(({ data }) => mayReport(scope, data.platform))
    .map((call) => {
      // A number that is no longer forwarded has no minutes left.
      const left = call.prepaid ? (prepaid.get(call.data.number) ?? 0) : seconds;
      return { callId: call.id, maxSeconds: maxSeconds(costOf(call), left, scope.now) };
    });
  return { limits, now: scope.now };
}

/** How long calls on forwarded numbers can go on, by number. */
async function readPrepaidSeconds(scope: Scope, calls: readonly CallInProgress[]): Promise<Map<string, number>> {
  const ids = [...new Set(calls.map(({ data }) => data.number))];
  const { numbers } = await read(scope, { numbers: combineQueries(ids.map((id) => findOptional("number", id))) });
  return new Map(
    numbers.flatMap((number): [string, number][] => {
      if (number?.data.state.is !== "forwarded") return [];
      const sharing = calls.filter(({ data }) => data.number === number.id).map(costOf);
      return [[number.id, prepaidSeconds(number.data.state.remaining, sharing, scope.now)]];
    }),
  );
}
