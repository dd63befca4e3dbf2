import { Failure, fail } from "@callboard/domain/core/failure";
import type { BringBackInput, RestoreRecordInput, UndoBatchInput } from "@callboard/domain/history/schema";
import type { KindName } from "@callboard/domain/core/records";
import type * as z from "zod/mini";
import {
  type RecordVersion,
  findVersion,
  type BatchChange,
  findBatchChanges,
  findNewestVersion,
  findVersionAt,
} from "../../store/versions.ts";
import {
  checkInstant,
  hiddenUntil,
  requireReadableKind,
  type Visibility,
  versionGoneFailure,
} from "../../store/visibility.ts";
import { type Scope, scopeWithin } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { requireVisibleVersion } from "./visibleVersion.ts";
import { currentVisibility } from "../../store/reads/ownVisibility.ts";
import { mergeRestoreInputs, NO_RESTORE_INPUTS, prepareRestore, type RestoreInputs } from "./restoring/prepare.ts";
import type { RestoreTarget } from "./restoring/targets.ts";
import { batchSize } from "./reads/batchSize.ts";

/** The most changes that one proposal undoes; more become a run. */
export const BATCH_MAX = 500;

/** The targets to restore, and the title of the proposal. */
export interface RestoreRequest extends RestoreInputs {
  /** `version`: for a batch or an instant, the number of changes or records instead. */
  title: { key: "record" | "change" | "batch" | "back"; noun: string; name: string; version: number; at: number };
}

/** A target to restore as a whole, all fields of it. */
const wholeTarget = ({ account }: Scope, kind: KindName, id: string) =>
  ({ account, kind, id, mode: "version", fields: null, choices: {}, onlyIfUntouched: false }) as const;

/** The target of restoring a version (`take: "version"`) or of undoing the change that made it. */
export async function restoreTargetOf(
  scope: Scope,
  input: z.output<typeof RestoreRecordInput>,
): Promise<RestoreTarget> {
  const kind = requireReadableKind(input.kind, scope.membership).kind;
  const visibility = await currentVisibility(scope);
  const chosen = await requireVisibleVersion(scope, visibility, kind, input.id, input.version);
  const { newest } = await read(scope, { newest: findNewestVersion(kind, input.id) });
  const target = { ...wholeTarget(scope, kind, input.id), fields: input.fields, choices: input.choices };
  if (input.take === "version")
    return { ...target, versionToRestore: input.version, seenVersion: input.seen ?? newest!.version };
  const versionToRestore = await versionBefore(scope, chosen, visibility);
  // A pin keeps one version, not the one before it.
  if (versionToRestore !== null && chosen.at <= hiddenUntil(visibility, chosen.log))
    await requireVisibleVersion(scope, visibility, kind, input.id, versionToRestore);
  return { ...target, mode: "change", versionToRestore, seenVersion: input.version };
}

/**
 * The version with the record's state before a change; null if the record didn't exist. A record that is removed by now
 * may still have existed then: treating it as new would delete it.
 */
async function versionBefore(scope: Scope, change: RecordVersion, visibility: Visibility): Promise<number | null> {
  if (change.event === "deleted") return change.version;
  if (change.event === "created") return null;
  if (change.before !== null) return change.version - 1;
  const { last } = await read(scope, { last: findVersion(change.kind, change.id, change.version - 1) });
  if (last?.event === "deleted") return null;
  throw versionGoneFailure(visibility, "version");
}

/** Undoes a whole batch, in this account and its sub-accounts. */
export async function undoRequest(scope: Scope, input: z.output<typeof UndoBatchInput>): Promise<RestoreRequest> {
  const { size, accounts } = await batchSize(scope, input.batch);
  // The batch may have grown since it was counted.
  if (size > BATCH_MAX) fail("conflict", "history.batchLong", { max: BATCH_MAX });
  let inputs = NO_RESTORE_INPUTS;
  for (const account of accounts) {
    const accountScope = scopeWithin(scope, account, [scope.account]);
    const targets: RestoreTarget[] = [];
    const { changes } = await read(accountScope, { changes: findBatchChanges(input.batch, null, BATCH_MAX) });
    for (const change of changes) targets.push(await undoTargetOf(accountScope, change));
    inputs = mergeRestoreInputs(inputs, await prepareRestore(accountScope, targets, input.names));
  }
  return { ...inputs, title: { key: "batch", noun: "", name: "", version: size, at: 0 } };
}

/** The first version that a batch made of a record. */
export async function firstVersionOfBatch(
  scope: Scope,
  { last, firstVersion: first }: BatchChange,
): Promise<RecordVersion> {
  if (first === last.version) return last;
  const { firstVersion } = await read(scope, { firstVersion: findVersion(last.kind, last.id, first) });
  return firstVersion!;
}

/** A batch may have changed a record several times: it goes back to before the first change, in one step. */
export async function undoTargetOf(scope: Scope, change: BatchChange): Promise<RestoreTarget> {
  const { last, firstVersion: first, versionCount: count } = change;
  return {
    ...wholeTarget(scope, last.kind, last.id),
    versionToRestore: await versionBefore(
      scope,
      await firstVersionOfBatch(scope, change),
      await currentVisibility(scope),
    ),
    // If somebody else changed the record in between, it counts as touched since.
    seenVersion: last.version - first === count - 1 ? last.version : first,
    mode: "change",
    onlyIfUntouched: true,
  };
}

/** Brings records back to their state at an instant. */
export async function bringBackRequest(scope: Scope, input: z.output<typeof BringBackInput>): Promise<RestoreRequest> {
  checkInstant(input.at, await currentVisibility(scope), scope.now, "at");
  const targets: RestoreTarget[] = [];
  for (const { kind: name, id } of input.records) {
    const kind = requireReadableKind(name, scope.membership).kind;
    const { older, newest } = await read(scope, {
      older: findVersionAt(kind, id, input.at),
      newest: findNewestVersion(kind, id),
    });
    if (!newest) throw new Failure("not-found", "record.notFound", {}, "records");
    targets.push({
      ...wholeTarget(scope, kind, id),
      versionToRestore: older?.version ?? null,
      seenVersion: newest.version,
    });
  }
  return {
    ...(await prepareRestore(scope, targets, input.names)),
    title: { key: "back", noun: "", name: "", version: input.records.length, at: input.at },
  };
}
