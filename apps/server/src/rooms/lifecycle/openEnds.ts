import { holds, type Lifecycle } from "@callboard/domain/lifecycle";
import type { Instant } from "@callboard/domain/time";
import { numberSorts } from "../../counts.ts";
import { readPage } from "../../lists.ts";
import { one } from "../../needs.ts";
import { momentOf, type Scope } from "../../scope.ts";
import { look } from "../../store.ts";
import { open } from "../../trpc.ts";
import { errandRows } from "../tracking/numberRows.ts";
import { takenUp, underWay } from "./underWay.ts";

const SHOWN = 20;

/** Numbers that a cancellation left as they were. `run`: what goes on with them once it is taken up again. */
interface LeftActive {
  count: number;
  run: string | null;
  /** From then on each is given back when its month is over, whatever was wished for it. */
  until: Instant | null;
}

export const openEnds = {
  /**
   * What a canceled account still has open with the carrier: orders, and numbers that nothing is under way for. Nothing where
   * it works, or where all is closed.
   */
  openEnds: open("read the status").query(async ({ ctx: { scope, place } }) => {
    const { lifecycle } = await look(scope, { lifecycle: one("lifecycle", scope.account) });
    if (!holds(lifecycle.data.canceled, momentOf(scope))) return { ends: [], more: false, left: null };
    const found = await readPage(scope, "errand", { by: "open", limit: SHOWN });
    return {
      ends: await errandRows(scope, place, found.docs),
      more: found.next !== null,
      left: await leftActive(scope, lifecycle.data),
    };
  }),
};

async function leftActive(scope: Scope, { canceled, leaving }: Lifecycle): Promise<LeftActive | null> {
  const { sorts } = await look(scope, { sorts: numberSorts(["active"]) });
  const count = sorts.reduce((sum, [, of]) => sum + of, 0);
  if (count === 0 || (await underWay(scope)) !== null) return null;
  const run = await takenUp(scope, ({ what, input }) => what === "cancel account" && input.since === canceled!.since);
  return { count, run, until: leaving?.undoUntil ?? null };
}
