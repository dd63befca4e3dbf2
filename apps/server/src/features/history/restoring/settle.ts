import type { Effect } from "@callboard/domain/core/effect";
import { Failure } from "@callboard/domain/core/failure";
import type { Phrase } from "@callboard/domain/core/message";
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

export const settlementQueries = (
  { targets, leads, named, around, billing }: RestoreInputs,
  scope: Scope,
): Queries => ({
  ...targetQueries(targets),
  ...integrityQueries(targets, leads),
  ...namingQueries(named),
  ...adaptationQueries(around, scope),
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
 * The outcome for all targets together, by the facts now and after the restore. With several targets, an obstacle only
 * leaves that record as it is; with a single one, it is thrown.
 */
export function settle(
  { targets, named, billing }: RestoreInputs,
  facts: Record<string, unknown>,
  saying: LineContext,
  at: Instant,
): Settlement {
  const alone = targets.filter(({ needed }) => !needed).length === 1;
  const plans = targets.map((target, place) => planTarget(target, targetFacts(facts, place), at));
  const clash = plans.findIndex((plan) => plan.is === "clash");
  if (clash >= 0) {
    const { clashes } = plans[clash] as Extract<RestorePlan, { is: "clash" }>;
    return { lines: [], effects: [], costs: [], clash: { target: targets[clash]!, clashes } };
  }
  const [only] = plans;
  if (alone && only!.is === "refused") throw new Failure("conflict", only!.why.key, only!.why.values as never);
  for (;;) {
    const trial = trySettle(targets, plans, named, facts, saying);
    if (trial.obstacle) {
      if (alone) throw trial.obstacle.failure;
      const { key, values } = trial.obstacle.failure;
      plans[trial.obstacle.place] = { is: "refused", why: { key, values } as Phrase };
      continue;
    }
    const money = billing.map((one) => monthlyOutcome(one, trial.plans, facts, { at, now: saying.scope.now }));
    return {
      lines: [...trial.lines, ...money.flatMap(({ lines }) => lines)],
      effects: [...trial.effects, ...money.flatMap(({ effects }) => effects)],
      costs: sumByPayer(money.map(({ cost }) => cost)),
      clash: null,
    };
  }
}

interface SettleAttempt {
  plans: RestorePlan[];
  lines: Line[];
  effects: Effect[];
  /** The target that can't be restored, and why. */
  obstacle: { place: number; failure: Failure } | null;
}

function trySettle(
  targets: readonly RestoreTarget[],
  plans: readonly RestorePlan[],
  named: RestoreInputs["named"],
  facts: Record<string, unknown>,
  saying: LineContext,
): SettleAttempt {
  const trial: SettleAttempt = { plans: [], lines: [], effects: [], obstacle: null };
  const attempt = (place: number, work: () => void): boolean => {
    try {
      work();
      return true;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      trial.obstacle = { place, failure: error };
      return false;
    }
  };
  const naming = new NameResolver(targets, plans, facts);
  const fits: AdaptedPlan[] = [];
  for (const [place, target] of targets.entries()) {
    const done = attempt(place, () => {
      const fit = adaptPlan(plans[place]!, factIn(facts, target.account));
      if (fit.plan.is !== "back") return void fits.push(fit);
      const { data, taken } = naming.settle(target, fit.plan, named);
      const plan: RestoredPlan = { ...fit.plan, data };
      fits.push({ ...fit, plan, taken });
    });
    if (!done) return trial;
  }
  for (const [place, target] of targets.entries()) {
    const told = targetOutcome(target, targetFacts(facts, place), fits[place]!, saying);
    for (const line of told.lines) trial.lines.push(line);
    for (const effect of told.effects) trial.effects.push(effect);
  }
  trial.plans = fits.map(({ plan }) => plan);
  for (const account of targetAccounts(targets)) {
    const after = new ProjectedRecords(trial.effects, account);
    for (const [place, target] of targets.entries())
      if (target.account === account)
        if (
          !attempt(place, () =>
            checkReferences(after, target, targetFacts(facts, place).present, factIn(facts, account)),
          )
        )
          return trial;
  }
  return trial;
}
