import { fail } from "./failure.ts";

/** What leads to something: how many of them there are, and the names of the first few. */
export interface Dependents {
  by: "number" | "queue";
  count: number;
  names: readonly string[];
}

/** As many names as a sentence carries. */
export const NAMES_SHOWN = 3;

/** Refuses to take away what something else needs, naming by what. Throws `conflict`. */
export function checkNoDependents(name: string, uses: readonly Dependents[]): void {
  const use = uses.find(({ count }) => count > 0);
  if (!use) return;
  const names = [...use.names.slice(0, NAMES_SHOWN), ...(use.count > NAMES_SHOWN ? ["…"] : [])].join(", ");
  const key = use.by === "number" ? "tracking.usedByNumbers" : "tracking.usedByQueues";
  fail("conflict", key, { name, count: use.count, names });
}
