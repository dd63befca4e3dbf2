import { allStatuses, type Status, type StatusData } from "@callboard/domain/agents";
import type { Effect } from "@callboard/domain/decision";
import { refuse } from "@callboard/domain/failure";
import { checkRoom, type Room } from "@callboard/domain/plans";
import { checkLeadsOn, checkNotRuled, type QueueDoc } from "@callboard/domain/queueRules";
import { QUEUES_MAX } from "@callboard/domain/queues";
import type { Doc } from "@callboard/domain/record";
import { anyKind, type DataOf, type KindName } from "@callboard/domain/records";
import { checkIdle, STATUSES_MAX } from "@callboard/domain/statuses";
import { SOURCES_MAX } from "@callboard/domain/tracking";
import { checkUnused } from "@callboard/domain/use";
import { inAccount, known, type Need, type Needs, one, where } from "../needs.ts";
import { roomFor, type Users, usersOf } from "../uses.ts";
import type { Target } from "./targets.ts";

/** More than one proposal can move away, so that some are left to be named where others need the record. */
const FEW = 520;

interface Way {
  by: "number" | "queue";
  index: string;
  value: (id: string) => string;
}
/** What else leads to a record of a kind: it may not go while that stands. */
const WAYS: { [K in KindName]?: readonly Way[] } = {
  source: [{ by: "number", index: "source", value: (id) => id }],
  receiver: [
    { by: "number", index: "route", value: (id) => `receiver:${id}` },
    { by: "queue", index: "noAnswer", value: (id) => `receiver:${id}` },
  ],
  queue: [
    { by: "number", index: "route", value: (id) => `queue:${id}` },
    { by: "queue", index: "noAnswer", value: (id) => `queue:${id}` },
  ],
};
const waysTo = (kind: KindName): readonly Way[] => WAYS[kind] ?? [];
const usersKey = (by: string, kind: string, id: string) => `${by} of ${kind} ${id}`;

/** What a record leads to, as its kind declares it: always one of the same account. */
export interface Lead {
  account: string;
  kind: string;
  id: string;
}
const leadKey = ({ kind, id }: Omit<Lead, "account">) => `lead ${kind} ${id}`;

interface Ways {
  targets: readonly Target[];
  leads: readonly Lead[];
}
const accountsOf = (targets: readonly Target[]): string[] => [...new Set(targets.map(({ account }) => account))];
const here = <T extends { account: string }>(all: readonly T[], account: string): T[] =>
  all.filter((one) => one.account === account);
const keyIn = (account: string, key: string) => `${account}\n${key}`;

/**
 * An older version was sound in its own day. What is around it may have changed since, so a way back is held to the
 * rules that an edit is held to: nothing may be left that leads nowhere, in a ring, or to a status that it must not have.
 */
export const soundNeeds = ({ targets, leads }: Ways): Needs =>
  Object.fromEntries(
    accountsOf(targets).flatMap((account) =>
      Object.entries(needsIn(account, { targets: here(targets, account), leads: here(leads, account) })).map(
        ([key, need]) => [keyIn(account, key), inAccount(account, need)],
      ),
    ),
  );

function needsIn(account: string, { targets, leads }: Ways): Needs {
  const touched = (...kinds: KindName[]) => targets.some(({ kind }) => kinds.includes(kind));
  const needs: Needs = {};
  if (touched("source")) needs.sources = where("source", "account");
  if (touched("queue", "status")) {
    needs.queues = where("queue", "account");
    needs.statuses = where("status", "account");
    needs.room = roomFor("queues");
  }
  if (touched("status")) {
    needs.account = one("account", account);
    needs.agents = where("agent", "account");
  }
  for (const lead of leads) needs[leadKey(lead)] = known(lead.kind as KindName, lead.id) as Need<unknown>;
  for (const { kind, id, older } of targets)
    if (older === null)
      for (const { by, index, value } of waysTo(kind))
        needs[usersKey(by, kind, id)] = usersOf(by, { name: index, value: value(id) }, FEW);
  return needs;
}

/** Throws `conflict` or `invalid` with the sentence that an edit would be refused with. */
export function checkSound(
  effects: readonly Effect[],
  targets: readonly Target[],
  facts: Record<string, unknown>,
): void {
  const presents = targets.map(({ account }, at) => ({ account, doc: facts[`present${at}`] as Doc<object> | null }));
  for (const account of accountsOf(targets)) {
    const own = keyIn(account, "");
    const known = Object.entries(facts).filter(([key]) => key.startsWith(own));
    checkIn(
      effects.filter((effect) => !("account" in effect) || effect.account === account),
      here(targets, account),
      here(presents, account).map(({ doc }) => doc),
      Object.fromEntries(known.map(([key, fact]) => [key.slice(own.length), fact])),
    );
  }
}

function checkIn(
  effects: readonly Effect[],
  targets: readonly Target[],
  presents: readonly (Doc<object> | null)[],
  facts: Record<string, unknown>,
): void {
  const after = new After(effects);
  for (const [at, { kind, id }] of targets.entries()) {
    const present = presents[at]!;
    const then = after.get(kind, id);
    if (then === null && present) checkUsers(after, present as Doc<object> & { kind: KindName }, facts);
    if (then) checkLeads(after, then.data, present?.data ?? null, kind, facts);
  }
  const queues = after.of("queue", facts.queues);
  const statuses = after.of("status", facts.statuses);
  checkMany(after, after.of("source", facts.sources), queues, statuses);
  const live = queues.filter(({ data }) => data.parked === null).length;
  if (after.added.has("queue")) checkRoom({ ...(facts.room as Room), used: live }, 0);
  for (const queue of queues) if (after.get("queue", queue.id)) checkQueue(queue, queues, allStatuses(statuses));
  for (const status of (facts.statuses ?? []) as Doc<StatusData>[])
    if (after.get("status", status.id) !== undefined) checkStatus(after, status, queues, facts);
}

/** The records as they will be. */
class After {
  private readonly made = new Map<string, Doc<object> | null>();
  /** Kinds of which there will be more. */
  readonly added = new Set<KindName>();

  constructor(effects: readonly Effect[]) {
    for (const effect of effects) {
      if (effect.do !== "create" && effect.do !== "save" && effect.do !== "remove") continue;
      const { account, kind, id } = effect;
      const data = effect.do === "remove" ? null : (effect.data as object);
      this.made.set(`${kind}\n${id}`, data && { account, kind, id, version: 0, at: 0, data });
      if (effect.do === "create") this.added.add(kind);
    }
  }

  /** Undefined where it stays as it is, null where it goes. */
  get(kind: string, id: string): Doc<object> | null | undefined {
    return this.made.get(`${kind}\n${id}`);
  }

  of<K extends KindName>(kind: K, before: unknown): Doc<DataOf<K>>[] {
    const stay = ((before ?? []) as Doc<DataOf<K>>[]).filter(({ id }) => this.get(kind, id) === undefined);
    const come = [...this.made.values()].filter((doc) => doc?.kind === kind);
    return [...stay, ...(come as Doc<DataOf<K>>[])];
  }
}

/** Nothing goes that something else leads to, but for what the same stroke takes away or leads elsewhere. */
function checkUsers(after: After, gone: Doc<object> & { kind: KindName }, facts: Record<string, unknown>): void {
  const { kind, id, data } = gone;
  const uses = waysTo(kind).map(({ by, index, value }) => {
    const { count, docs } = facts[usersKey(by, kind, id)] as Users<{ name: string }>;
    const leadsThere = (doc: Doc<object>) => anyKind(by).indexes?.[index]?.(doc.data) === value(id);
    const staying = docs.filter((doc) => {
      const then = after.get(by, doc.id);
      return then === undefined || (then !== null && leadsThere(then));
    });
    return { by, count: count - (docs.length - staying.length), names: staying.map((doc) => doc.data.name) };
  });
  checkUnused(anyKind(kind).title(data, id), uses);
}

/** What comes back leads to something that is there; it may have gone since the proposal was made. */
function checkLeads(
  after: After,
  data: object,
  present: object | null,
  by: KindName,
  facts: Record<string, unknown>,
): void {
  const { refers } = anyKind(by);
  const already = new Set((present === null ? [] : (refers?.(present) ?? [])).map(leadKey));
  for (const lead of refers?.(data) ?? []) {
    const then = after.get(lead.kind, lead.id);
    const there = then === undefined ? already.has(leadKey(lead)) || facts[leadKey(lead)] : then;
    if (there) continue;
    if (lead.kind === "source") refuse("invalid", "tracking.sourceUnknown", {}, "source");
    if (lead.kind === "receiver") refuse("invalid", "tracking.receiverUnknown", {}, "route");
    refuse("invalid", "queues.unknown", {}, "route");
  }
}

function checkMany(after: After, sources: object[], queues: object[], statuses: Doc<StatusData>[]): void {
  const open = statuses.filter(({ data }) => data.archivedAt === null);
  if (after.added.has("source") && sources.length > SOURCES_MAX)
    refuse("invalid", "tracking.tooManySources", { most: SOURCES_MAX });
  if (after.added.has("queue") && queues.length > QUEUES_MAX) refuse("invalid", "queues.tooMany", { most: QUEUES_MAX });
  if (after.added.has("status") && open.length > STATUSES_MAX)
    refuse("invalid", "agents.tooManyStatuses", { most: STATUSES_MAX });
}

/** By the very rule for an edit. That what it leads to is there has been looked at. */
function checkQueue(queue: QueueDoc, queues: QueueDoc[], statuses: Status[]): void {
  const { noAnswer } = queue.data;
  const receivers = new Set(noAnswer.to === "receiver" ? [noAnswer.id] : []);
  checkLeadsOn({ queues, statuses, receivers }, queue.data, queue.id);
}

function checkStatus(
  after: After,
  { id, data }: Doc<StatusData>,
  queues: QueueDoc[],
  facts: Record<string, unknown>,
): void {
  const then = after.get("status", id)?.data as StatusData | undefined;
  const idle = (facts.account as Doc<DataOf<"account">>).data.idle?.status === id;
  const usable = then !== undefined && then.archivedAt === null;
  checkIdle(then ?? { ...data, archivedAt: 0 }, idle);
  if (!usable || then.takesCalls)
    checkNotRuled(
      queues.filter((queue) => queue.data.missedCall?.status === id),
      data.name,
    );
  // An archived one may be stood in, but nobody may come to stand in it; one that goes may not even be stood in.
  const held = (facts.agents as Doc<DataOf<"agent">>[]).filter(
    (agent) => (!usable && agent.data.next?.status === id) || (then === undefined && agent.data.status === id),
  );
  if (held.length > 0) refuse("conflict", "history.statusHeld", { status: data.name, count: held.length });
}
