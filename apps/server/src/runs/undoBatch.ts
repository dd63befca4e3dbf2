import { refuse } from "@callboard/domain/failure";
import { anyKind } from "@callboard/domain/records";
import type { Show } from "@callboard/domain/showing";
import { checkSound, type Lead, soundNeeds } from "../restoring/sound.ts";
import { factsOf, settleTarget, type Target, targetNeeds } from "../restoring/targets.ts";
import { showFrom } from "../words.ts";
import { runWork } from "./work.ts";

/** A record of a batch that is to be as it was before, the first of `targets`; then the deleted ones it leads to. */
export interface UndoItem {
  targets: Target[];
  leads: Lead[];
  /** What the record is called, where that is a person's name. */
  name: string;
  /** What its account is called, where that is another one. */
  place: string | null;
}

/** One record goes back to before the batch, held to what a proposed restore is held to; touched since, it stays. */
export const undoBatch = runWork({
  reach: ({ targets }: UndoItem) => targets.map(({ account }) => account),
  needs: ({ targets, leads }: UndoItem, _shared: { reason: string }) => ({
    ...targetNeeds(targets),
    ...soundNeeds({ targets, leads }),
  }),
  decide(facts: Record<string, unknown>, { targets, name, place }, { reason }, _given, scope) {
    const show: Show = { ...NAMELESS, person: () => name, record: () => place ?? "" };
    const outcomes = targets.map((target, at) => settleTarget(target, factsOf(facts, at), { scope, reason, show }));
    const clash = outcomes.findIndex(({ clashes }) => clashes.length > 0);
    if (clash >= 0) {
      const label = anyKind(targets[clash]!.kind).labels[outcomes[clash]!.clashes[0]!.field]!;
      refuse("conflict", "history.clash", { field: show.word(label) });
    }
    const [own] = outcomes;
    if (own!.effects.length === 0) return { skipped: own!.lines[0]!.text };
    const effects = outcomes.flatMap((outcome) => outcome.effects);
    checkSound(effects, targets, facts);
    return { effects };
  },
});

/** Field by field lines are for proposals: a run's outcome names the record alone. */
const NAMELESS = showFrom({ zone: "UTC", currency: "USD", people: [], titles: [] });
