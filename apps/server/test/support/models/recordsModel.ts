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
  const rows = await app.selectRows(
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
export function findInconsistency(model: RecordsModel): string | null {
  const names = new Set<string>();
  for (const one of model.values()) {
    for (const reference of referencesOf(one))
      if (!model.has(reference)) return `${keyOf(one)} leads to ${reference}, which is not there`;
    const ownName =
      one.kind === "receiver" || one.kind === "number" ? one.data.e164 : String(one.data.name).toLocaleLowerCase("en");
    const name = `${one.kind} ${ownName}`;
    if (names.has(name)) return `two are called ${name}`;
    names.add(name);
    const rule = one.kind === "queue" && one.data.missedCall ? model.get(`status:${one.data.missedCall.status}`) : null;
    if (rule && (rule.data.takesCalls || rule.data.archivedAt !== null))
      return `${keyOf(one)} rules with a wrong status`;
    const seen = new Set<string>();
    for (let at: ModelRecord | undefined = one; at?.kind === "queue" && at.data.noAnswer.to === "queue";) {
      if (seen.has(at.id)) return `${keyOf(one)} goes round`;
      seen.add(at.id);
      at = model.get(`queue:${at.data.noAnswer.id}`);
    }
  }
  return null;
}

const logEntry = { action: message("agents.cause.chosen") };
const ids = (kind: Kind) => ["a", "b", "c"].map((letter) => `x-${kind}-${letter}`);
export const idOf = (kind: Kind, index: number): string => ids(kind)[index % 3]!;

/** One of a few shapes of each kind, so that names collide and references meet. */
export function shapeOf(app: TestApp, kind: Kind, id: string, pick: readonly number[]): object {
  const [nameIndex = 0, targetIndex = 0, otherIndex = 0] = pick;
  const recordName = ["North", "South", "East"][nameIndex % 3]!;
  if (kind === "source")
    return {
      name: recordName,
      description: String(targetIndex % 2),
      site: "offsite",
      ruleGroups: [],
      position: 900,
      follows: null,
    };
  if (kind === "receiver") return { e164: `+1512555010${nameIndex % 3}`, name: `Desk ${targetIndex % 2}` };
  if (kind === "status")
    return {
      name: recordName,
      takesCalls: targetIndex % 3 === 0,
      color: "teal",
      icon: null,
      order: 40,
      defaultMinutes: null,
      whenOver: "stay",
      archivedAt: otherIndex % 5 === 0 ? 1 : null,
    };
  if (kind === "number")
    return {
      e164: `+1512555020${ids("number").indexOf(id)}`,
      name: recordName,
      kind: "local",
      source: targetIndex % 2 === 0 ? null : idOf("source", targetIndex),
      route:
        otherIndex % 3 === 0
          ? null
          : {
              to: otherIndex % 3 === 1 ? "queue" : "receiver",
              id: idOf(otherIndex % 3 === 1 ? "queue" : "receiver", nameIndex),
            },
      stopped: null,
      paused: null,
      frozen: null,
      state: { is: "active", since: START },
      renewsAt: START + 30 * 86_400_000,
      billingAnchor: START,
      graceUntil: null,
      origin: "imported",
    };
  const noAnswers = [
    { to: "voicemail" },
    { to: "queue", id: idOf("queue", targetIndex) },
    { to: "receiver", id: idOf("receiver", targetIndex) },
  ];
  return {
    name: recordName,
    routing: "longest idle",
    members: [{ id: app.people["ava@callboard.demo"]!, weight: 1 }],
    ringSeconds: 20,
    wrapUpSeconds: 10,
    schedule: null,
    noAnswer: noAnswers[otherIndex % 3],
    tags: [],
    missedCall: targetIndex % 2 === 0 ? null : { after: 3, status: idOf("status", targetIndex), minutes: null },
    leastTakingCalls: null,
    follows: null,
    frozen: null,
  };
}

/** Writes or removes the given records as far as the rules allow it; as one batch if one is given. */
export async function writeRecords(
  app: TestApp,
  changes: readonly { kind: Kind; id: string; data: object | null }[],
  batch?: string,
): Promise<void> {
  let model = await readModel(app);
  const accepted = changes.filter(({ kind, id, data }) => {
    const next = new Map(model);
    if (data === null) next.delete(keyOf({ kind, id }));
    else next.set(keyOf({ kind, id }), { kind, id, data });
    if (findInconsistency(next) !== null) return false;
    model = next;
    return true;
  });
  const scope = scopeOf(app.services, app.account("northwind"), batch === undefined ? {} : { batch });
  const unique = [...new Map(accepted.map((one) => [keyOf(one), one])).values()];
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
  app.advance(60_000);
}
