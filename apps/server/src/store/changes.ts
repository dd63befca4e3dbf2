import { type Effect, isRecordEffect, type RecordEffect } from "@callboard/domain/core/effect";
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
import { recordKey, type ReadRecords } from "./queries.ts";
import { requireRelated } from "./checkedAccount.ts";
import type { Scope } from "./scope.ts";
import type { AccountSeals } from "./seals/accountSeals.ts";
import { partOf, recordElement } from "./seals/sealSums.ts";

/** What a decision's record effects become: statements, and the events to publish once they are committed. */
export interface ChangePlan {
  writes: Stmt[];
  events: ChangeEvent[];
}

/**
 * Turns a decision's record effects into statements, step by step: current records, the change log with its chain, and
 * the keys. Each `yield` is a point where `runInPieces` may pause. `readRecords`: what the decision read.
 */
export function* planChanges(
  scope: Scope,
  effects: readonly Effect[],
  readRecords: ReadRecords,
  seals: AccountSeals,
): Generator<undefined, ChangePlan> {
  const writes: Stmt[] = [];
  const events: ChangeEvent[] = balanceEvents(effects);
  const chain = new ChangeChain(scope, seals);
  const current = new Map(readRecords.docs);
  const keys = new KeyChanges();
  for (const effect of effects) {
    yield;
    if (!isRecordEffect(effect)) continue;
    const key = recordKey(requireRelated(scope, effect.account), effect.kind, effect.id);
    const before = current.get(key) ?? null;
    const kind = anyKind(effect.kind);
    if (kind.sharedWithSubAccounts && !readRecords.presetAccountsChecked.has(effect.account))
      throw new Error(`${effect.kind} ${effect.id} was written without a permission check`);
    const after = effect.do === "remove" ? null : validateData(kind, effect.data);
    if (effect.do === "save" && before && isSameValue(before.data, after)) continue;
    const version = nextVersion(effect, key, before, readRecords);
    const at = effect.at ?? scope.now;
    const event = changeTypeOf(effect);
    const data = JSON.stringify(after ?? before!.data);
    keys.recordChange(key, effect, before?.data ?? null, after);
    sealRecord(seals, readRecords, key, effect, after === null ? null : data);
    const formerValues =
      before && after !== null ? formerValueStmts(effect, kind, before.data as object, after as object, at) : [];
    for (const write of [
      ...formerValues,
      ...recordStmts(effect, kind, version, data, at),
      ...searchEntryStmts(kind, effect, before?.data ?? null, after),
      ...chain.link(
        { ...effect, event, version, data, at },
        kind,
        affectedPeople(kind, before?.data ?? null, after, effect.id),
      ),
    ])
      writes.push(write);
    events.push({ account: effect.account, kind: effect.kind, id: effect.id, version, area: kind.area });
    if (after === null) {
      current.delete(key);
      readRecords.removedVersions.set(key, version);
    } else current.set(key, { account: effect.account, kind: effect.kind, id: effect.id, version, at, data: after });
  }
  return { writes: [...writes, ...keys.statements()], events };
}

/** An account's seal is a sum over its records' JSON texts: subtracts the old text and adds the new one. */
function sealRecord(
  seals: AccountSeals,
  { storedTexts }: ReadRecords,
  key: string,
  effect: RecordEffect,
  after: string | null,
): void {
  const elementOf = (text: string) => recordElement(seals.seal, effect.account, effect.kind, effect.id, text);
  const before = storedTexts.get(key);
  if (before !== undefined) seals.subtract(effect.account, partOf(effect.kind), elementOf(before));
  if (after !== null) seals.add(effect.account, partOf(effect.kind), elementOf(after));
  if (after === null) storedTexts.delete(key);
  else storedTexts.set(key, after);
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

function nextVersion(effect: RecordEffect, key: string, before: Doc<unknown> | null, readRecords: ReadRecords): number {
  if (effect.do === "create") {
    if (before) throw new Error(`${effect.kind} ${effect.id} exists already`);
    return (readRecords.removedVersions.get(key) ?? 0) + 1;
  }
  if (!before) throw new Error(`${effect.kind} ${effect.id} was changed without being read`);
  // `base` is the version that was read, also where one decision saves a record several times.
  if (effect.base !== (readRecords.docs.get(key)?.version ?? effect.base))
    throw new Error(`${effect.kind} ${effect.id} was decided on a different version from the one read`);
  return before.version + 1;
}

/** Throws for data that its own schema rejects: that is a bug in a rule, so nothing of its decision is written. */
function validateData(kind: Kind, data: unknown): unknown {
  const parsed = kind.schema.safeParse(data);
  if (!parsed.success)
    throw new Error(
      `${kind.kind}: ${parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`).join("; ")}`,
    );
  return parsed.data;
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
  kind.concerns?.people(before, after, id) ?? [];
