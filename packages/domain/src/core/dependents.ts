import { fail } from "./failure.ts";

/** The records of one kind that use a record: how many, and the names of the first few. */
export interface Dependents {
  kind: "number" | "queue";
  count: number;
  names: readonly string[];
}

/** The number of names that a sentence lists. */
export const NAMES_SHOWN = 3;

/** Throws `conflict`, naming the dependents, if something is still in use. */
export function checkNoDependents(name: string, dependents: readonly Dependents[]): void {
  const inUse = dependents.find(({ count }) => count > 0);
  if (!inUse) return;
  const names = [...inUse.names.slice(0, NAMES_SHOWN), ...(inUse.count > NAMES_SHOWN ? ["…"] : [])].join(", ");
  const key = inUse.kind === "number" ? "record.usedByNumbers" : "record.usedByQueues";
  fail("conflict", key, { name, count: inUse.count, names });
}
