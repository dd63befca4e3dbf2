import { anyKind, type KindName } from "@callboard/domain/core/records";
import { findNewestVersion } from "../../../store/versions.ts";
import { type Scope, scopeWithin } from "../../../store/scope.ts";
import { read } from "../../../store/commit.ts";
import { type NamedPeople, namedPeopleOf } from "./adaptation.ts";
import { type TargetBilling, readTargetBilling } from "./monthlyCosts.ts";
import { checkName, type NameClaim, findNameClaims } from "./naming.ts";
import type { RecordReference } from "./integrity.ts";
import { targetFacts, type RestorePlan, planTarget, targetKey, type RestoreTarget, targetQueries } from "./targets.ts";

/**
 * Everything that is found once, when a restore is proposed; the facts themselves are read again each time it is shown
 * or confirmed.
 */
export interface RestoreInputs {
  /** The requested targets, and removed records that they refer to, which are restored too. Each occurs once. */
  targets: RestoreTarget[];
  /** The records that the restored ones refer to. */
  leads: RecordReference[];
  named: NameClaim[];
  around: NamedPeople[];
  billing: TargetBilling[];
}

export const NO_RESTORE_INPUTS: RestoreInputs = { targets: [], leads: [], named: [], around: [], billing: [] };

export const mergeRestoreInputs = (one: RestoreInputs, other: RestoreInputs): RestoreInputs => ({
  targets: [...one.targets, ...other.targets],
  leads: [...one.leads, ...other.leads],
  named: [...one.named, ...other.named],
  around: [...one.around, ...other.around],
  billing: [...one.billing, ...other.billing],
});

const wholeTarget = (account: string, kind: KindName, id: string) =>
  ({ account, kind, id, take: "version", fields: null, choices: {}, untouched: false }) as const;

/** Adds removed records only if the restored ones will refer to them. */
export async function prepareRestore(
  scope: Scope,
  asked: readonly RestoreTarget[],
  names: Record<string, string> = {},
): Promise<RestoreInputs> {
  const { account } = scope;
  const targets = new Map<string, RestoreTarget>();
  for (const target of asked)
    if (!targets.has(targetKey(target))) targets.set(targetKey(target), { ...target, name: names[targetKey(target)] });
  const plans: RestorePlan[] = [];
  const leads = new Map<string, RecordReference>();
  for (let from = 0; from < targets.size;) {
    const fresh = [...targets.values()].slice(from);
    from = targets.size;
    const facts: Record<string, unknown> = await read(scope, targetQueries(fresh));
    for (const [at, target] of fresh.entries()) {
      const known = targetFacts(facts, at);
      const plan = planTarget(target, known, scope.now);
      checkName(target, plan);
      plans.push(plan);
      const { refers } = anyKind(target.kind);
      // The references of the older version are always looked up: whoever confirms may choose another version of a
      // field by then.
      for (const lead of known.older ? (refers?.(known.older.data) ?? []) : [])
        leads.set(targetKey(lead), { account, ...lead });
      for (const lead of plan.is === "back" ? (refers?.(plan.data) ?? []) : []) {
        if (targets.has(targetKey(lead))) continue;
        const kind = lead.kind as KindName;
        const { last } = await read(scope, { last: findNewestVersion(kind, lead.id) });
        if (last?.event !== "deleted") continue;
        const needed = {
          ...wholeTarget(account, kind, lead.id),
          older: last.version,
          seen: last.version,
          needed: true,
        };
        targets.set(targetKey(lead), { ...needed, name: names[targetKey(lead)] });
      }
    }
  }
  const all = [...targets.values()];
  return {
    targets: all,
    leads: [...leads.values()],
    named: await findNameClaims(scopeWithin(scope, account), all, plans, account),
    around: [namedPeopleOf(account, plans)],
    billing: await readTargetBilling(scope, plans),
  };
}
