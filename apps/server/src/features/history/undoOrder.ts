/** One record of a batch that is to be undone, with what it refers to now and afterwards. */
export interface UndoStep {
  key: string;
  /** It didn't exist before the batch, so it is removed. */
  removes: boolean;
  /** The batch removed it, so it is restored. */
  restores: boolean;
  referencesNow: readonly string[];
  referencesAfter: readonly string[];
  /** Unique values (a name or a number) that it has now and will have. */
  holds: readonly string[];
  willHold: readonly string[];
}

/**
 * The order of a run that undoes a batch: as given, except that nothing is removed before the records that still refer
 * to it, nothing is restored before the records that it will refer to, and no unique value is taken before its current
 * holder gives it up.
 */
export function undoOrder(steps: readonly UndoStep[]): string[] {
  const removed = new Set(steps.filter(({ removes }) => removes).map(({ key }) => key));
  const restored = new Map(steps.filter(({ restores }) => restores).map((step) => [step.key, step]));
  const referrers = new Map<string, UndoStep[]>();
  const referrersOf = (key: string): UndoStep[] => {
    const list = referrers.get(key) ?? [];
    referrers.set(key, list);
    return list;
  };
  for (const step of steps) for (const key of step.referencesNow) if (removed.has(key)) referrersOf(key).push(step);
  const holders = new Map(steps.flatMap((step) => step.holds.map((value) => [value, step])));
  const order: string[] = [];
  const visited = new Set<string>();
  const visit = (step: UndoStep): void => {
    // In a cycle, one has to be first.
    if (visited.has(step.key)) return;
    visited.add(step.key);
    for (const key of step.referencesAfter) if (restored.has(key)) visit(restored.get(key)!);
    for (const value of step.willHold) if (holders.has(value)) visit(holders.get(value)!);
    for (const referrer of step.removes ? (referrers.get(step.key) ?? []) : []) visit(referrer);
    order.push(step.key);
  };
  for (const step of steps) visit(step);
  return order;
}
