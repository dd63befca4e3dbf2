import { endPhoneLease, endPhoneState, handlePhoneEvent } from "@callboard/domain/calls/rules";
import { phoneNow } from "@callboard/domain/calls/phoneState";
import { PHONE_LEASE_SECONDS, UNANSWERED_MS } from "@callboard/domain/calls/types";
import { applyCallReport } from "@callboard/domain/calls/callEvents";
import { CALL_SECONDS_MAX } from "@callboard/domain/calls/types";
import type { Actor } from "@callboard/domain/core/actor";
import { create, save } from "@callboard/domain/core/effect";
import { sortableInstant } from "@callboard/domain/core/fieldSchemas";
import { message } from "@callboard/domain/core/message";
import { SECOND } from "@callboard/domain/core/time";
import { combineByName, findOptional, findOrRemoved, NO_QUERY } from "../../store/queries.ts";
import { commit, read } from "../../store/commit.ts";
import { systemScope } from "../../store/systemScope.ts";
import type { Services } from "../../services.ts";
import { withRinging } from "./callOutcome.ts";
import { missedEffects, missedQueries } from "./missedOffers.ts";
import {
  type CallInProgress,
  endCallInProgress,
  findCallInProgress,
  FORGOTTEN_CALLS_SQL,
  saveCall,
} from "./reads/callsInProgress.ts";
import {
  DUE_PHONES_SQL,
  findLeases,
  LAPSED_LEASES_SQL,
  leaseOf,
  type PhoneLease,
  saveLease,
} from "./reads/phoneLeases.ts";
import { findRows } from "./reads/due.ts";

const LONGEST_CALL_MS = CALL_SECONDS_MAX * SECOND;
const PHONES: Actor = { as: "job", id: "phones" };

/**
 * Records what time has ended at phones and calls, so that boards, popups and the history learn of it at once: ringing
 * and wrap-up that are over, phones without a sign of life, calls whose end nobody reported. What decides about the next
 * call doesn't wait for this: it is worked out when it is read.
 */
export async function endDueCalls(services: Services): Promise<void> {
  const now = services.now();
  for (const { account, id } of await findRows(services.db, DUE_PHONES_SQL, sortableInstant(now)))
    await endPhone(services, account as string, id as string);
  for (const row of await findRows(services.db, LAPSED_LEASES_SQL, now)) await endLease(services, leaseOf(row));
  for (const { account, id } of await findRows(
    services.db,
    FORGOTTEN_CALLS_SQL,
    now - UNANSWERED_MS,
    now - LONGEST_CALL_MS,
  ))
    await endForgottenCall(services, account as string, id as string);
}

/** Ringing that ends without an answer is a missed call. */
async function endPhone(services: Services, account: string, person: string): Promise<void> {
  const scope = systemScope(services, account, PHONES);
  const { phone } = await read(scope, { phone: findOptional("phone", person) });
  const callId = phone?.data.state === "ringing" ? phone.data.callId : null;
  const { call } = await read(scope, { call: callId === null ? NO_QUERY : findCallInProgress(callId) });
  await commit(
    scope,
    {
      phone: findOptional("phone", person),
      agent: findOptional("agent", person),
      call: callId === null ? NO_QUERY : findCallInProgress(callId),
      missed: combineByName(missedQueries(account, person, call?.data.queue ?? null)),
    },
    ({ phone, agent, call, missed }, { now }) => {
      if (!phone || !agent) return [];
      const effects = endPhoneState({ phone, agent }, now);
      if (effects.length === 0 || !call || phone.data.state !== "ringing") return effects;
      const at = phoneNow(phone.data, now).since;
      const after = applyCallReport(call.data, { event: "missed", person, at, seconds: null });
      if (after === call.data) return effects;
      const { effects: rule, lease } = missedEffects(missed, account, person, now);
      return [...effects, ...rule, saveLease(lease), saveCall(withRinging({ ...call, data: after }))];
    },
  );
}

async function endLease(services: Services, { account, person, aliveUntil, aliveSeconds }: PhoneLease): Promise<void> {
  await commit(
    systemScope(services, account, PHONES),
    {
      phone: findOptional("phone", person),
      agent: findOptional("agent", person),
      account: findOptional("account", account),
      leases: findLeases(person, [account]),
    },
    ({ phone, agent, account: settings, leases: [lease] }, { now }) => {
      if (!lease || lease.aliveUntil !== aliveUntil) return [];
      const seconds = aliveSeconds ?? settings?.data.phoneLeaseSeconds ?? PHONE_LEASE_SECONDS.usual;
      const effects = phone && agent ? endPhoneLease({ phone, agent }, aliveUntil, seconds, now) : [];
      return [...effects, saveLease({ ...lease, connected: false })];
    },
  );
}

/**
 * A platform that crashed reports no end. Without one nothing is charged; a late report says how long it was. The
 * agent's phone is free again.
 */
async function endForgottenCall(services: Services, account: string, id: string): Promise<void> {
  const scope = systemScope(services, account, PHONES);
  const { call: before } = await read(scope, { call: findCallInProgress(id) });
  const agent = before?.data.agent ?? "";
  await commit(
    scope,
    {
      call: findCallInProgress(id),
      ended: findOrRemoved("call", id),
      phone: findOptional("phone", agent),
      agent: findOptional("agent", agent),
    },
    ({ call, ended, phone, agent }, { now }) => {
      if (!call || !isForgotten(call, now)) return [];
      const report = { event: "ended", person: null, at: now, seconds: null } as const;
      const data =
        call.data.answeredAt === null
          ? { ...applyCallReport(call.data, report), forgotten: true }
          : { ...call.data, endedAt: now, outcome: "answered" as const, forgotten: true };
      const action = message("calls.didForget");
      return [
        endCallInProgress(account, id),
        ended ? save("call", ended, data, { action }) : create(account, "call", id, data, { action }),
        ...(phone?.data.callId === id && agent ? handlePhoneEvent([{ phone, agent }], "ended", now, now) : []),
      ];
    },
  );
}

/** An unanswered call counts from its last offer: it may have rung in one queue after the other. */
function isForgotten({ data: { answeredAt, startedAt, offers } }: CallInProgress, now: number): boolean {
  const lastOffer = Math.max(startedAt, ...offers.map(({ at }) => at));
  return answeredAt === null ? lastOffer + UNANSWERED_MS <= now : answeredAt + LONGEST_CALL_MS <= now;
}
