import type { AccountData } from "@callboard/domain/account/rules";
import { Failure } from "@callboard/domain/core/failure";
import type { Phrase } from "@callboard/domain/core/message";
import type { Doc } from "@callboard/domain/core/record";
import { anyKind, type KindName } from "@callboard/domain/core/records";
import { type Conflict, planRestore, type RestoreSelection } from "@callboard/domain/history/restore";
import type { Instant } from "@callboard/domain/core/time";
import { blockedReason } from "../../../store/reads/blockedReason.ts";
import { type RecordVersion, findVersion } from "../../../store/versions.ts";
import { inAccount, findOrRemoved, type Query, NO_QUERY, findOne } from "../../../store/queries.ts";
import { presetsBlockedReason } from "../../../store/reads/presets.ts";

/** One record that is to be as it was. */
export interface RestoreTarget {
  /** The one at hand, or a sub-account of it. */
  account: string;
  kind: KindName;
  id: string;
  /** The version that holds what is to come back; null where the record is to go, as it was not there. */
  older: number | null;
  /** The version that was looked at: what was edited after it is kept or clashes. Null: the record was not there. */
  seen: number | null;
  take: RestoreSelection["take"];
  fields: readonly string[] | null;
  choices: RestoreSelection["choices"];
  /** Only where nobody has touched the record since. */
  untouched: boolean;
  /** Another record needs it: it comes back where it is gone, and is left alone where it is there. */
  needed?: boolean;
  /** What somebody wants it to be called. */
  name?: string | undefined;
}

export const targetKey = ({ kind, id }: { kind: string; id: string }): string => `${kind}:${id}`;

type MaybeVersion = RecordVersion | null;
export type TargetQueries = Record<string, Query<MaybeVersion> | Query<Doc<object> | null> | Query<Phrase | null>>;
const NO_VERSION: Query<MaybeVersion> = { stmts: () => [], take: () => null };

/** For each target: the older version, the one that was looked at, and the record as it stands. */
export function targetQueries(targets: readonly RestoreTarget[]): TargetQueries {
  return Object.fromEntries(
    targets.flatMap(({ account, kind, id, older, seen }, at) => [
      [`older${at}`, older === null ? NO_VERSION : inAccount(account, findVersion(kind, id, older))],
      [`seen${at}`, seen === null ? NO_VERSION : inAccount(account, findVersion(kind, id, seen))],
      [`present${at}`, findOrRemoved(kind, id, account) as Query<Doc<object> | null>],
      [`barred${at}`, blockedReason(account, "restore")],
      [`closed${at}`, anyKind(kind).handedDown ? inAccount(account, presetsBlockedReason) : NO_QUERY],
      [`home${at}`, inAccount(account, findOne("account", account))],
    ]),
  );
}

export interface TargetFacts {
  older: MaybeVersion;
  seen: MaybeVersion;
  present: Doc<object> | null;
  /** Why its account, or a record of this kind there, is left alone. */
  barred: Phrase | null;
  /** The account that has it. */
  home: Doc<AccountData>;
}
export const targetFacts = (facts: Record<string, unknown>, at: number): TargetFacts => ({
  older: facts[`older${at}`] as MaybeVersion,
  seen: facts[`seen${at}`] as MaybeVersion,
  present: facts[`present${at}`] as Doc<object> | null,
  barred: (facts[`barred${at}`] ?? facts[`closed${at}`]) as Phrase | null,
  home: facts[`home${at}`] as Doc<AccountData>,
});

/** What becomes of one target, before it is put into words: `back` with the data that it is to have. */
export type RestorePlan =
  | { is: "refused"; why: Phrase }
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

/** Throws `not-found` where the version that is to come back is no longer kept. */
export function planTarget(
  target: RestoreTarget,
  { older, seen, present, barred: why, home }: TargetFacts,
  now: Instant,
): RestorePlan {
  const kind = anyKind(target.kind);
  const { restore } = kind;
  if (restore.how === "refused") return { is: "refused", why: { key: restore.because, values: {} } };
  if (target.needed && present !== null) return { is: "already" };
  const refused = why ?? (present && kind.frozen?.(present.data)) ?? null;
  if (refused) return { is: "refused", why: refused };
  if (target.untouched && (present?.version ?? null) !== (seen?.event === "deleted" ? null : target.seen))
    return { is: "touched" };
  if (target.older === null) {
    if (present === null) return { is: "already" };
    const stays = restore.stays?.(present.data) ?? null;
    return stays ? { is: "refused", why: stays } : { is: "gone", present };
  }
  if (older === null) throw new Failure("not-found", "history.versionGone", {});
  const looked = seen?.event === "deleted" ? null : (seen?.data ?? null);
  const facts = { older: older.data, seen: looked, present: present?.data ?? null };
  const plan = planRestore(kind, facts, target, { now, zone: home.data.zone });
  if (plan.clashes.length > 0) return { is: "clash", clashes: plan.clashes };
  if (present !== null && plan.changes.length === 0) return { is: "already" };
  return { is: "back", older, present, data: withChosenName(target, plan.data, present?.data ?? null) };
}

/** The name that somebody chose, where the record would be called otherwise than now. */
function withChosenName({ kind, name }: RestoreTarget, data: object, present: object | null): object {
  if (name === undefined) return data;
  const unique = Object.values(anyKind(kind).unique ?? {}).find(({ nameMax }) => nameMax !== undefined);
  if (!unique || (present && unique.value(present) === unique.value(data))) return data;
  return { ...data, [unique.field]: name };
}
