import { formatValue } from "@callboard/domain/presets/schema";
import { planApplication } from "@callboard/domain/presets/rules";
import type { Follower } from "@callboard/domain/presets/edit";
import { applyPreset } from "@callboard/domain/presets/apply";
import type { ValueFormatter } from "@callboard/domain/core/valueFormatter";
import { truncateText } from "@callboard/domain/core/text/text";
import { nameWithAccount } from "../../store/reads/displayNames.ts";
import { CHUNK, type NewItem } from "../../runs/items.ts";
import { writeItems, writeRun } from "../../runs/propose.ts";
import { pushLines, type PushInput, type PushItem } from "./pushPresetRun.ts";
import type { Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { withDisplayNames } from "../../store/reads/displayNames.ts";
import type { ApplyInput, PresetTargets } from "./pick.ts";
import type { VisiblePreset } from "../../store/reads/presets.ts";
import { findOptionalFollower } from "./presetRows.ts";
import { failureMessage } from "../../store/reads/blockedReason.ts";

/** The longest description of an item, in characters. */
const ABOUT_MAX = 300;

/** For more records than one proposal shows: proposes a run with a line for each record that would change. */
export async function proposePush(
  scope: Scope,
  { visible: { preset }, agency, records }: PresetTargets & { visible: VisiblePreset },
  { overrides, reason }: ApplyInput,
): Promise<{ proposal: null; run: string | null }> {
  const run = scope.newId();
  let total = 0;
  for (let start = 0; start < records.length; start += CHUNK) {
    const chunk = records.slice(start, start + CHUNK);
    const chunkScope = { ...scope, relatedAccounts: chunk.map(({ account }) => account) };
    const recordsByKey = await read(
      chunkScope,
      Object.fromEntries(
        chunk.map(({ account, kind, id }) => [`${account}\n${id}`, findOptionalFollower(kind, id, account)]),
      ),
    );
    const followers = Object.values(recordsByKey).flatMap((record): Follower[] => (record ? [record] : []));
    const items = await withDisplayNames(chunkScope, { zone: "UTC", currency: "USD" }, (show) =>
      followers.flatMap((record) => itemOf(record, show)),
    );
    const numbered = items.map((item, index): NewItem => ({ ...item, n: total + index + 1 }));
    await writeItems(scope, run, numbered);
    total += numbered.length;
  }
  if (total === 0) return { proposal: null, run: null };
  const subAccounts = records.some(({ account }) => account !== scope.account);
  const input: PushInput = { preset: preset.id, version: preset.version, agency, overrides, reason, subAccounts };
  const newRun = { type: "push preset", title: preset.name, input: { ...input }, state: "proposed", total } as const;
  return writeRun(scope, run, newRun, { proposal: null, run });

  function itemOf(record: Follower, show: ValueFormatter): Omit<NewItem, "n">[] {
    const { account, id } = record;
    const plan = planApplication(preset, record.data, overrides);
    const changed = plan.changedFields.map((field) => {
      const before = formatValue(preset.kind, field.field, field.record, show);
      return `${before.label} ${before.text} → ${formatValue(preset.kind, field.field, field.preset, show).text}`;
    });
    const name = nameWithAccount(account, record.data.name, scope, show);
    const about = truncateText([name, changed.join("; ")].filter((part) => part !== "").join(": "), ABOUT_MAX);
    const input: PushItem = { account, kind: preset.kind, id, lines: pushLines(plan) };
    let isUnchanged = false;
    // A record that the rules refuse is listed with the reason; confirming can't change that.
    const rejected = failureMessage(() => {
      isUnchanged = applyPreset(preset, record, { overrides }).effects.length === 0;
    });
    if (isUnchanged) return [];
    return [{ about, input: rejected ? null : input, ...(rejected ? { rejected } : {}) }];
  }
}
