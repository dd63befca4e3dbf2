import type { QueueData, QueueMember } from "./schema.ts";

/** How a queue's calls were distributed so far. */
export interface QueueTurns {
  /** Whom the last call was offered to; null before the first one. */
  lastOffered: string | null;
  /**
   * By person, what weighted routing still owes them (negative: they are ahead), in units of weight. It stays below the
   * sum of the weights, and grows only while they could take a call: somebody who comes back isn't flooded.
   */
  credits: Readonly<Record<string, number>>;
}

export const NO_TURNS: QueueTurns = { lastOffered: null, credits: {} };

/** Weight 0 for everybody means that all are equal. */
export const weightOf = (queue: Pick<QueueData, "members">, member: QueueMember): number =>
  queue.members.every(({ weight }) => weight === 0) ? 1 : member.weight;

/** The turns after a call was offered to `offered`; `eligible`: everybody who could have taken it. */
export function turnsAfter(
  queue: Pick<QueueData, "members" | "routing">,
  turns: QueueTurns,
  eligible: readonly string[],
  offered: string,
): QueueTurns {
  if (queue.routing !== "weighted") return { lastOffered: offered, credits: turns.credits };
  const candidates = queue.members.filter(({ id }) => eligible.includes(id));
  const total = candidates.reduce((sum, member) => sum + weightOf(queue, member), 0);
  const credits: Record<string, number> = {};
  for (const { id } of queue.members) if (turns.credits[id]) credits[id] = turns.credits[id];
  for (const member of candidates)
    credits[member.id] = (credits[member.id] ?? 0) + weightOf(queue, member) - (member.id === offered ? total : 0);
  return { lastOffered: offered, credits };
}
