import { Failure, fail } from "@callboard/domain/core/failure";
import type { UniqueKey } from "@callboard/domain/core/record";
import { anyKind, type KindName } from "@callboard/domain/core/records";
import { alternativeName } from "@callboard/domain/history/restore";
import { checkReserved } from "@callboard/domain/agents/statuses";
import type { Queries } from "../../../store/queries.ts";
import { type Scope, scopeWithin } from "../../../store/scope.ts";
import { read } from "../../../store/commit.ts";
import { type KeyHolder, findKeyHolder } from "../../../store/reads/dependents.ts";
import { type RestoredPlan, type RestorePlan, targetKey, type RestoreTarget } from "./targets.ts";

/** A unique value that a restored record needs, and the alternative that was free when it was proposed. */
export interface NameClaim {
  account: string;
  kind: KindName;
  id: string;
  /** Which of the kind's unique keys it is. */
  key: string;
  values: string[];
  /** The former name, if another record has it by now. */
  takenBy: string | null;
  suggestion: string | null;
}

/** Alternatives are looked up this many at a time. */
const NAMES_PER_READ = 8;
/** The search for a free name ends here; the restore then fails as the name is taken. */
const SUGGESTIONS_MAX = 400;

const holderKey = (account: string, kind: string, key: string, value: string) =>
  ["holder", account, kind, key, value].join("\n");

const uniqueOf = (kind: KindName, key: string): UniqueKey<object> => anyKind(kind).unique![key]!;

export const namingQueries = (claims: readonly NameClaim[]): Queries =>
  Object.fromEntries(
    claims.flatMap(({ account, kind, key, values }) =>
      values.map((value) => [holderKey(account, kind, key, value), findKeyHolder(account, kind, key, value)]),
    ),
  );

/**
 * For every record that is restored with a new unique value: the values to look up, and an alternative if the value is
 * taken.
 */
export async function findNameClaims(
  scope: Scope,
  targets: readonly RestoreTarget[],
  plans: readonly RestorePlan[],
  account: string,
): Promise<NameClaim[]> {
  const accountScope = scopeWithin(scope, account, [scope.account]);
  const claims: NameClaim[] = [];
  const facts: Record<string, unknown> = {};
  const readHolders = async (kind: KindName, key: string, values: readonly string[]) => {
    const queries = values.map((value) => [
      holderKey(account, kind, key, value),
      findKeyHolder(account, kind, key, value),
    ]);
    Object.assign(facts, await read(accountScope, Object.fromEntries(queries) as Queries));
  };
  for (const [index, target] of targets.entries())
    for (const { key, value } of target.account === account ? newKeysOf(target, plans[index]!) : []) {
      await readHolders(target.kind, key, [value]);
      claims.push({ account, kind: target.kind, id: target.id, key, values: [value], takenBy: null, suggestion: null });
    }
  const resolver = new NameResolver(targets, plans, facts);
  for (const claim of claims) {
    const index = targets.findIndex((target) => target.account === account && targetKey(target) === targetKey(claim));
    const target = targets[index]!;
    const plan = plans[index] as RestoredPlan;
    const unique = uniqueOf(claim.kind, claim.key);
    const name = String((plan.data as Record<string, unknown>)[unique.field]);
    // A name that somebody typed is shown as it is.
    if (target.name !== undefined) claim.suggestion = name;
    const [value] = claim.values as [string];
    const isFree = resolver.isFree(target, claim.key, value);
    if (isFree) resolver.claim(target, claim.key, value);
    if (isFree || unique.nameMax === undefined) continue;
    // Alternatives are numbered: the name itself counts as 1.
    for (let n = 2; n < SUGGESTIONS_MAX; n += NAMES_PER_READ) {
      const candidates = Array.from({ length: NAMES_PER_READ }, (_, offset) =>
        alternativeName(name, n + offset, unique.nameMax!),
      );
      const valueOf = (candidate: string) => unique.value({ ...plan.data, [unique.field]: candidate })!;
      await readHolders(claim.kind, claim.key, candidates.map(valueOf));
      const freeName = candidates.find((candidate) => resolver.isFree(target, claim.key, valueOf(candidate)));
      if (freeName === undefined) continue;
      Object.assign(claim, { takenBy: name, suggestion: freeName, values: [...claim.values, valueOf(freeName)] });
      resolver.claim(target, claim.key, valueOf(freeName));
      break;
    }
  }
  return claims;
}

/** The unique values that a record will have and doesn't have now. */
function newKeysOf({ kind }: RestoreTarget, plan: RestorePlan): { key: string; value: string }[] {
  if (plan.is !== "back") return [];
  return Object.entries(anyKind(kind).unique ?? {}).flatMap(([key, unique]) => {
    const value = unique.value(plan.data);
    return value === null || (plan.present && unique.value(plan.present.data) === value) ? [] : [{ key, value }];
  });
}

/** Knows which names are free after the restore: records that are removed or renamed by it give up theirs. */
export class NameResolver {
  private readonly targets: readonly RestoreTarget[];
  private readonly plans: readonly RestorePlan[];
  private readonly facts: Record<string, unknown>;
  private readonly claims = new Map<string, string>();

  constructor(targets: readonly RestoreTarget[], plans: readonly RestorePlan[], facts: Record<string, unknown>) {
    this.targets = targets;
    this.plans = plans;
    this.facts = facts;
  }

  isFree({ account, kind, id }: RestoreTarget, key: string, value: string): boolean {
    const claimant = this.claims.get(claimKey(account, kind, key, value));
    if (claimant !== undefined && claimant !== id) return false;
    const holder = (this.facts[holderKey(account, kind, key, value)] ?? null) as KeyHolder | null;
    if (holder === null || (holder.account === account && holder.id === id)) return true;
    const index = this.targets.findIndex(
      (target) => target.account === holder.account && target.kind === kind && target.id === holder.id,
    );
    const plan = this.plans[index];
    if (plan?.is === "gone") return true;
    return plan?.is === "back" && uniqueOf(kind, key).value(plan.data) !== value;
  }

  /** Reserves a value for this target: from now on it isn't free for others. */
  claim({ account, kind, id }: RestoreTarget, key: string, value: string): void {
    this.claims.set(claimKey(account, kind, key, value), id);
  }

  /** The record with its own name, or with the alternative. Throws if neither is free. */
  settle(
    target: RestoreTarget,
    plan: RestoredPlan,
    nameClaims: readonly NameClaim[],
  ): { data: object; takenName: string | null } {
    let { data } = plan;
    let takenName: string | null = null;
    for (const { key, value } of newKeysOf(target, plan)) {
      const unique = uniqueOf(target.kind, key);
      if (!this.isFree(target, key, value)) {
        const claim = nameClaims.find(
          (nameClaim) => nameClaim.key === key && nameClaim.account === target.account && isClaimOf(nameClaim, target),
        );
        if (claim?.takenBy == null) throw new Failure("conflict", unique.takenMessage, {} as never, unique.field);
        data = { ...data, [unique.field]: claim.suggestion };
        takenName = claim.takenBy;
        if (!this.isFree(target, key, unique.value(data)!))
          throw new Failure("conflict", unique.takenMessage, {} as never, unique.field);
      }
      this.claim(target, key, unique.value(data)!);
    }
    return { data, takenName };
  }
}

const isClaimOf = (claim: NameClaim, target: RestoreTarget): boolean => targetKey(claim) === targetKey(target);
const claimKey = (...parts: string[]): string => parts.join("\n");

/** A name that somebody typed must be valid for the kind. Throws `invalid`. */
export function checkName({ kind, name, ...target }: RestoreTarget, plan: RestorePlan): void {
  if (name === undefined || plan.is !== "back") return;
  const field = `names.${targetKey({ kind, ...target })}`;
  const { nameMax: max = 0 } = Object.values(anyKind(kind).unique ?? {}).find(({ nameMax }) => nameMax) ?? {};
  if (name.length > max) fail("invalid", "fields.tooLong", { field: "name", max }, field);
  if (kind === "status") checkReserved(name);
}
