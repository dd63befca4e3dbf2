import type { AccountData } from "@callboard/domain/account/rules";
import { Failure } from "@callboard/domain/core/failure";
import type { Message } from "@callboard/domain/core/message";
import type { Doc } from "@callboard/domain/core/record";
import { anyKind, type KindName } from "@callboard/domain/core/records";
import { type Conflict, planRestore, type RestoreSelection } from "@callboard/domain/history/restore";
import type { Instant } from "@callboard/domain/core/time";
import { blockedReason } from "../../../store/reads/blockedReason.ts";
import { type RecordVersion, findVersion } from "../../../store/versions.ts";
import { inAccount, findOrRemoved, type Query, NO_QUERY, findOne } from "../../../store/queries.ts";
import { presetsBlockedReason } from "../../../store/reads/presets.ts";

/** One record that is to go back to an earlier state. */
export interface RestoreTarget {
  /** This account, or one of its sub-accounts. */
  account: string;
  kind: KindName;
  id: string;
  /** The version to restore; null to remove the record, as it didn't exist then. */
  versionToRestore: number | null;
  /** The version that the reader saw: later edits are kept, or are conflicts. Null: the record didn't exist. */
  seenVersion: number | null;
  mode: RestoreSelection["mode"];
  fields: readonly string[] | null;
  choices: RestoreSelection["choices"];
  /** Only if nobody has changed the record since. */
  onlyIfUntouched: boolean;
  /** Another record refers to it: it is restored if it was removed, otherwise left as it is. */
  isRequiredByOther?: boolean;
  /** The name that somebody chose for it. */
  name?: string | undefined;
}

export const targetKey = ({ kind, id }: { kind: string; id: string }): string => `${kind}:${id}`;

type MaybeVersion = RecordVersion | null;
export type TargetQueries = Record<string, Query<MaybeVersion> | Query<Doc<object> | null> | Query<Message | null>>;
const NO_VERSION: Query<MaybeVersion> = { statements: () => [], parse: () => null };

/** For each target: the older version, the version that the reader saw, and the current record. */
export function targetQueries(targets: readonly RestoreTarget[]): TargetQueries {
  return Object.fromEntries(
    targets.flatMap(({ account, kind, id, versionToRestore, seenVersion }, index) => [
      [
        `older${index}`,
        versionToRestore === null ? NO_VERSION : inAccount(account, findVersion(kind, id, versionToRestore)),
      ],
      [`seen${index}`, seenVersion === null ? NO_VERSION : inAccount(account, findVersion(kind, id, seenVersion))],
      [`present${index}`, findOrRemoved(kind, id, account) as Query<Doc<object> | null>],
      [`blocked${index}`, blockedReason(account, "restore")],
      [`closed${index}`, anyKind(kind).sharedWithSubAccounts ? inAccount(account, presetsBlockedReason) : NO_QUERY],
      [`home${index}`, inAccount(account, findOne("account", account))],
    ]),
  );
}

export interface TargetFacts {
  older: MaybeVersion;
  /** The version that the reader saw. */
  seen: MaybeVersion;
  present: Doc<object> | null;
  /** The reason why its account, or a record of this kind in it, must not change. */
  blockedReason: Message | null;
  /** The account that the record belongs to. */
  account: Doc<AccountData>;
}
export const targetFacts = (facts: Record<string, unknown>, index: number): TargetFacts => ({
  older: facts[`older${index}`] as MaybeVersion,
  seen: facts[`seen${index}`] as MaybeVersion,
  present: facts[`present${index}`] as Doc<object> | null,
  blockedReason: (facts[`blocked${index}`] ?? facts[`closed${index}`]) as Message | null,
  account: facts[`home${index}`] as Doc<AccountData>,
});

/**
 * The outcome for one target before it becomes lines. `refused`: a rule forbids it; `touched`: changed since; `already`:
 * nothing to do; `clash`: conflicts to decide; `gone`: to be removed; `back`: to be written with this data.
 */
export type RestorePlan =
  | { is: "refused"; why: Message }
  | { is: "touched" }
  | { is: "already" }
  | { is: "clash"; clashes: Conflict[] }
  | { is: "gone"; present: Doc<object> }
  | RestoredPlan;
export interface RestoredPlan {
  is: "back";
  older: RecordVersion;
  present: Doc<object> | null;
  data: object;
}

/** Throws `not-found` if the version to restore is no longer kept. */
export function planTarget(
  target: RestoreTarget,
  { older, seen, present, blockedReason, account }: TargetFacts,
  now: Instant,
): RestorePlan {
  const kind = anyKind(target.kind);
  const { restore } = kind;
  if (restore.how === "refused") return { is: "refused", why: { key: restore.reason, values: {} } };
  if (target.isRequiredByOther && present !== null) return { is: "already" };
  const blocked = blockedReason ?? (present && kind.readOnlyReason?.(present.data)) ?? null;
  if (blocked) return { is: "refused", why: blocked };
  if (target.onlyIfUntouched && (present?.version ?? null) !== (seen?.event === "deleted" ? null : target.seenVersion))
    return { is: "touched" };
  if (target.versionToRestore === null) {
    if (present === null) return { is: "already" };
    const removalBlocked = restore.cannotRemove?.(present.data) ?? null;
    return removalBlocked ? { is: "refused", why: removalBlocked } : { is: "gone", present };
  }
  if (older === null) throw new Failure("not-found", "history.versionGone", {});
  // Fields that changed between this version and now are later edits.
  const base = seen?.event === "deleted" ? null : (seen?.data ?? null);
  const facts = { older: older.data, base, present: present?.data ?? null };
  const plan = planRestore(kind, facts, target, { now, zone: account.data.zone });
  if (plan.conflicts.length > 0) return { is: "clash", clashes: plan.conflicts };
  if (present !== null && plan.changes.length === 0) return { is: "already" };
  return { is: "back", older, present, data: withChosenName(target, plan.data, present?.data ?? null) };
}

/** Applies the chosen name where the restored record would have another one than now. */
function withChosenName({ kind, name }: RestoreTarget, data: object, present: object | null): object {
  if (name === undefined) return data;
  const unique = Object.values(anyKind(kind).unique ?? {}).find(({ nameMax }) => nameMax !== undefined);
  if (!unique || (present && unique.value(present) === unique.value(data))) return data;
  return { ...data, [unique.field]: name };
}
