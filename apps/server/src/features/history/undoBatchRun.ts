import { fail } from "@callboard/domain/core/failure";
import { anyKind } from "@callboard/domain/core/records";
import type { ValueFormatter } from "@callboard/domain/core/valueFormatter";
import type { RestoreInputs } from "./restoring/prepare.ts";
import { settle, settlementQueries } from "./restoring/settle.ts";
import { showWithNames } from "../../store/reads/displayNames.ts";
import { defineRunHandler } from "../../runs/handler.ts";

/**
 * A record of a batch that is to be undone: the first of `targets`. The others are removed records that it refers to.
 */
export interface UndoItem extends RestoreInputs {
  /** The record's title, if it is a person's name. */
  name: string;
  /** The account's name, if it is another account. */
  accountName: string | null;
}

/**
 * Undoes the batch for one record, under the rules of a proposed restore. A record that changed since stays as it is.
 */
export const undoBatch = defineRunHandler({
  permission: "restore",
  relatedAccounts: ({ targets, billing }: UndoItem) => [
    ...new Set([...targets.map(({ account }) => account), ...billing.map(({ payer }) => payer)]),
  ],
  queries: (item: UndoItem, _shared: { reason: string }, scope) => settlementQueries(item, scope),
  decide(facts: Record<string, unknown>, item, { reason }, { now }, scope) {
    const names: ValueFormatter = { ...NAMELESS_SHOW, person: () => item.name, record: () => item.accountName ?? "" };
    const { clash, lines, effects } = settle(item, facts, { scope, reason, names }, now);
    if (clash !== null) {
      const label = anyKind(clash.target.kind).labels[clash.clashes[0]!.field]!;
      fail("conflict", "history.conflict", { field: names.word(label) });
    }
    return effects.length === 0 ? { skipped: lines[0]!.text } : { effects };
  },
});

/** Only proposals show lines for each field: a run's outcome just names the record. */
const NAMELESS_SHOW = showWithNames({ zone: "UTC", currency: "USD", people: [], titles: [] });
