import type { PhoneData } from "@callboard/domain/agents/phoneSchema";
import type { AgentData } from "@callboard/domain/agents/schema";
import type { CallReport } from "@callboard/domain/calls/callEvents";
import type { PhoneSeat } from "@callboard/domain/calls/rules";
import type { CallData, PhoneEventInput } from "@callboard/domain/calls/schema";
import type { CallTimes } from "@callboard/domain/calls/types";
import { fail } from "@callboard/domain/core/failure";
import type { Doc } from "@callboard/domain/core/record";
import type * as z from "zod/mini";
import { read } from "../../store/commit.ts";
import {
  combineByName,
  combineQueries,
  findInAccounts,
  findOptional,
  findOrRemoved,
  NO_QUERY,
} from "../../store/queries.ts";
import { usageQueries } from "../../store/reads/usageFacts.ts";
import type { Scope } from "../../store/scope.ts";
import { mayReport } from "./admission.ts";
import { missedQueries } from "./missedOffers.ts";
import { pendingCallsOf } from "./pendingCalls.ts";
import { type CallInProgress, findCallInProgress, findSeats } from "./reads/callsInProgress.ts";
import { findLeases } from "./reads/phoneLeases.ts";

export type PhoneEventReport = z.output<typeof PhoneEventInput>;

/** A person whose phone an event is about, and the accounts in which they have a seat on this platform. */
export interface PhoneOwner {
  person: string;
  accounts: readonly string[];
}

export interface ReportContext {
  input: PhoneEventReport;
  report: CallReport;
  /** The call as it was known before the commit; null for phones alone, and for calls that the gate wasn't asked about. */
  call: CallInProgress | null;
  owners: readonly PhoneOwner[];
  /** Whose balance pays for the call. */
  payer: string | null;
}

/** A call that is over, for which a late report came. */
const overCall = (account: string, id: string, data: CallData): CallInProgress => ({
  account,
  id,
  payer: account,
  rateMicros: 0,
  prepaid: false,
  ringSeconds: null,
  wrapUpSeconds: 0,
  ringing: [],
  ringingUntil: 0,
  data,
});

/**
 * The call of a report. A platform may also report calls that the gate wasn't asked about, such as outbound ones: they
 * change the person's phone alone.
 */
export async function findReportedCall(scope: Scope, input: PhoneEventReport): Promise<CallInProgress | null> {
  const { call: id, person } = input;
  if (id === undefined) return null;
  const { row, ended } = await read(scope, { row: findCallInProgress(id), ended: findOptional("call", id) });
  const pending = pendingCallsOf(scope.db).find((call) => call.id === id && call.account === scope.account);
  const call = row ?? (ended ? overCall(scope.account, id, ended.data) : (pending ?? null));
  if (call === null && person === undefined) fail("not-found", "calls.unknown", {}, "call");
  if (call && !mayReport(scope, call.data.platform)) fail("conflict", "calls.otherPlatform", {}, "call");
  return call;
}

/** Whose phones a report changes: one person's, or at the end of a call those of all whom it rang. */
export async function findOwners(
  scope: Scope,
  { person, event }: PhoneEventReport,
  call: CallInProgress | null,
): Promise<PhoneOwner[]> {
  const people = new Set(person === undefined ? [] : [person]);
  const isOver = event === "ended" && (person === undefined || person === call?.data.agent);
  if (call && (isOver || event === "inbound")) {
    for (const { id, result } of call.data.offers)
      if (result === "ringing" || (isOver && result === "answered")) people.add(id);
    if (isOver && call.data.agent !== null) people.add(call.data.agent);
  }
  const owners: PhoneOwner[] = [];
  for (const id of people) {
    const { phone, seats } = await read(scope, {
      phone: findOptional("phone", id),
      seats: findSeats(id, scope.account),
    });
    if (phone) owners.push({ person: id, accounts: seats.map(({ account }) => account) });
    // Of a call that is known, the end counts even if its agent has left.
    else if (id === person && call === null) fail("not-found", "agents.noSoftphone", {}, "person");
  }
  return owners;
}

/** What a report's commit reads. */
export const reportQueries = (scope: Scope, { input, report, call, owners }: ReportContext) => ({
  row: input.call === undefined ? NO_QUERY : findCallInProgress(input.call),
  ended: input.call === undefined ? NO_QUERY : findOrRemoved("call", input.call),
  account: findOptional("account", scope.account),
  phones: combineQueries(owners.map(({ person, accounts }) => findInAccounts("phone", person, accounts))),
  agents: combineQueries(owners.map(({ person, accounts }) => findInAccounts("agent", person, accounts))),
  leases: combineQueries(owners.map(({ person, accounts }) => findLeases(person, accounts))),
  missed:
    call && report.person !== null && MISSING_EVENTS.includes(input.event)
      ? combineByName(missedQueries(scope.account, report.person, call.data.queue))
      : NO_QUERY,
  number: call ? findOptional("number", call.data.number) : NO_QUERY,
  usage: call ? combineByName(usageQueries(scope, [minutesOf(call)])) : NO_QUERY,
});

/** Events by which a phone that rings misses its call. */
const MISSING_EVENTS: readonly string[] = ["missed", "gone"];

/** What the minutes of this call are looked up by, before it is known whether there are any. */
const minutesOf = ({ id, data }: CallInProgress) => ({
  id,
  event: {
    id,
    kind: "minutes" as const,
    quantity: 1,
    at: data.startedAt,
    number: data.to,
    description: "",
    ofCall: true,
  },
});

/** The seats of one person, an agent and a phone in each account. */
export const seatsOf = (phones: readonly Doc<PhoneData>[], agents: readonly Doc<AgentData>[]): PhoneSeat[] =>
  phones.flatMap((phone) =>
    agents.filter((agent) => agent.account === phone.account).map((agent) => ({ phone, agent })),
  );

export const callTimes = (id: string | undefined, call: CallInProgress | null): CallTimes | null =>
  id === undefined ? null : { id, ringSeconds: call?.ringSeconds ?? null, wrapUpSeconds: call?.wrapUpSeconds ?? 0 };
