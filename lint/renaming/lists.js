import { readFileSync } from "node:fs";

/** The lines of these lists that are of one of the kinds (`F`, `R`, `P`, `S`), each as what it is about and what it becomes. */
export const linesOf = (kinds, lists) =>
  lists
    .flatMap((list) => readFileSync(list, "utf8").split("\n"))
    .map((line) => line.split("\t"))
    .filter(([kind]) => kinds.includes(kind))
    .map(([, from, to]) => ({ from: from.trim(), to: to.trim() }));
