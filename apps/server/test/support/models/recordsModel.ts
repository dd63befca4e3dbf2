import { remove, save, create, type Effect } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import type { KindName } from "@callboard/domain/core/records";
import { findOrRemoved } from "../../../src/store/queries.ts";
import { commit } from "../../../src/store/commit.ts";
import { START, type TestApp } from "../kit.ts";
import { scopeOf } from "../scopes.ts";

/** A simple model of records that the property test compares the database with. */
export type Kind = "source" | "receiver" | "queue" | "status" | "number";
export interface ModelRecord {
  kind: Kind;
  id: string;
  data: Record<string, any>;
  version?: number;
}
export type RecordsModel = ReadonlyMap<string, ModelRecord>;
export const keyOf = ({ kind, id }: { kind: string; id: string }): string => `${kind}:${id}`;

export async function readModel(app: TestApp): Promise<RecordsModel> {
  const rows = await app.rows(
    `SELECT kind, id, data, version FROM records WHERE account = ? AND id LIKE 'x-%'
     AND kind IN ('source', 'receiver', 'queue', 'status', 'number')`,
    app.account("northwind"),
  );
  return new Map(
    rows.map(({ kind, id, data, version }) => [
      keyOf({ kind, id } as never),
      { kind, id, data: JSON.parse(data), version: Number(version) } as ModelRecord,
    ]),
  );
}

export function referencesOf({ kind, data }: ModelRecord): string[] {
  if (kind === "number")
    return [
      ...(data.source ? [`source:${data.source}`] : []),
      ...(data.route ? [`${data.route.to}:${data.route.id}`] : []),
    ];
  if (kind !== "queue") return [];
  return [
    ...("id" in data.noAnswer ? [`${data.noAnswer.to}:${data.noAnswer.id}`] : []),
    ...(data.missedCall ? [`status:${data.missedCall.status}`] : []),
  ];
}

/** The first inconsistency of the model, if any. */
export function findInconsistency(world: RecordsModel): string | null {
  const names = new Set<string>();
  for (const one of world.values()) {
    for (const lead of referencesOf(one))
      if (!world.has(lead)) return `${keyOf(one)} leads to ${lead}, which is not there`;
    const own =
      one.kind === "receiver" || one.kind === "number" ? one.data.e164 : String(one.data.name).toLocaleLowerCase("en");
    const name = `${one.kind} ${own}`;
    if (names.has(name)) return `two are called ${name}`;
    names.add(name);
    const rule = one.kind === "queue" && one.data.missedCall ? world.get(`status:${one.data.missedCall.status}`) : null;
    if (rule && (rule.data.takesCalls || rule.data.archivedAt !== null))
      return `${keyOf(one)} rules with a wrong status`;
    const seen = new Set<string>();
    for (let at: ModelRecord | undefined = one; at?.kind === "queue" && at.data.noAnswer.to === "queue";) {
      if (seen.has(at.id)) return `${keyOf(one)} goes round`;
      seen.add(at.id);
      at = world.get(`queue:${at.data.noAnswer.id}`);
    }
  }
  return null;
}

const logEntry = { action: message("cause.chosen") };
const ids = (kind: Kind) => ["a", "b", "c"].map((short) => `x-${kind}-${short}`);
export const idOf = (kind: Kind, short: number): string => ids(kind)[short % 3]!;

/** One of a few shapes of each kind, so that names collide and references meet. */
export function shapeOf(app: TestApp, kind: Kind, id: string, pick: readonly number[]): object {
  const [name = 0, lead = 0, other = 0] = pick;
  const called = ["North", "South", "East"][name % 3]!;
  if (kind === "source")
    return { name: called, description: String(lead % 2), site: "offsite", ways: [], position: 900, follows: null };
  if (kind === "receiver") return { e164: `+1512555010${name % 3}`, name: `Desk ${lead % 2}` };
  if (kind === "status")
    return {
      name: called,
      takesCalls: lead % 3 === 0,
      tone: "teal",
      icon: null,
      order: 40,
      defaultMinutes: null,
      whenOver: "stay",
      archivedAt: other % 5 === 0 ? 1 : null,
    };
  if (kind === "number")
    return {
      e164: `+1512555020${ids("number").indexOf(id)}`,
      name: called,
      kind: "local",
      source: lead % 2 === 0 ? null : idOf("source", lead),
      route:
        other % 3 === 0
          ? null
          : { to: other % 3 === 1 ? "queue" : "receiver", id: idOf(other % 3 === 1 ? "queue" : "receiver", name) },
      stopped: null,
      paused: null,
      parked: null,
      standing: { is: "active", since: START },
      renewsAt: START + 30 * 86_400_000,
      paidFrom: START,
      graceUntil: null,
      origin: "imported",
    };
  const ways = [
    { to: "voicemail" },
    { to: "queue", id: idOf("queue", lead) },
    { to: "receiver", id: idOf("receiver", lead) },
  ];
  return {
    name: called,
    routing: "longest idle",
    members: [{ id: app.people["ava@callboard.demo"]!, weight: 1 }],
    ringSeconds: 20,
    wrapUpSeconds: 10,
    schedule: null,
    noAnswer: ways[other % 3],
    tags: [],
    missedCall: lead % 2 === 0 ? null : { after: 3, status: idOf("status", lead), minutes: null },
    follows: null,
    parked: null,
  };
}

/** Writes or removes the given records as far as the rules allow it; as one batch if one is given. */
export async function writeRecords(
  app: TestApp,
  changes: readonly { kind: Kind; id: string; data: object | null }[],
  batch?: string,
): Promise<void> {
  let world = await readModel(app);
  const borne = changes.filter(({ kind, id, data }) => {
    const next = new Map(world);
    if (data === null) next.delete(keyOf({ kind, id }));
    else next.set(keyOf({ kind, id }), { kind, id, data });
    if (findInconsistency(next) !== null) return false;
    world = next;
    return true;
  });
  const scope = scopeOf(app.world, app.account("northwind"), batch === undefined ? {} : { batch });
  const unique = [...new Map(borne.map((one) => [keyOf(one), one])).values()];
  const queries = Object.fromEntries(
    unique.map(({ kind, id }) => [keyOf({ kind, id }), findOrRemoved(kind as KindName, id)]),
  );
  await commit(scope, queries, (facts) =>
    unique.flatMap(({ kind, id, data }): Effect[] => {
      const doc = facts[keyOf({ kind, id })] as never;
      if (data === null) return doc ? [remove(kind, doc, logEntry)] : [];
      return [
        doc ? save(kind, doc, data as never, logEntry) : create(scope.account, kind, id, data as never, logEntry),
      ];
    }),
  );
  app.pass(60_000);
}
