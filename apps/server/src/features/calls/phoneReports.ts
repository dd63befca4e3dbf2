import { applyCallReport, type CallReport, isLateRinging } from "@callboard/domain/calls/callEvents";
import type { PhoneEvent } from "@callboard/domain/calls/types";
import { eventTime, handlePhoneEvent } from "@callboard/domain/calls/rules";
import { decision } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import { MINUTE, SECOND } from "@callboard/domain/core/time";
import { commit } from "../../store/commit.ts";
import { readPayer } from "../../store/reads/payer.ts";
import type { Scope } from "../../store/scope.ts";
import { callEffects, minutesEffects } from "./callOutcome.ts";
import { isLeaseFresh, leaseChanges } from "./leaseChanges.ts";
import { forgetCall } from "./pendingCalls.ts";
import {
  callTimes,
  findOwners,
  findReportedCall,
  type PhoneEventReport,
  type ReportContext,
  reportQueries,
  seatsOf,
} from "./reportFacts.ts";

/** How much longer than it lasted a platform may say that a call was: clocks differ. */
const CLOCK_TOLERANCE_MS = MINUTE;

/** Events by which a phone takes part in a call. */
const BEGINNINGS: readonly PhoneEvent[] = ["ringing", "inbound", "outbound"];

/**
 * Applies a platform's report to the phone in each of its owner's seats, to the call, to the money and to the queue's
 * missed-call rule, all in one commit. `applied`: whether it changed anything.
 */
export async function handleReport(scope: Scope, input: PhoneEventReport): Promise<{ applied: boolean }> {
  if (input.person === undefined && input.call === undefined) fail("invalid", "calls.nobody", {}, "person");
  if (input.seconds !== undefined && input.event !== "ended") fail("invalid", "calls.secondsAlone", {}, "seconds");
  const at = eventTime(input.at ?? scope.now, scope.now);
  const report: CallReport = { event: input.event, person: input.person ?? null, at, seconds: input.seconds ?? null };
  const { person } = input;
  if (input.event === "alive" && person !== undefined && (await isLeaseFresh(scope, person, input.aliveSeconds)))
    return { applied: false };
  const call = await findReportedCall(scope, input);
  if (call && (input.seconds ?? 0) * SECOND > Math.max(0, at - call.data.startedAt) + CLOCK_TOLERANCE_MS)
    fail("invalid", "calls.secondsTooMany", {}, "seconds");
  const owners = await findOwners(scope, input, call);
  const payer = call ? await readPayer(scope) : null;
  const context: ReportContext = { input, report, call, owners, payer: payer?.id ?? null };
  const accounts = [...owners.flatMap((owner) => owner.accounts), ...(payer?.scope.relatedAccounts ?? [])];
  // The payer is only charged: nothing here depends on its records.
  const independentAccounts = payer && payer.id !== scope.account ? [payer.id] : [];
  const commitScope = { ...scope, relatedAccounts: [...new Set(accounts)], independentAccounts };
  try {
    return await commit(commitScope, reportQueries(scope, context), (facts, environment) => {
      const known = facts.row ?? (facts.ended ? null : call);
      const before = known?.data ?? facts.ended?.data ?? null;
      const after = before && applyCallReport(before, report);
      // The phone of a call that is over doesn't ring any more, however late that is reported.
      const isOver = facts.row === null && facts.ended !== null;
      const isTooLate =
        (isOver && BEGINNINGS.includes(input.event)) || (before !== null && isLateRinging(before, report));
      const phoneEffects = (isTooLate ? [] : owners).flatMap(({ person }, index) => {
        const seats = seatsOf(facts.phones[index]!, facts.agents[index]!);
        // Once somebody has answered, the other phones stop ringing.
        const event = input.event === "inbound" && person !== input.person ? "ended" : input.event;
        return handlePhoneEvent(seats, event, at, environment.now, callTimes(input.call, known));
      });
      const leases = leaseChanges(scope, context, { ...facts, before, after, phoneEffects }, environment.now);
      const isChanged = after !== null && after !== before;
      const effects = [
        ...phoneEffects,
        ...leases.effects,
        ...(isChanged ? callEffects(scope, input.call!, { known, ended: facts.ended, after }, facts) : []),
        ...(isChanged ? minutesEffects(input.call!, after, facts, context, environment) : []),
      ];
      return decision([...effects, ...leases.saved], { applied: effects.length > 0 });
    });
  } finally {
    if (input.call !== undefined) forgetCall(scope.db, scope.account, input.call);
  }
}
