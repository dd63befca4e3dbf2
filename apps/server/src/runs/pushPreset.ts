import type { Actor } from "@callboard/domain/actor";
import { sameValue } from "@callboard/domain/history";
import { phrase } from "@callboard/domain/phrase";
import type { Follower } from "@callboard/domain/presetRules";
import { type Applied, isApart, type PresetOf } from "@callboard/domain/presets";
import { applyPreset } from "@callboard/domain/presetUse";
import { barred } from "../agencies.ts";
import { known } from "../needs.ts";
import { presetNeed } from "../presetNeeds.ts";
import { runWork } from "./work.ts";

/** What all items of a push share. `version`: of the preset, as it was proposed. */
export interface Push {
  preset: string;
  version: number;
  /** The agency above the account that pushes, where the preset may be its. */
  agency: string | null;
  overrides: readonly string[];
  reason: string;
  /** Whether sub-accounts are among them: only who runs the agency starts it then. */
  below: boolean;
}

/** A record of the push, with what was to be written when it was proposed. */
export interface PushItem {
  account: string;
  kind: PresetOf;
  id: string;
  lines: PushLine[];
}
export interface PushLine {
  field: string;
  from: unknown;
  to: unknown;
}

export const linesOf = ({ fields }: Applied): PushLine[] =>
  fields.map(({ field, record, preset }) => ({ field, from: record, to: preset }));

/** What the log says of a record that takes on a preset, and why it does. */
export const pushedBy = (
  preset: { name: string; version: number },
  name: string,
  { id: by }: Actor,
  reason: string,
) => {
  const named = { preset: preset.name, version: preset.version };
  return {
    action: phrase("presets.didUse", { ...named, name }),
    cause:
      reason === ""
        ? phrase("presets.pushed", { ...named, by })
        : phrase("presets.pushedWhy", { ...named, by, reason }),
  };
};

/** One record takes on the preset, and exactly as it was proposed: otherwise it is passed over, and says why. */
export const pushPreset = runWork({
  deed: "change routing",
  reach: ({ account }: PushItem, { agency }: Push) => (agency === null ? [account] : [account, agency]),
  needs: ({ account, kind, id }: PushItem, { preset, agency }: Push, scope) => ({
    sighted: presetNeed(preset, { account: scope.account, agency }),
    barred: barred(account, "change routing"),
    source: known("source", kind === "source" ? id : "", account),
    queue: known("queue", kind === "queue" ? id : "", account),
  }),
  decide({ sighted, barred, source, queue }, item, push, _given, scope) {
    if (barred) return { skipped: barred };
    const record: Follower | null = item.kind === "source" ? source : queue;
    if (!record) return { skipped: phrase("presets.goneMeanwhile") };
    if (!sighted || sighted.preset.version !== push.version) return { skipped: phrase("presets.presetMeanwhile") };
    const said = pushedBy(sighted.preset, record.data.name, scope.actor, push.reason);
    const { plan, effects } = applyPreset(sighted.preset, record, { overrides: push.overrides, said });
    const { name } = record.data;
    const moved = !sameValue(linesOf(plan), item.lines);
    if (moved && plan.all.some(isApart)) return { skipped: phrase("presets.changedMeanwhile", { name }) };
    if (moved || effects.length === 0) return { skipped: phrase("presets.asIs", { name }) };
    return { effects };
  },
});
