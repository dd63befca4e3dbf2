import { fail } from "@callboard/domain/core/failure";
import { anyKind } from "@callboard/domain/core/records";
import type { ValueFormatter } from "@callboard/domain/core/fieldFormat";
import type { RestoreInputs } from "./restoring/prepare.ts";
import { settle, settlementQueries } from "./restoring/settle.ts";
import { showWithNames } from "../../store/reads/displayNames.ts";
import { defineRunHandler } from "../../runs/handler.ts";

/** A record of a batch that is to be as it was before, the first of `targets`; then the removed ones it leads to. */
export interface UndoItem extends RestoreInputs {
  /** What the record is called, where that is a person's name. */
  name: string;
  /** What its account is called, where that is another one. */
  place: string | null;
}

/** One record goes back to before the batch, held to what a proposed restore is held to; touched since, it stays. */
export const undoBatch = defineRunHandler({
  deed: "restore",
  reach: ({ targets, billing }: UndoItem) => [
    ...new Set([...targets.map(({ account }) => account), ...billing.map(({ payer }) => payer)]),
  ],
  needs: (item: UndoItem, _shared: { reason: string }, scope) => settlementQueries(item, scope),
  decide(facts: Record<string, unknown>, item, { reason }, { now }, scope) {
    const show: ValueFormatter = { ...NAMELESS_SHOW, person: () => item.name, record: () => item.place ?? "" };
    const { clash, lines, effects } = settle(item, facts, { scope, reason, show }, now);
    if (clash !== null) {
      const label = anyKind(clash.target.kind).labels[clash.clashes[0]!.field]!;
      fail("conflict", "history.clash", { field: show.word(label) });
    }
    return effects.length === 0 ? { skipped: lines[0]!.text } : { effects };
  },
});

/** Field by field lines are for proposals: a run's outcome names the record alone. */
const NAMELESS_SHOW = showWithNames({ zone: "UTC", currency: "USD", people: [], titles: [] });
