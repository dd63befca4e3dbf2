import { renewalJob } from "@callboard/domain/agents/planned";
import type { PlannedStatus } from "@callboard/domain/agents/plannedSchema";
import { type Effect, isRecordEffect } from "@callboard/domain/core/effect";
import { Failure } from "@callboard/domain/core/failure";
import type { Message } from "@callboard/domain/core/message";
import type { Line } from "@callboard/domain/proposals/lines";
import type { Conflict } from "@callboard/domain/history/restore";
import type { Instant } from "@callboard/domain/core/time";
import { sumByPayer, type PayerCost } from "../../../store/reads/costs.ts";
import type { Queries } from "../../../store/queries.ts";
import type { Scope } from "../../../store/scope.ts";
import { ProjectedRecords } from "./projectedRecords.ts";
import { adaptPlan, type AdaptedPlan, adaptationQueries } from "./adaptation.ts";
import { type LineContext, targetOutcome } from "./lines.ts";
import { billingQueries, monthlyOutcome } from "./monthlyCosts.ts";
import { NameResolver, namingQueries } from "./naming.ts";
import type { RestoreInputs } from "./prepare.ts";
import { targetAccounts, checkReferences, factIn, integrityQueries } from "./integrity.ts";
import {
  type RestoredPlan,
  targetFacts,
  type RestorePlan,
  planTarget,
  type RestoreTarget,
  targetQueries,
} from "./targets.ts";

/** Everything that `settle` needs, for all accounts of the targets. */
export const settlementQueries = (
  { targets, references, nameClaims, namedPeople, billing }: RestoreInputs,
  scope: Scope,
): Queries => ({
  ...targetQueries(targets),
  ...integrityQueries(targets, references),
  ...namingQueries(nameClaims),
  ...adaptationQueries(namedPeople, scope),
  ...billingQueries(billing),
});

export interface Settlement {
  lines: Line[];
  effects: Effect[];
  costs: PayerCost[];
  /** The first target with conflicts that must be decided before anything is written. */
  clash: { target: RestoreTarget; clashes: Conflict[] } | null;
}

/**
 * The outcome for all targets together, from the facts now and after the restore. With several targets, an obstacle only
 * leaves that record as it is; with a single one, it is thrown.
 */
export function settle(
  { targets, nameClaims, billing }: RestoreInputs,
  facts: Record<string, unknown>,
  context: LineContext,
  proposedAt: Instant,
): Settlement {
  const isSingle = targets.filter(({ isRequiredByOther }) => !isRequiredByOther).length === 1;
  const plans = targets.map((target, index) => planTarget(target, targetFacts(facts, index), proposedAt));
  const clashIndex = plans.findIndex((plan) => plan.is === "clash");
  if (clashIndex >= 0) {
    const { clashes } = plans[clashIndex] as Extract<RestorePlan, { is: "clash" }>;
    return { lines: [], effects: [], costs: [], clash: { target: targets[clashIndex]!, clashes } };
  }
  const [only] = plans;
  if (isSingle && only!.is === "refused") throw new Failure("conflict", only!.why.key, only!.why.values as never);
  // Each attempt that meets an obstacle refuses one more target, so this ends.
  for (;;) {
    const trial = trySettle(targets, plans, nameClaims, facts, context);
    if (trial.obstacle) {
      if (isSingle) throw trial.obstacle.failure;
      const { key, values } = trial.obstacle.failure;
      plans[trial.obstacle.index] = { is: "refused", why: { key, values } as Message };
      continue;
    }
    const monthly = billing.map((accountBilling) =>
      monthlyOutcome(accountBilling, trial.plans, facts, { proposedAt, now: context.scope.now }),
    );
    return {
      lines: [...trial.lines, ...monthly.flatMap(({ lines }) => lines)],
      effects: [
        ...trial.effects,
        ...monthly.flatMap(({ effects }) => effects),
        ...trial.effects.flatMap((effect) => renewalOf(effect, facts, targets, context.scope.now)),
      ],
      costs: sumByPayer(monthly.map(({ cost }) => cost)),
      clash: null,
    };
  }
}

/** Agents' records keep the next planned times, so a restored plan or status is worked out again. */
function renewalOf(
  effect: Effect,
  facts: Record<string, unknown>,
  targets: readonly RestoreTarget[],
  now: Instant,
): Effect[] {
  if (!isRecordEffect(effect)) return [];
  const { kind, id, account } = effect;
  if (kind === "status") return [renewalJob(account, { status: id }, `restored ${now}`, 0)];
  if (kind !== "plannedStatus") return [];
  const index = targets.findIndex((target) => target.kind === kind && target.id === id);
  const { present, older } = targetFacts(facts, index);
  const { person } = (present ?? older)!.data as PlannedStatus;
  return [renewalJob(account, { person }, `restored ${now}`, 0)];
}

interface SettleAttempt {
  plans: RestorePlan[];
  lines: Line[];
  effects: Effect[];
  /** The target that can't be restored, and why. */
  obstacle: { index: number; failure: Failure } | null;
}

/** Works out all targets until one of them can't be restored. */
function trySettle(
  targets: readonly RestoreTarget[],
  plans: readonly RestorePlan[],
  nameClaims: RestoreInputs["nameClaims"],
  facts: Record<string, unknown>,
  context: LineContext,
): SettleAttempt {
  const trial: SettleAttempt = { plans: [], lines: [], effects: [], obstacle: null };
  const attempt = (index: number, action: () => void): boolean => {
    try {
      action();
      return true;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      trial.obstacle = { index, failure: error };
      return false;
    }
  };
  const resolver = new NameResolver(targets, plans, facts);
  const adaptedPlans: AdaptedPlan[] = [];
  for (const [index, target] of targets.entries()) {
    const succeeded = attempt(index, () => {
      const adapted = adaptPlan(plans[index]!, factIn(facts, target.account));
      if (adapted.plan.is !== "back") {
        adaptedPlans.push(adapted);
        return;
      }
      const { data, takenName } = resolver.settle(target, adapted.plan, nameClaims);
      const plan: RestoredPlan = { ...adapted.plan, data };
      adaptedPlans.push({ ...adapted, plan, takenName });
    });
    if (!succeeded) return trial;
  }
  for (const [index, target] of targets.entries()) {
    const outcome = targetOutcome(target, targetFacts(facts, index), adaptedPlans[index]!, context);
    for (const line of outcome.lines) trial.lines.push(line);
    for (const effect of outcome.effects) trial.effects.push(effect);
  }
  trial.plans = adaptedPlans.map(({ plan }) => plan);
  for (const account of targetAccounts(targets)) {
    const projection = new ProjectedRecords(trial.effects, account);
    for (const [index, target] of targets.entries())
      if (target.account === account)
        if (
          !attempt(index, () =>
            checkReferences(projection, target, targetFacts(facts, index).present, factIn(facts, account)),
          )
        )
          return trial;
  }
  return trial;
}
