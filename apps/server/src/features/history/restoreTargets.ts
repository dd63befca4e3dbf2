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
  hiddenTo,
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
  title: { key: "record" | "change" | "batch" | "back"; noun: string; name: string; version: number; at: number };
}

const wholeTarget = ({ account }: Scope, kind: KindName, id: string) =>
  ({ account, kind, id, take: "version", fields: null, choices: {}, untouched: false }) as const;

export async function restoreTargetOf(
  scope: Scope,
  input: z.output<typeof RestoreRecordInput>,
): Promise<RestoreTarget> {
  const kind = requireReadableKind(input.kind, scope.standing).kind;
  const sight = await currentVisibility(scope);
  const one = await requireVisibleVersion(scope, sight, kind, input.id, input.version);
  const { now } = await read(scope, { now: findNewestVersion(kind, input.id) });
  const target = { ...wholeTarget(scope, kind, input.id), fields: input.fields, choices: input.choices };
  if (input.take === "version") return { ...target, older: input.version, seen: input.seen ?? now!.version };
  const older = await versionBefore(scope, one, sight);
  // A pin keeps one version, not the one before it.
  if (older !== null && one.at <= hiddenTo(sight, one.log))
    await requireVisibleVersion(scope, sight, kind, input.id, older);
  return { ...target, take: "change", older, seen: input.version };
}

/**
 * The version with the record's state before a change; null if the record didn't exist. A record that is removed by now
 * may still have existed then: treating it as new would delete it.
 */
async function versionBefore(scope: Scope, one: RecordVersion, sight: Visibility): Promise<number | null> {
  if (one.event === "deleted") return one.version;
  if (one.event === "created") return null;
  if (one.before !== null) return one.version - 1;
  const { last } = await read(scope, { last: findVersion(one.kind, one.id, one.version - 1) });
  if (last?.event === "deleted") return null;
  throw versionGoneFailure(sight, "version");
}

export async function undoRequest(scope: Scope, input: z.output<typeof UndoBatchInput>): Promise<RestoreRequest> {
  const { size, accounts } = await batchSize(scope, input.batch);
  // The batch may have grown since it was counted.
  if (size > BATCH_MAX) fail("conflict", "history.batchLong", { most: BATCH_MAX });
  let all = NO_RESTORE_INPUTS;
  for (const account of accounts) {
    const there = scopeWithin(scope, account, [scope.account]);
    const asked: RestoreTarget[] = [];
    const { last } = await read(there, { last: findBatchChanges(input.batch, null, BATCH_MAX) });
    for (const one of last) asked.push(await undoTargetOf(there, one));
    all = mergeRestoreInputs(all, await prepareRestore(there, asked, input.names));
  }
  return { ...all, title: { key: "batch", noun: "", name: "", version: size, at: 0 } };
}

/** The first version that a batch made of a record. */
export async function firstVersionOfBatch(scope: Scope, { last, first }: BatchChange): Promise<RecordVersion> {
  if (first === last.version) return last;
  const { opening } = await read(scope, { opening: findVersion(last.kind, last.id, first) });
  return opening!;
}

/** A batch may have changed a record several times: it goes back to before the first change, in one step. */
export async function undoTargetOf(scope: Scope, part: BatchChange): Promise<RestoreTarget> {
  const { last, first, times } = part;
  return {
    ...wholeTarget(scope, last.kind, last.id),
    older: await versionBefore(scope, await firstVersionOfBatch(scope, part), await currentVisibility(scope)),
    // If somebody else changed the record in between, it counts as touched since.
    seen: last.version - first === times - 1 ? last.version : first,
    take: "change",
    untouched: true,
  };
}

export async function bringBackRequest(scope: Scope, input: z.output<typeof BringBackInput>): Promise<RestoreRequest> {
  checkInstant(input.at, await currentVisibility(scope), scope.now, "at");
  const asked: RestoreTarget[] = [];
  for (const { kind: name, id } of input.records) {
    const kind = requireReadableKind(name, scope.standing).kind;
    const { older, now } = await read(scope, {
      older: findVersionAt(kind, id, input.at),
      now: findNewestVersion(kind, id),
    });
    if (!now) throw new Failure("not-found", "record.gone", {}, "records");
    asked.push({ ...wholeTarget(scope, kind, id), older: older?.version ?? null, seen: now.version });
  }
  return {
    ...(await prepareRestore(scope, asked, input.names)),
    title: { key: "back", noun: "", name: "", version: input.records.length, at: input.at },
  };
}
