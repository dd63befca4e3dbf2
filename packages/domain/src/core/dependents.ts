import { fail } from "./failure.ts";

/** The dependents of something: how many, and the names of the first few. */
export interface Dependents {
  by: "number" | "queue";
  count: number;
  names: readonly string[];
}

/** The number of names that a sentence lists. */
export const NAMES_SHOWN = 3;

/** Throws `conflict`, naming the dependents, if something is still in use. */
export function checkNoDependents(name: string, uses: readonly Dependents[]): void {
  const use = uses.find(({ count }) => count > 0);
  if (!use) return;
  const names = [...use.names.slice(0, NAMES_SHOWN), ...(use.count > NAMES_SHOWN ? ["…"] : [])].join(", ");
  const key = use.by === "number" ? "tracking.usedByNumbers" : "tracking.usedByQueues";
  fail("conflict", key, { name, count: use.count, names });
}
