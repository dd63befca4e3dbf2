/** One record of a batch that is to be taken back, with what it leads to now and will lead to. */
export interface UndoStep {
  key: string;
  /** It was not there before the batch, and goes. */
  goes: boolean;
  /** The batch removed it, and it comes back. */
  comes: boolean;
  leads: readonly string[];
  willLead: readonly string[];
  /** What only one may have, a name or a number: as it has it now and will have it. */
  holds: readonly string[];
  willHold: readonly string[];
}

/**
 * The order of a run that takes a batch back: as it is given, but nothing goes before what still leads to it, nothing
 * comes back after what will lead to it, and nothing is called by a name again before who has it now has given it up.
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
    // In a ring somebody has to be the first.
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
