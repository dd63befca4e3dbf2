import type { Effect } from "@callboard/domain/decision";
import { Failure } from "@callboard/domain/failure";
import type { Phrase } from "@callboard/domain/phrase";
import type { Line } from "@callboard/domain/proposal";
import type { Clash } from "@callboard/domain/restore";
import type { Instant } from "@callboard/domain/time";
import { byPayer, type PayerCost } from "../costs.ts";
import type { Needs } from "../needs.ts";
import type { Scope } from "../scope.ts";
import { After } from "./after.ts";
import { fitted, type Fitted, fittingNeeds } from "./fitting.ts";
import { type Saying, toldTarget } from "./lines.ts";
import { billingNeeds, monthly } from "./monthly.ts";
import { Naming, namingNeeds } from "./naming.ts";
import type { Ready } from "./ready.ts";
import { accountsOf, checkSound, factIn, soundNeeds } from "./sound.ts";
import { type Back, factsOf, type Plan, planTarget, type Target, targetNeeds } from "./targets.ts";

export const settlingNeeds = ({ targets, leads, named, around, billing }: Ready, scope: Scope): Needs => ({
  ...targetNeeds(targets),
  ...soundNeeds(targets, leads),
  ...namingNeeds(named),
  ...fittingNeeds(around, scope),
  ...billingNeeds(billing),
});

export interface Settlement {
  lines: Line[];
  effects: Effect[];
  costs: PayerCost[];
  /** The first field that is to be decided before anything is written. */
  clash: { target: Target; clashes: Clash[] } | null;
}

/**
 * What becomes of all targets together, by the facts as they are and as they will be once it is done. What stands in the
 * way of one among several is its reason to stay as it is; what stands in the way of a single one is thrown.
 */
export function settled(
  { targets, named, billing }: Ready,
  facts: Record<string, unknown>,
  saying: Saying,
  at: Instant,
): Settlement {
  const alone = targets.filter(({ needed }) => !needed).length === 1;
  const plans = targets.map((target, place) => planTarget(target, factsOf(facts, place), at));
  const clash = plans.findIndex((plan) => plan.is === "clash");
  if (clash >= 0) {
    const { clashes } = plans[clash] as Extract<Plan, { is: "clash" }>;
    return { lines: [], effects: [], costs: [], clash: { target: targets[clash]!, clashes } };
  }
  const [only] = plans;
  if (alone && only!.is === "refused") throw new Failure("conflict", only!.why.key, only!.why.values as never);
  for (;;) {
    const trial = tried(targets, plans, named, facts, saying);
    if (trial.obstacle) {
      if (alone) throw trial.obstacle.failure;
      const { key, values } = trial.obstacle.failure;
      plans[trial.obstacle.place] = { is: "refused", why: { key, values } as Phrase };
      continue;
    }
    const money = billing.map((one) => monthly(one, trial.plans, facts, { at, now: saying.scope.now }));
    return {
      lines: [...trial.lines, ...money.flatMap(({ lines }) => lines)],
      effects: [...trial.effects, ...money.flatMap(({ effects }) => effects)],
      costs: byPayer(money.map(({ cost }) => cost)),
      clash: null,
    };
  }
}

interface Trial {
  plans: Plan[];
  lines: Line[];
  effects: Effect[];
  /** Which target cannot be as it was, and why. */
  obstacle: { place: number; failure: Failure } | null;
}

function tried(
  targets: readonly Target[],
  plans: readonly Plan[],
  named: Ready["named"],
  facts: Record<string, unknown>,
  saying: Saying,
): Trial {
  const trial: Trial = { plans: [], lines: [], effects: [], obstacle: null };
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
  const naming = new Naming(targets, plans, facts);
  const fits: Fitted[] = [];
  for (const [place, target] of targets.entries()) {
    const done = attempt(place, () => {
      const fit = fitted(plans[place]!, factIn(facts, target.account));
      if (fit.plan.is !== "back") return void fits.push(fit);
      const { data, taken } = naming.settle(target, fit.plan, named);
      const plan: Back = { ...fit.plan, data };
      fits.push({ ...fit, plan, taken });
    });
    if (!done) return trial;
  }
  for (const [place, target] of targets.entries()) {
    const told = toldTarget(target, factsOf(facts, place), fits[place]!, saying);
    for (const line of told.lines) trial.lines.push(line);
    for (const effect of told.effects) trial.effects.push(effect);
  }
  trial.plans = fits.map(({ plan }) => plan);
  for (const account of accountsOf(targets)) {
    const after = new After(trial.effects, account);
    for (const [place, target] of targets.entries())
      if (target.account === account)
        if (!attempt(place, () => checkSound(after, target, factsOf(facts, place).present, factIn(facts, account))))
          return trial;
  }
  return trial;
}
