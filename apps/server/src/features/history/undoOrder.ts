/** One record of a batch that is to be undone, with what it refers to now and afterwards. */
export interface UndoStep {
  key: string;
  /** It didn't exist before the batch, so it is removed. */
  goes: boolean;
  /** The batch removed it, so it is restored. */
  comes: boolean;
  leads: readonly string[];
  willLead: readonly string[];
  /** Unique values (a name or a number) that it has now and will have. */
  holds: readonly string[];
  willHold: readonly string[];
}

/**
 * The order of a run that undoes a batch: as given, but nothing is removed before what still refers to it, nothing is
 * restored before what it will refer to, and no unique value is taken before its current holder gives it up.
 */
export function undoOrder(steps: readonly UndoStep[]): string[] {
  const going = new Set(steps.filter(({ goes }) => goes).map(({ key }) => key));
  const coming = new Map(steps.filter(({ comes }) => comes).map((step) => [step.key, step]));
  const users = new Map<string, UndoStep[]>();
  const usersOf = (lead: string): UndoStep[] => {
    const known = users.get(lead) ?? [];
    users.set(lead, known);
    return known;
  };
  for (const step of steps) for (const lead of step.leads) if (going.has(lead)) usersOf(lead).push(step);
  const holders = new Map(steps.flatMap((step) => step.holds.map((held) => [held, step])));
  const order: string[] = [];
  const begun = new Set<string>();
  const take = (step: UndoStep): void => {
    // In a cycle, one has to be first.
    if (begun.has(step.key)) return;
    begun.add(step.key);
    for (const lead of step.willLead) if (coming.has(lead)) take(coming.get(lead)!);
    for (const held of step.willHold) if (holders.has(held)) take(holders.get(held)!);
    for (const user of step.goes ? (users.get(step.key) ?? []) : []) take(user);
    order.push(step.key);
  };
  for (const step of steps) take(step);
  return order;
}
