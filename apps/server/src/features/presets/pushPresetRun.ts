import type { Actor } from "@callboard/domain/core/actor";
import { isSameValue } from "@callboard/domain/core/differences";
import { message } from "@callboard/domain/core/message";
import type { Follower } from "@callboard/domain/presets/edit";
import { type PresetApplication, differsFromPreset, type PresetKind } from "@callboard/domain/presets/rules";
import { applyPreset } from "@callboard/domain/presets/apply";
import { blockedReason } from "../../store/reads/blockedReason.ts";
import { findOptional } from "../../store/queries.ts";
import { findVisiblePreset } from "../../store/reads/presets.ts";
import { defineRunHandler } from "../../runs/handler.ts";

/** A push applies a preset to many records, an item for each; this they share. `version`: the preset's version when it was proposed. */
export interface PushInput {
  preset: string;
  version: number;
  /** The agency of this account, if the preset may be the agency's. */
  agency: string | null;
  overrides: readonly string[];
  reason: string;
  /** Whether records of sub-accounts are included: then only an agency administrator may start it. */
  subAccounts: boolean;
}

/** A record of the push, with the values that were proposed. */
export interface PushItem {
  account: string;
  kind: PresetKind;
  id: string;
  lines: PushLine[];
}
export interface PushLine {
  field: string;
  from: unknown;
  to: unknown;
}

export const pushLines = ({ changedFields }: PresetApplication): PushLine[] =>
  changedFields.map(({ field, record, preset }) => ({ field, from: record, to: preset }));

/** The log entry of a record that takes on a preset, with the reason. */
export const pushLogEntry = (
  preset: { name: string; version: number },
  name: string,
  { id: by }: Actor,
  reason: string,
) => {
  const values = { preset: preset.name, version: preset.version };
  return {
    action: message("presets.didApply", { ...values, name }),
    cause:
      reason === ""
        ? message("presets.pushed", { ...values, by })
        : message("presets.pushedWithReason", { ...values, by, reason }),
  };
};

/** Applies the preset to one record exactly as proposed; if that is no longer possible, skips it with the reason. */
export const pushPreset = defineRunHandler({
  permission: "change routing",
  relatedAccounts: ({ account }: PushItem, { agency }: PushInput) => (agency === null ? [account] : [account, agency]),
  queries: ({ account, kind, id }: PushItem, { preset, agency }: PushInput, scope) => ({
    visible: findVisiblePreset(preset, { account: scope.account, agency }),
    blocked: blockedReason(account, "change routing"),
    source: findOptional("source", kind === "source" ? id : "", account),
    queue: findOptional("queue", kind === "queue" ? id : "", account),
  }),
  decide({ visible, blocked, source, queue }, item, push, _environment, scope) {
    if (blocked) return { skipped: blocked };
    const record: Follower | null = item.kind === "source" ? source : queue;
    if (!record) return { skipped: message("presets.removedMeanwhile") };
    if (!visible || visible.preset.version !== push.version) return { skipped: message("presets.presetMeanwhile") };
    const metadata = pushLogEntry(visible.preset, record.data.name, scope.actor, push.reason);
    const { plan, effects } = applyPreset(visible.preset, record, { overrides: push.overrides, metadata });
    const { name } = record.data;
    const changed = !isSameValue(pushLines(plan), item.lines);
    if (changed && plan.comparisons.some(differsFromPreset))
      return { skipped: message("presets.changedMeanwhile", { name }) };
    if (changed || effects.length === 0) return { skipped: message("presets.alreadyInLine", { name }) };
    return { effects };
  },
});
