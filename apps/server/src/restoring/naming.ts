import { Failure, refuse } from "@callboard/domain/failure";
import type { UniqueKey } from "@callboard/domain/record";
import { anyKind, type KindName } from "@callboard/domain/records";
import { otherName } from "@callboard/domain/restore";
import { checkReserved } from "@callboard/domain/statuses";
import type { Needs } from "../needs.ts";
import { type Scope, within } from "../scope.ts";
import { look } from "../store.ts";
import { type Holder, holder } from "../uses.ts";
import { type Back, type Plan, recordKey, type Target } from "./targets.ts";

/** What a record is to have for its own, and the other name that was free when somebody asked. */
export interface Named {
  account: string;
  kind: KindName;
  id: string;
  /** Of the kind's unique keys. */
  key: string;
  values: string[];
  /** Where another record has the name by now. */
  was: string | null;
  offered: string | null;
}

/** One name after the other is tried, so many at a time. */
const AT_ONCE = 8;
const OFFERS_MAX = 400;

const holderKey = (account: string, kind: string, key: string, value: string) =>
  ["holder", account, kind, key, value].join("\n");

const uniqueOf = (kind: KindName, key: string): UniqueKey<object> => anyKind(kind).unique![key]!;

export const namingNeeds = (named: readonly Named[]): Needs =>
  Object.fromEntries(
    named.flatMap(({ account, kind, key, values }) =>
      values.map((value) => [holderKey(account, kind, key, value), holder(account, kind, key, value)]),
    ),
  );

/** Of all that come back under a key of their own: what is to be looked up, and what is free where that is taken. */
export async function namesIn(
  scope: Scope,
  targets: readonly Target[],
  plans: readonly Plan[],
  account: string,
): Promise<Named[]> {
  const there = within(scope, account, [scope.account]);
  const named: Named[] = [];
  const facts: Record<string, unknown> = {};
  const learn = async (kind: KindName, key: string, values: readonly string[]) => {
    const needs = values.map((value) => [holderKey(account, kind, key, value), holder(account, kind, key, value)]);
    Object.assign(facts, await look(there, Object.fromEntries(needs) as Needs));
  };
  for (const [at, target] of targets.entries())
    for (const { key, value } of target.account === account ? keysOf(target, plans[at]!) : []) {
      await learn(target.kind, key, [value]);
      named.push({ account, kind: target.kind, id: target.id, key, values: [value], was: null, offered: null });
    }
  const naming = new Naming(targets, plans, facts);
  for (const one of named) {
    const at = targets.findIndex((target) => target.account === account && recordKey(target) === recordKey(one));
    const plan = plans[at] as Back;
    const unique = uniqueOf(one.kind, one.key);
    const name = String((plan.data as Record<string, unknown>)[unique.field]);
    if (targets[at]!.name !== undefined) one.offered = name;
    const [value] = one.values as [string];
    const free = naming.isFree(targets[at]!, one.key, value);
    if (free) naming.claim(targets[at]!, one.key, value);
    if (free || unique.nameMax === undefined) continue;
    for (let n = 2; n < OFFERS_MAX; n += AT_ONCE) {
      const offers = Array.from({ length: AT_ONCE }, (_, more) => otherName(name, n + more, unique.nameMax!));
      const valueOf = (offer: string) => unique.value({ ...plan.data, [unique.field]: offer })!;
      await learn(one.kind, one.key, offers.map(valueOf));
      const free = offers.find((offer) => naming.isFree(targets[at]!, one.key, valueOf(offer)));
      if (free === undefined) continue;
      Object.assign(one, { was: name, offered: free, values: [...one.values, valueOf(free)] });
      naming.claim(targets[at]!, one.key, valueOf(free));
      break;
    }
  }
  return named;
}

/** The keys that a record is to have and has not now. */
function keysOf({ kind }: Target, plan: Plan): { key: string; value: string }[] {
  if (plan.is !== "back") return [];
  return Object.entries(anyKind(kind).unique ?? {}).flatMap(([key, unique]) => {
    const value = unique.value(plan.data);
    return value === null || (plan.present && unique.value(plan.present.data) === value) ? [] : [{ key, value }];
  });
}

/** Which names are free once all of it is done: what goes or is called otherwise then leaves its own. */
export class Naming {
  private readonly targets: readonly Target[];
  private readonly plans: readonly Plan[];
  private readonly facts: Record<string, unknown>;
  private readonly claims = new Map<string, string>();

  constructor(targets: readonly Target[], plans: readonly Plan[], facts: Record<string, unknown>) {
    this.targets = targets;
    this.plans = plans;
    this.facts = facts;
  }

  isFree({ account, kind, id }: Target, key: string, value: string): boolean {
    const claimed = this.claims.get(claimOf(account, kind, key, value));
    if (claimed !== undefined && claimed !== id) return false;
    const held = (this.facts[holderKey(account, kind, key, value)] ?? null) as Holder | null;
    if (held === null || (held.account === account && held.id === id)) return true;
    const at = this.targets.findIndex((one) => one.account === held.account && one.kind === kind && one.id === held.id);
    const plan = this.plans[at];
    if (plan?.is === "gone") return true;
    return plan?.is === "back" && uniqueOf(kind, key).value(plan.data) !== value;
  }

  claim({ account, kind, id }: Target, key: string, value: string): void {
    this.claims.set(claimOf(account, kind, key, value), id);
  }

  /** The record under its own name, or under the one that was offered. Throws where neither is free. */
  settle(target: Target, plan: Back, named: readonly Named[]): { data: object; taken: string | null } {
    let { data } = plan;
    let taken: string | null = null;
    for (const { key, value } of keysOf(target, plan)) {
      const unique = uniqueOf(target.kind, key);
      if (!this.isFree(target, key, value)) {
        const other = named.find((one) => one.key === key && one.account === target.account && isOf(one, target));
        if (other?.was == null) throw new Failure("conflict", unique.taken, {} as never, unique.field);
        data = { ...data, [unique.field]: other.offered };
        taken = other.was;
        if (!this.isFree(target, key, unique.value(data)!))
          throw new Failure("conflict", unique.taken, {} as never, unique.field);
      }
      this.claim(target, key, unique.value(data)!);
    }
    return { data, taken };
  }
}

const isOf = (one: Named, target: Target): boolean => recordKey(one) === recordKey(target);
const claimOf = (...of: string[]): string => of.join("\n");

/** What somebody typed is held to what the kind takes for a name. Throws `invalid`. */
export function checkNamed({ kind, name, ...target }: Target, plan: Plan): void {
  if (name === undefined || plan.is !== "back") return;
  const field = `names.${recordKey({ kind, ...target })}`;
  const { nameMax: most = 0 } = Object.values(anyKind(kind).unique ?? {}).find(({ nameMax }) => nameMax) ?? {};
  if (name.length > most) refuse("invalid", "fields.long", { field: "name", most }, field);
  if (kind === "status") checkReserved(name);
}
