import type { GateFacts } from "@callboard/domain/calls/admit";
import type { CallCost } from "@callboard/domain/calls/callBudget";
import { payerOf } from "@callboard/domain/account/rules";
import type { Doc } from "@callboard/domain/core/record";
import type { DataOf } from "@callboard/domain/core/records";
import type { NumberData } from "@callboard/domain/numbers/schema";
import type { QueueSeat } from "@callboard/domain/queues/callOffers";
import type { Facts } from "../../store/queries.ts";
import type { Team } from "../../store/reads/team.ts";
import type { Scope } from "../../store/scope.ts";
import { type GateRecords, gateRecordsOf, type GateSubject } from "./gateRecords.ts";
import { pendingCallsOf } from "./pendingCalls.ts";
import type { CallInProgress } from "./reads/callsInProgress.ts";
import type { liveFacts } from "./reads/gate.ts";

/** Everything that decides about one call, read at one instant. */
export interface GateReading {
  facts: GateFacts;
  account: Doc<DataOf<"account">>;
  payer: string;
  team: Team;
  /** This call as it is in progress, if it is asked about again. */
  current: CallInProgress | null;
}

/** What decides about a call to a number or to a queue of the current account; null if there is no such number. */
export async function readGate(scope: Scope, subject: GateSubject): Promise<GateReading | null> {
  const records = await gateRecordsOf(scope.db, scope.account).read(scope, subject);
  return records && readingOf(scope, subject, records);
}

function readingOf(scope: Scope, subject: GateSubject, records: GateRecords): GateReading {
  const { account, lifecycle, terms, queues, receivers, team, live, turns } = records;
  const pending = pendingCallsOf(scope.db);
  const payer = payerOf(account.id, account.data);
  const calls = [...live.paidCalls, ...pending.filter((call) => call.payer === payer && isNew(call, live.paidCalls))];
  const ownId = "call" in subject ? subject.call : null;
  const isOwn = ({ id, account: owner }: CallInProgress) => id === ownId && owner === scope.account;
  const others = calls.filter((call) => !isOwn(call));
  const current = calls.find(isOwn) ?? null;
  const number = records.number ?? queueNumber(scope, subject);
  const facts: GateFacts = {
    number,
    service: {
      lifecycle: lifecycle.data,
      balanceMicros: live.balanceMicros,
      frozenConnects: terms.data.frozenConnects,
    },
    zone: account.data.zone,
    rates: terms.data.rates,
    spendableMicros: live.balanceMicros - live.reservedMicros,
    callsInProgress: others.map(costOf),
    callsOnNumber: others.filter(({ data }) => data.number === number.id).map(costOf),
    queues,
    receivers,
    seatOf: seatReader(team, new Set(live.silent.filter((person) => !current?.ringing.includes(person)))),
    statuses: team.statuses,
    turns,
    reserved: reservedPeople(scope, live, pending, ownId),
  };
  return { facts, account, payer, team, current };
}

const isNew = (call: CallInProgress, known: readonly CallInProgress[]): boolean =>
  !known.some(({ id, account }) => id === call.id && account === call.account);

export const costOf = ({ rateMicros, data }: CallInProgress): CallCost => ({ rateMicros, answeredAt: data.answeredAt });

/** A phone without a sign of life counts as not connected, also before that is recorded. */
function seatReader(team: Team, silent: ReadonlySet<string>): (person: string) => QueueSeat | undefined {
  return (person) => {
    const seat = team.byPerson.get(person)?.seat;
    if (!seat) return undefined;
    const phone = silent.has(person) ? ({ ...seat.phone, state: "not connected" } as const) : seat.phone;
    return { person, agent: seat.agent, phone, frozen: seat.frozen };
  };
}

/** Whoever another call is ringing, or is about to. */
function reservedPeople(
  scope: Scope,
  live: Facts<ReturnType<typeof liveFacts>>,
  pending: readonly CallInProgress[],
  ownId: string | null,
): Set<string> {
  const ringing = live.ringing
    .filter(({ call, until }) => call !== ownId && until > scope.now)
    .flatMap(({ people }) => people);
  // A person's phone is the same in all accounts of an agency.
  const about = pending.filter(({ id, ringingUntil }) => id !== ownId && ringingUntil > scope.now);
  // Whoever speaks is not offered another call, whatever became of the phone's registration meanwhile.
  const speaking = live.paidCalls.flatMap(({ id, account, data }) =>
    account === scope.account && id !== ownId && data.agent !== null ? [data.agent] : [],
  );
  return new Set([...ringing, ...about.flatMap((call) => call.ringing), ...speaking]);
}

/** A dry run of a queue: an ordinary number whose calls go to it. */
const queueNumber = ({ account, now }: Scope, subject: GateSubject): Doc<NumberData> => ({
  account,
  kind: "number",
  id: "",
  version: 1,
  at: now,
  data: {
    e164: "+10000000000",
    name: "",
    kind: "local",
    source: null,
    route: "queue" in subject ? { to: "queue", id: subject.queue } : null,
    stopped: null,
    paused: null,
    frozen: null,
    state: { is: "active", since: 0 },
    renewsAt: null,
    billingAnchor: null,
    graceUntil: null,
    origin: "imported",
  },
});
