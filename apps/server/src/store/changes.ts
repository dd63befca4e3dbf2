import type { Effect } from "@callboard/domain/core/effect";
import { type ChangeType, isSameValue } from "@callboard/domain/core/differences";
import { bookOwner } from "@callboard/domain/core/ledger";
import type { Doc, Kind } from "@callboard/domain/core/record";
import { anyKind } from "@callboard/domain/core/records";
import { type Stmt, stmt } from "./database/port.ts";
import { ChangeChain } from "./changeChain.ts";
import type { ChangeEvent } from "./changeEvent.ts";
import { searchEntryStmts } from "./search/searchIndex.ts";
import { formerValueStmts } from "./formerValues.ts";
import { KeyChanges } from "./recordKeys.ts";
import { recordKey, type ReadContext } from "./queries.ts";
import { requireRelated } from "./owners.ts";
import type { Scope } from "./scope.ts";
import type { AccountSeals } from "./seals/accountSeals.ts";
import { partOf, recordElement } from "./seals/sealSums.ts";

export interface Planned {
  writes: Stmt[];
  bells: ChangeEvent[];
}

type RecordEffect = Extract<Effect, { do: "create" | "save" | "remove" }>;

/**
 * Turns a decision's record effects into statements, step by step: current records, the change log with its chain, and
 * the keys.
 */
export function* planChanges(
  scope: Scope,
  effects: readonly Effect[],
  seen: ReadContext,
  sealing: AccountSeals,
): Generator<undefined, Planned> {
  const writes: Stmt[] = [];
  const events: ChangeEvent[] = balanceEvents(effects);
  const chain = new ChangeChain(scope, sealing);
  const present = new Map(seen.docs);
  const keys = new KeyChanges();
  for (const effect of effects) {
    yield;
    if (
      effect.do === "post" ||
      effect.do === "later" ||
      effect.do === "access" ||
      effect.do === "grant" ||
      effect.do === "item" ||
      effect.do === "count"
    )
      continue;
    const key = recordKey(requireRelated(scope, effect.account), effect.kind, effect.id);
    const before = present.get(key) ?? null;
    const kind = anyKind(effect.kind);
    if (kind.handedDown && !seen.asked.has(effect.account))
      throw new Error(`${effect.kind} ${effect.id} was written without a permission check`);
    const after = effect.do === "remove" ? null : validateData(kind, effect.data);
    if (effect.do === "save" && before && isSameValue(before.data, after)) continue;
    const version = nextVersion(effect, key, before, seen);
    const at = effect.at ?? scope.now;
    const event = changeTypeOf(effect);
    const data = JSON.stringify(after ?? before!.data);
    keys.moved(key, effect, before?.data ?? null, after);
    sealRecord(sealing, seen, key, effect, after === null ? null : data);
    const gone =
      before && after !== null ? formerValueStmts(effect, kind, before.data as object, after as object, at) : [];
    for (const one of [
      ...gone,
      ...recordStmts(effect, kind, version, data, at),
      ...searchEntryStmts(kind, effect, before?.data ?? null, after),
      ...chain.link(
        { ...effect, event, version, data, at },
        kind,
        affectedPeople(kind, before?.data ?? null, after, effect.id),
      ),
    ])
      writes.push(one);
    events.push({ account: effect.account, kind: effect.kind, id: effect.id, version, area: kind.area });
    if (after === null) {
      present.delete(key);
      seen.gone.set(key, version);
    } else present.set(key, { account: effect.account, kind: effect.kind, id: effect.id, version, at, data: after });
  }
  return { writes: [...writes, ...keys.stmts()], bells: events };
}

/** The seal is a sum over record texts: subtract the old text, add the new one. */
function sealRecord(
  sealing: AccountSeals,
  { written }: ReadContext,
  key: string,
  of: RecordEffect,
  after: string | null,
): void {
  const element = (text: string) => recordElement(sealing.seal, of.account, of.kind, of.id, text);
  const before = written.get(key);
  if (before !== undefined) sealing.take(of.account, partOf(of.kind), element(before));
  if (after !== null) sealing.add(of.account, partOf(of.kind), element(after));
  if (after === null) written.delete(key);
  else written.set(key, after);
}

/** One event per account whose money changes, regardless of the number of movements. */
function balanceEvents(effects: readonly Effect[]): ChangeEvent[] {
  const owners = effects.flatMap((effect) =>
    effect.do === "post" ? [bookOwner(effect.movement.from), bookOwner(effect.movement.to)] : [],
  );
  return [...new Set(owners)].map((account) => ({
    account,
    kind: "balance",
    id: "balance",
    version: 0,
    area: "billing",
  }));
}

function changeTypeOf(effect: RecordEffect): ChangeType {
  if (effect.do === "remove") return "deleted";
  if (effect.restored) return "restored";
  return effect.do === "create" ? "created" : "changed";
}

function nextVersion(effect: RecordEffect, key: string, before: Doc<unknown> | null, seen: ReadContext): number {
  if (effect.do === "create") {
    if (before) throw new Error(`${effect.kind} ${effect.id} exists already`);
    return (seen.gone.get(key) ?? 0) + 1;
  }
  if (!before) throw new Error(`${effect.kind} ${effect.id} was changed without being read`);
  // Several saves of one record in one decision all name the version that was read.
  if (effect.base !== (seen.docs.get(key)?.version ?? effect.base))
    throw new Error(`${effect.kind} ${effect.id} was decided on a different version from the one read`);
  return before.version + 1;
}

/** A rule that produces a document its own schema rejects is a bug; none of its effects are written. */
function validateData(kind: Kind, data: unknown): unknown {
  const read = kind.schema.safeParse(data);
  if (!read.success)
    throw new Error(
      `${kind.kind}: ${read.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`).join("; ")}`,
    );
  return read.data;
}

function recordStmts(effect: RecordEffect, kind: Kind, version: number, data: string, at: number): Stmt[] {
  const { account, kind: name, id } = effect;
  if (effect.do === "create")
    return [
      stmt(
        "INSERT INTO records (account, kind, id, version, shape, data, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        account,
        name,
        id,
        version,
        kind.shape,
        data,
        at,
      ),
    ];
  if (effect.do === "save")
    return [
      stmt(
        "UPDATE records SET version = ?, shape = ?, data = ?, at = ? WHERE account = ? AND kind = ? AND id = ?",
        version,
        kind.shape,
        data,
        at,
        account,
        name,
        id,
      ),
    ];
  return [stmt("DELETE FROM records WHERE account = ? AND kind = ? AND id = ?", account, name, id)];
}

/** The people a change is about; for a removed record, those it was about before. */
const affectedPeople = (kind: Kind, before: unknown, after: unknown, id: string): readonly string[] =>
  kind.about?.people(before, after, id) ?? [];
