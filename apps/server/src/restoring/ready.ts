import { anyKind, type KindName } from "@callboard/domain/records";
import { newest } from "../editions.ts";
import { type Scope, within } from "../scope.ts";
import { look } from "../store.ts";
import { type Around, aroundOf } from "./fitting.ts";
import { type Billing, billingOf } from "./monthly.ts";
import { checkNamed, type Named, namesIn } from "./naming.ts";
import type { Lead } from "./sound.ts";
import { factsOf, type Plan, planTarget, recordKey, type Target, targetNeeds } from "./targets.ts";

/** What a way back needs to know: found once, when it is proposed; the facts themselves are read at each look. */
export interface Ready {
  /** What was asked for, and the removed records that it leads to: they come back too. Each is there once. */
  targets: Target[];
  /** What those that come back lead to. */
  leads: Lead[];
  named: Named[];
  around: Around[];
  billing: Billing[];
}

export const NOTHING_READY: Ready = { targets: [], leads: [], named: [], around: [], billing: [] };

export const bothReady = (one: Ready, other: Ready): Ready => ({
  targets: [...one.targets, ...other.targets],
  leads: [...one.leads, ...other.leads],
  named: [...one.named, ...other.named],
  around: [...one.around, ...other.around],
  billing: [...one.billing, ...other.billing],
});

const whole = (account: string, kind: KindName, id: string) =>
  ({ account, kind, id, take: "version", fields: null, choices: {}, untouched: false }) as const;

/** By what will be there once it is done: only what the records then lead to comes back with them. */
export async function ready(
  scope: Scope,
  asked: readonly Target[],
  names: Record<string, string> = {},
): Promise<Ready> {
  const { account } = scope;
  const targets = new Map<string, Target>();
  for (const target of asked)
    if (!targets.has(recordKey(target))) targets.set(recordKey(target), { ...target, name: names[recordKey(target)] });
  const plans: Plan[] = [];
  const leads = new Map<string, Lead>();
  for (let from = 0; from < targets.size;) {
    const fresh = [...targets.values()].slice(from);
    from = targets.size;
    const facts: Record<string, unknown> = await look(scope, targetNeeds(fresh));
    for (const [at, target] of fresh.entries()) {
      const known = factsOf(facts, at);
      const plan = planTarget(target, known, scope.now);
      checkNamed(target, plan);
      plans.push(plan);
      const { refers } = anyKind(target.kind);
      // What it led to is looked up in any case: who confirms it may choose otherwise by then.
      for (const lead of known.older ? (refers?.(known.older.data) ?? []) : [])
        leads.set(recordKey(lead), { account, ...lead });
      for (const lead of plan.is === "back" ? (refers?.(plan.data) ?? []) : []) {
        if (targets.has(recordKey(lead))) continue;
        const kind = lead.kind as KindName;
        const { last } = await look(scope, { last: newest(kind, lead.id) });
        if (last?.event !== "deleted") continue;
        const needed = { ...whole(account, kind, lead.id), older: last.version, seen: last.version, needed: true };
        targets.set(recordKey(lead), { ...needed, name: names[recordKey(lead)] });
      }
    }
  }
  const all = [...targets.values()];
  return {
    targets: all,
    leads: [...leads.values()],
    named: await namesIn(within(scope, account), all, plans, account),
    around: [aroundOf(account, plans)],
    billing: await billingOf(scope, plans),
  };
}
