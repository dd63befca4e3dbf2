import { refuse } from "@callboard/domain/failure";
import { sameValue } from "@callboard/domain/history";
import { checkWorkAllowed } from "@callboard/domain/lifecycle";
import { phrase } from "@callboard/domain/phrase";
import { applyPreset, type Follower } from "@callboard/domain/presetRules";
import type { Applied, PresetOf } from "@callboard/domain/presets";
import type { Actor } from "@callboard/domain/actor";
import { known, one } from "../needs.ts";
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

/** What the log says of a pushed record, and why it was. */
export const pushedBy = (preset: { name: string; version: number }, { id: by }: Actor, reason: string) => {
  const named = { preset: preset.name, version: preset.version };
  return {
    action: phrase("presets.didUse", named),
    cause: reason === "" ? phrase("presets.pushed", { ...named, by }) : phrase("presets.pushedWhy", { ...named, by, reason }),
  };
};

/** One record takes on the preset, and exactly as it was proposed: otherwise it is passed over, and says why. */
export const pushPreset = runWork({
  reach: ({ account }: PushItem, { agency }: Push) => (agency === null ? [account] : [account, agency]),
  needs: ({ account, kind, id }: PushItem, { preset, agency }: Push) => ({
    sighted: presetNeed(preset, agency),
    home: one("account", account, account),
    lifecycle: one("lifecycle", account, account),
    source: known("source", kind === "source" ? id : "", account),
    queue: known("queue", kind === "queue" ? id : "", account),
  }),
  decide({ sighted, home, lifecycle, source, queue }, item, push, { now }, scope) {
    // A sub-account can leave its agency between the proposal and its turn.
    if (item.account !== scope.account && home.data.agency !== scope.account) refuse("conflict", "presets.notInAgency");
    checkWorkAllowed(lifecycle.data, "change routing", now);
    const record: Follower | null = item.kind === "source" ? source : queue;
    if (!record) return { skipped: phrase("presets.goneMeanwhile") };
    if (!sighted || sighted.preset.version !== push.version) return { skipped: phrase("presets.presetMeanwhile") };
    const said = pushedBy(sighted.preset, scope.actor, push.reason);
    const { plan, effects } = applyPreset(sighted.preset, record, { overrides: push.overrides, said });
    const { name } = record.data;
    if (effects.length === 0) return { skipped: phrase("presets.asIs", { name }) };
    if (!sameValue(linesOf(plan), item.lines)) return { skipped: phrase("presets.changedMeanwhile", { name }) };
    return { effects };
  },
});
