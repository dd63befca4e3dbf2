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
  references: RecordReference[];
  nameClaims: NameClaim[];
  namedPeople: NamedPeople[];
  billing: TargetBilling[];
}

export const NO_RESTORE_INPUTS: RestoreInputs = {
  targets: [],
  references: [],
  nameClaims: [],
  namedPeople: [],
  billing: [],
};

export const mergeRestoreInputs = (first: RestoreInputs, second: RestoreInputs): RestoreInputs => ({
  targets: [...first.targets, ...second.targets],
  references: [...first.references, ...second.references],
  nameClaims: [...first.nameClaims, ...second.nameClaims],
  namedPeople: [...first.namedPeople, ...second.namedPeople],
  billing: [...first.billing, ...second.billing],
});

const wholeTarget = (account: string, kind: KindName, id: string) =>
  ({ account, kind, id, mode: "version", fields: null, choices: {}, onlyIfUntouched: false }) as const;

/** Adds removed records only if the restored ones will refer to them. */
export async function prepareRestore(
  scope: Scope,
  requested: readonly RestoreTarget[],
  names: Record<string, string> = {},
): Promise<RestoreInputs> {
  const { account } = scope;
  const targets = new Map<string, RestoreTarget>();
  for (const target of requested)
    if (!targets.has(targetKey(target))) targets.set(targetKey(target), { ...target, name: names[targetKey(target)] });
  const plans: RestorePlan[] = [];
  const referencesByKey = new Map<string, RecordReference>();
  // Each round prepares the targets that the round before added.
  for (let preparedCount = 0; preparedCount < targets.size;) {
    const newTargets = [...targets.values()].slice(preparedCount);
    preparedCount = targets.size;
    const allFacts: Record<string, unknown> = await read(scope, targetQueries(newTargets));
    for (const [index, target] of newTargets.entries()) {
      const facts = targetFacts(allFacts, index);
      const plan = planTarget(target, facts, scope.now);
      checkName(target, plan);
      plans.push(plan);
      const { references } = anyKind(target.kind);
      // The references of the older version are always looked up: the person who confirms may choose another version
      // of a field by then.
      for (const reference of facts.older ? (references?.(facts.older.data) ?? []) : [])
        referencesByKey.set(targetKey(reference), { account, ...reference });
      for (const reference of plan.is === "back" ? (references?.(plan.data) ?? []) : []) {
        if (targets.has(targetKey(reference))) continue;
        const kind = reference.kind as KindName;
        const { newest } = await read(scope, { newest: findNewestVersion(kind, reference.id) });
        if (newest?.event !== "deleted") continue;
        const required = {
          ...wholeTarget(account, kind, reference.id),
          versionToRestore: newest.version,
          seenVersion: newest.version,
          isRequiredByOther: true,
        };
        targets.set(targetKey(reference), { ...required, name: names[targetKey(reference)] });
      }
    }
  }
  const all = [...targets.values()];
  return {
    targets: all,
    references: [...referencesByKey.values()],
    nameClaims: await findNameClaims(scopeWithin(scope, account), all, plans, account),
    namedPeople: [namedPeopleOf(account, plans)],
    billing: await readTargetBilling(scope, plans),
  };
}
